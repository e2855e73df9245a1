import type { BackgroundTaskOutcome } from '../definitions.js';
import type { OpenRun, RunError } from './records.js';
import { EXPIRED, NOT_CLAIMED, RUNTIME_DIED } from './run-errors.js';
import { isClaimed } from './run-transitions.js';
import type { ClaimedRun } from './run-transitions.js';

export type SweepStep =
  | { readonly kind: 'leave' }
  /** The cut has to be stored, and its holder told of it (event `expire`). */
  | { readonly kind: 'cut'; readonly run: ClaimedRun }
  | {
      readonly kind: 'settle';
      readonly outcome: BackgroundTaskOutcome;
      readonly error: RunError;
      /** When the run settled, as the log says. */
      readonly settledAt: number;
      /** Where the backoff starts. A run that is found late has waited already. */
      readonly backoffFrom: number;
    };

/**
 * Says what becomes of an open run that somebody looks at. Timers stand still in a sleeping laptop or a suspended process, so a holder that is alive
 * may not know yet that its time is over: it is cut and told first, and has the whole grace from then on. `holderAlive` is true where nobody can know.
 */
export function sweepRun(run: OpenRun, now: number, graceMs: number, holderAlive: boolean): SweepStep {
  const settle = (outcome: BackgroundTaskOutcome, error: RunError): SweepStep => ({
    kind: 'settle',
    outcome,
    error,
    settledAt: now,
    backoffFrom: backoffStart(run, outcome, now),
  });
  if (!isClaimed(run)) return run.deadline !== null && now >= run.deadline ? settle('not-started', NOT_CLAIMED) : { kind: 'leave' };
  if (!holderAlive) return settle('lost', RUNTIME_DIED);
  const { claim, cut } = run;
  const cutWith = (reason: string): SweepStep => ({ kind: 'cut', run: { ...run, cut: { reason, settlesAt: now + graceMs } } });
  if (cut === null) return now >= claim.deadline ? cutWith('deadline') : { kind: 'leave' };
  // No grace is that long, so the clock was set back after the cut.
  if (cut.settlesAt > now + graceMs) return cutWith(cut.reason);
  return now > cut.settlesAt ? settle('expired', EXPIRED) : { kind: 'leave' };
}

/** Returns the first time at which `sweepRun` may do something to a run whose holder lives; null: never. */
export function sweepAt({ deadline, claim, cut }: OpenRun): number | null {
  if (claim === null) return deadline;
  return cut === null ? claim.deadline : cut.settlesAt + 1;
}

/**
 * Returns where the backoff of a run starts that settles at `settledAt`: when its time ran out, at the latest then. Wakes may be half a day apart; a
 * backoff from then would cost the task the very wake that finds the run.
 */
export function backoffStart({ deadline, claim, cut }: OpenRun, outcome: BackgroundTaskOutcome, settledAt: number): number {
  if (outcome !== 'expired' && outcome !== 'lost' && outcome !== 'not-started') return settledAt;
  const timeRanOutAt = claim === null ? deadline : Math.min(claim.deadline, cut?.settlesAt ?? claim.deadline);
  return Math.min(settledAt, timeRanOutAt ?? settledAt);
}
