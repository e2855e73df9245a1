import { sharedObjectName } from '../core/artifacts.js';

/** Returns one object per JavaScript context, whatever the number of copies of the package in it. A null is not kept. */
export function shared<T>(name: string, create: () => T): T {
  const key = Symbol.for(sharedObjectName(name));
  const existing = (globalThis as { [key]?: T })[key];
  if (existing !== undefined) return existing;
  const value = create();
  if (value !== null) Object.defineProperty(globalThis, key, { value, configurable: true });
  return value;
}
