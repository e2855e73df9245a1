import type { BackgroundTaskOutcome } from '@capgo/capacitor-background-task';

/** How an outcome looks. Its word always stands beside it. */
export function toneOf(outcome: BackgroundTaskOutcome | null): 'good' | 'bad' | 'watch' | 'quiet' {
  if (outcome === 'success') return 'good';
  if (outcome === 'failed' || outcome === 'lost') return 'bad';
  return outcome === null || outcome === 'cancelled' ? 'quiet' : 'watch';
}
