// Plain checks: the suite runs under Vitest and, bundled, in pages and workers of real browsers.

export type Define = (name: string, body: () => Promise<void>) => void;

export function same(actual: unknown, expected: unknown, what = 'value'): void {
  const [is, should] = [stable(actual), stable(expected)];
  if (is !== should) throw new Error(`${what}: ${is} is not ${should}`);
}

export function holds(condition: boolean, what: string): void {
  if (!condition) throw new Error(what);
}

export function present<T>(value: T | null | undefined, what = 'value'): T {
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}

export async function rejects(promise: Promise<unknown>, code: string): Promise<void> {
  const answer = await promise.then(
    (value) => `resolved with ${stable(value)}`,
    (error: unknown) => String((error as { code?: unknown }).code ?? error),
  );
  same(answer, code, 'the code of the rejection');
}

/** JSON with sorted keys; keys without a value count as absent. */
function stable(value: unknown): string {
  return (
    JSON.stringify(value, (_, one: unknown) =>
      typeof one === 'object' && one !== null && !Array.isArray(one)
        ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => (a < b ? -1 : 1)))
        : one,
    ) ?? 'undefined'
  );
}
