/**
 * One per JavaScript context, whatever the number of copies of the package in it; null is not kept. The number in the key is that of the
 * shapes: a copy with other shapes must not meet this one.
 */
export function shared<T>(name: string, create: () => T): T {
  const key = Symbol.for(`@capgo/capacitor-background-task:${name}:1`);
  const existing = (globalThis as { [key]?: T })[key];
  if (existing !== undefined) return existing;
  const value = create();
  if (value !== null) Object.defineProperty(globalThis, key, { value, configurable: true });
  return value;
}
