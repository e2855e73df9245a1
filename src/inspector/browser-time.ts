export const now = (): number => Date.now();

/** Calls back each second. Returns a function that stops it. */
export function everySecond(call: () => void): () => void {
  const timer = setInterval(call, 1000);
  return () => clearInterval(timer);
}
