export const now = (): number => Date.now();

/** Returns what ends it. */
export function everySecond(call: () => void): () => void {
  const timer = setInterval(call, 1000);
  return () => clearInterval(timer);
}
