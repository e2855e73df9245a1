import type { Band } from '../forecast/percentiles.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Returns words such as `40 min`, `6 h` or `2.5 days`. */
export function durationText(milliseconds: number): string {
  if (milliseconds < HOUR) return `${Math.round(milliseconds / MINUTE)} min`;
  if (milliseconds < 48 * HOUR) return `${Number((milliseconds / HOUR).toFixed(1))} h`;
  return `${Number((milliseconds / (24 * HOUR)).toFixed(1))} days`;
}

const countText = (value: number): string => String(Number(value.toFixed(1)));

/** Returns the median, followed by the 10th and the 90th percentile if they differ. */
export function bandText(band: Band | null, text: (value: number) => string = countText): string {
  if (band === null) return 'never';
  const [low, middle, high] = [text(band.p10), text(band.p50), text(band.p90)];
  return low === high ? middle : `${middle} (${low} to ${high})`;
}

export const shareText = (share: number): string => `${Math.round(share * 100)} %`;
