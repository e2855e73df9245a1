/** Polls `condition` until it returns something other than null, undefined or false. Rejects at the limit and names what was awaited. */
export async function until<Value>(
  what: string,
  condition: () => Value | Promise<Value>,
  limitMs = 20_000,
): Promise<Exclude<Value, null | undefined | false>> {
  const end = performance.now() + limitMs;
  for (;;) {
    const value = await condition();
    if (value !== null && value !== undefined && value !== false) return value as Exclude<Value, null | undefined | false>;
    if (performance.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
