import type { BackgroundTaskOutcome } from '@capgo/capacitor-background-task';

/** Returns how an outcome is coloured. The outcome's word always stands beside the colour. */
export function toneOf(outcome: BackgroundTaskOutcome | null): 'good' | 'bad' | 'watch' | 'quiet' {
  if (outcome === 'success') return 'good';
  if (outcome === 'failed' || outcome === 'lost') return 'bad';
  return outcome === null || outcome === 'cancelled' ? 'quiet' : 'watch';
}
