import type { BackgroundTaskOutcome, BackgroundTaskRuntime, BackgroundTaskTrigger } from '../definitions.js';
import { MAXIMUM_DECLINES } from './constants.js';
import type { RunOffer } from './platform.js';
import type { OpenRun, QueuedItem, RunClaim, RunDecline, RunError, RunView, SettledRun, TaskRecord } from './records.js';
import { boundedError, EXPIRED } from './run-errors.js';
import { afterOutcome, attemptOf, counted } from './schedule.js';

export interface Wake {
  readonly trigger: BackgroundTaskTrigger;
  readonly now: number;
  /** When the wake ends for the callbacks; null where a run's time counts from its claim. */
  readonly deadline: number | null;
}

export function openRun({ name: taskName, ...task }: TaskRecord, wake: Wake, id: string): OpenRun {
  const { timeLimitMs, timeoutMs } = task.options;
  return { version: 1, id, taskName, ...wakeOf(wake), attempt: attemptOf(task), timeLimitMs, timeoutMs, ...UNCLAIMED };
}

export function openItemRun(queued: QueuedItem, wake: Wake, id: string): OpenRun {
  const { sequence, taskName, timeLimitMs, attempts } = queued;
  const item = { sequence, id: queued.id };
  return { version: 2, id, taskName, ...wakeOf(wake), attempt: counted(attempts), timeLimitMs, timeoutMs: null, ...UNCLAIMED, item };
}

const UNCLAIMED = { declines: [], claim: null, cut: null };

const wakeOf = ({ trigger, now, deadline }: Wake): Pick<OpenRun, 'trigger' | 'test' | 'openedAt' | 'deadline'> => ({
  trigger,
  test: trigger === 'test',
  openedAt: now,
  deadline,
});

export interface ClaimRequest {
  readonly taskId: string;
  readonly runtimeId: string;
  readonly runtime: BackgroundTaskRuntime;
  readonly now: number;
  /** A unique text that the platform of the caller has made. */
  readonly token: string;
  /** How long the run may take where its wake has no end of its own. */
  readonly limitMs: number;
}

export type ClaimRefusal = 'unknown' | 'claimed' | 'too-late';
export type ClaimedRun = OpenRun & { readonly claim: RunClaim };
export type ClaimStep = { readonly claimed: true; readonly run: ClaimedRun } | { readonly claimed: false; readonly reason: ClaimRefusal };

export function isClaimed(run: OpenRun): run is ClaimedRun {
  return run.claim !== null;
}

export function claimRun(run: OpenRun | null, request: ClaimRequest): ClaimStep {
  if (run === null || run.id !== request.taskId) return { claimed: false, reason: 'unknown' };
  if (run.claim !== null) return { claimed: false, reason: 'claimed' };
  const { now, token, runtimeId, runtime } = request;
  const limit = run.deadline ?? now + request.limitMs;
  const deadline = run.timeLimitMs === null ? limit : Math.min(limit, now + run.timeLimitMs);
  if (deadline <= now) return { claimed: false, reason: 'too-late' };
  return { claimed: true, run: { ...run, claim: { token, runtimeId, runtime, claimedAt: now, deadline } } };
}

/** A decline speaks for one runtime only; declining again changes nothing. */
export function declineRun(run: OpenRun, decline: RunDecline): OpenRun {
  if (run.claim !== null || run.declines.some((one) => one.runtimeId === decline.runtimeId)) return run;
  return { ...run, declines: [...run.declines, decline].slice(-MAXIMUM_DECLINES) };
}

/** The first cut stands. An unclaimed run is not cut but settled `not-started`. */
export function cutRun(stored: OpenRun, reason: string, now: number, graceMs: number): OpenRun {
  // Times in the future are rewritten first: rewriting them after the cut would move the cut into the past.
  const run = clampRunToNow(stored, now);
  if (run.claim === null || run.cut !== null) return run;
  return { ...run, cut: { reason, settlesAt: Math.min(now, run.claim.deadline) + graceMs } };
}

export interface FinishRequest {
  readonly taskId: string;
  readonly token: string;
  readonly outcome: 'success' | 'failed' | 'expired';
  readonly error: RunError | null;
  /** The last progress, as JSON text. */
  readonly progress?: string | null;
  readonly now: number;
}

export type FinishStep =
  { readonly accepted: true; readonly outcome: BackgroundTaskOutcome; readonly error: RunError | null } | { readonly accepted: false };

/**
 * Past the grace of a cut even `success` comes too late: the run is `expired`. A holder that finishes a run which nobody has cut is alive, and has not
 * been told yet: its runner keeps the grace, from when it could know.
 */
export function finishRun(run: OpenRun | null, request: FinishRequest): FinishStep {
  if (run?.id !== request.taskId || run.claim?.token !== request.token) return { accepted: false };
  const isLate = run.cut !== null && request.now > run.cut.settlesAt;
  return { accepted: true, outcome: isLate ? 'expired' : request.outcome, error: isLate ? EXPIRED : request.error };
}

export interface Settlement {
  /** Null when the task is no longer registered. */
  readonly task: TaskRecord | null;
  readonly settled: SettledRun;
}

/** The log says when the run settled; the schedule goes on from `backoffFrom`, when the run's time was over. */
export function settleRun(
  task: TaskRecord | null,
  run: OpenRun,
  outcome: BackgroundTaskOutcome,
  error: RunError | null,
  settledAt: number,
  backoffFrom = settledAt,
): Settlement {
  const settled = settledRun(run, outcome, error, settledAt);
  if (task === null) return { task, settled };
  return { task: { ...(run.test ? task : afterOutcome(task, outcome, backoffFrom)), lastRun: settled }, settled };
}

/** Returns what the log keeps of a run. */
export function settledRun(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null, settledAt: number): SettledRun {
  return { ...runView(run), settledAt, outcome, error: error && boundedError(error) };
}

/** Returns an open run as the contract sends it. */
export function runView(run: OpenRun): RunView {
  const { test: _, ...offer } = offerOf(run);
  const { claimedAt = null, runtime = null, deadline = null } = run.claim ?? {};
  const open = { ...offer, claimedAt, settledAt: null, runtime, deadline, outcome: null, error: null };
  const { item, progress } = run;
  return { ...open, ...(item != null && { enqueuedId: item.id, final: false }), ...(progress != null && { progress }) };
}

/** Returns what a runtime is told of a run before it claims it. */
export function offerOf({ id, taskName, trigger, test, attempt, openedAt }: OpenRun): RunOffer {
  return { taskId: id, taskName, trigger, test, attempt, timestamp: openedAt };
}

/**
 * Follows a clock that was set back: times in the future become now, and the claim keeps its length. An end that a damaged record states before its start becomes the
 * start: no time is negative. Returns the same object when nothing changes.
 */
export function clampRunToNow(run: OpenRun, now: number): OpenRun {
  const { openedAt, deadline, claim, cut } = run;
  const openedAhead = Math.max(0, openedAt - now);
  const claimedAhead = Math.max(0, (claim?.claimedAt ?? now) - now);
  if (openedAhead + claimedAhead === 0) return run;
  const moved = (time: number, aheadMs: number): number => (aheadMs === 0 ? time : Math.max(now, time - aheadMs));
  return {
    ...run,
    openedAt: openedAt - openedAhead,
    deadline: deadline === null ? null : moved(deadline, openedAhead),
    claim: claim && { ...claim, claimedAt: claim.claimedAt - claimedAhead, deadline: moved(claim.deadline, claimedAhead) },
    cut: cut && { ...cut, settlesAt: moved(cut.settlesAt, claimedAhead) },
  };
}
