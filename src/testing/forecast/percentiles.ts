/** Holds the 10th, the 50th and the 90th percentile: of a hundred devices, ten are below the first and ten above the last. */
export interface Band {
  readonly p10: number;
  readonly p50: number;
  readonly p90: number;
}

/** Returns the percentiles of the values, or null for an empty list. */
export function bandOf(values: readonly number[]): Band | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] as number;
  return { p10: at(0.1), p50: at(0.5), p90: at(0.9) };
}
