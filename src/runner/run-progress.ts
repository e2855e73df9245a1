import { MAXIMUM_PROGRESS_BYTES, PROGRESS_INTERVAL_MS } from '../core/constants.js';
import { jsonText } from '../core/json-data.js';
import type { Clock } from './ports.js';
import { alarm } from './timed.js';

const RULES = {
  name: 'progress',
  maximumBytes: MAXIMUM_PROGRESS_BYTES,
  invalid: 'INVALID_PROGRESS',
  tooLarge: 'INVALID_PROGRESS',
} as const;

/** Tells the newest progress of one run, at most four times a second. */
export interface RunProgress {
  /** Throws `INVALID_PROGRESS`. */
  readonly set: (progress: unknown) => void;
  /** Stops telling. Returns the last value as JSON text, or null. */
  readonly end: () => string | null;
}

export function createRunProgress(clock: Clock, tell: (progress: string) => void): RunProgress {
  let last: string | null = null;
  let told: string | null = null;
  let isOver = false;
  let cancel: (() => void) | null = null;

  const tellNewest = (): void => {
    cancel = null;
    if (last === null || last === told) return;
    told = last;
    cancel = alarm(clock, PROGRESS_INTERVAL_MS, tellNewest);
    tell(last);
  };

  return {
    set(progress) {
      const text = jsonText(progress, RULES);
      if (isOver) return;
      last = text;
      if (cancel === null) tellNewest();
    },
    end() {
      isOver = true;
      cancel?.();
      return last;
    },
  };
}
