/** Bounds how many works are under way at once; the others wait for their turn, in order. */
export function createBound(bound: number): (work: () => Promise<void>) => Promise<void> {
  const waiting: (() => void)[] = [];
  let free = bound;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    await work().finally(() => {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    });
  };
}
