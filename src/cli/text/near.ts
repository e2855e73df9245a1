/** The one of `known` that `given` was probably meant to be: the same but for letter case, blanks around it, or up to two letters. */
export function nearest(given: string, known: readonly string[]): string | undefined {
  return known.find((wanted) => isNear(given, wanted));
}

export function isNear(given: string, wanted: string): boolean {
  return given !== wanted && distance(given.trim().toLowerCase(), wanted.toLowerCase()) <= 2;
}

function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [i, char] of [...a].entries()) {
    const next = [i + 1];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (char === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
