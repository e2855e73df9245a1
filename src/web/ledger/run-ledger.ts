import { MAXIMUM_LOGGED_RUNS, WEB_GRACE_MS } from '../../core/constants.js';
import { decodeOpenRun } from '../../core/decode.js';
import type { OpenRun, RunError, SettledRun, TaskRecord } from '../../core/records.js';
import { backoffStart, sweepAt, sweepRun } from '../../core/run-sweep.js';
import { claimRun, declineRun, finishRun, clampRunToNow, settleRun } from '../../core/run-transitions.js';
import { clampToNow } from '../../core/schedule.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import { isItemRun, readItem, settleItemIn } from './items-in.js';
import type { RunLedger } from './ledger.js';
import { readRecord, readRecords } from './records-in.js';
import { ALL_TABLES } from './store.js';
import type { Store, StoreTransaction } from './store.js';
import { isVacating } from './vacating.js';

/** Claims, declines and settles runs, as every runtime does. Each step is one transaction. */
export function createRunLedger(store: Store): RunLedger {
  return {
    openRuns: () =>
      store.transaction(['openRuns'], 'readonly', async (step) =>
        (await readRecords(step, 'openRuns')).ok.filter((run) => !isVacating(run)),
      ),

    claim: (taskName, request) =>
      store.transaction(['openRuns', 'items'], 'readwrite', async (step) => {
        const decoded = decodeOpenRun(await step.get('openRuns', taskName));
        if (decoded.kind === 'newer') return { claimed: false, reason: 'newer' };
        // The next wake sets a corrupt record aside.
        const run = decoded.kind === 'ok' ? clampRunToNow(decoded.value, request.now) : null;
        const answer = claimRun(run, request);
        if (!answer.claimed) return answer;
        step.put('openRuns', answer.run);
        return isItemRun(answer.run) ? { ...answer, data: (await readItem(step, answer.run.item.sequence))?.data ?? null } : answer;
      }),

    decline: (taskName, taskId, decline) =>
      store.transaction(['openRuns'], 'readwrite', async (step) => {
        const run = await readRecord(step, 'openRuns', taskName);
        if (run?.id !== taskId) return null;
        const next = declineRun(run, decline);
        if (next !== run) step.put('openRuns', next);
        return next;
      }),

    finish: (taskName, request) =>
      store.transaction(ALL_TABLES, 'readwrite', async (step) => {
        // At once: each would wait for the one before.
        const [stored, task] = await Promise.all([readRecord(step, 'openRuns', taskName), readRecord(step, 'tasks', taskName)]);
        const progress = request.progress ?? stored?.progress;
        const run = stored && { ...clampRunToNow(stored, request.now), ...(progress != null && { progress }) };
        const answer = finishRun(run, request);
        if (!answer.accepted || run === null) return { accepted: false, settled: null, vacated: false };
        if (isVacating(run)) {
          step.delete('openRuns', taskName);
          return { accepted: false, settled: null, vacated: true };
        }
        const { outcome, error } = answer;
        const backoffFrom = backoffStart(run, outcome, request.now);
        return { accepted: true, vacated: false, settled: await settleIn(step, run, task, outcome, error, request.now, backoffFrom) };
      }),

    settle: (seen, outcome, error, now) =>
      store.transaction(ALL_TABLES, 'readwrite', async (step) => {
        const stored = await readRecord(step, 'openRuns', seen.taskName);
        if (stored?.id !== seen.id || stored.claim?.token !== seen.claim?.token) return null;
        const run = clampRunToNow(stored, now);
        const task = await readRecord(step, 'tasks', run.taskName);
        return settleIn(step, run, task, outcome, error, now, backoffStart(run, outcome, now));
      }),

    sweep: (seen, now, holder) =>
      store.transaction(ALL_TABLES, 'readwrite', async (step) => {
        const stored = await readRecord(step, 'openRuns', seen.taskName);
        if (stored?.id !== seen.id) return { kind: 'gone' };
        const run = clampRunToNow(stored, now);
        const { token, runtimeId } = seen.claim;
        // Its holder goes on under another name, or it is another's by now: what was asked about the first does not count.
        const isMoved = stored.claim?.runtimeId !== runtimeId;
        const isAsSeen = stored.claim?.token === token && !isMoved && stored.cut?.settlesAt === seen.cut?.settlesAt;
        const judgedAt = holder.isTimeOver && isAsSeen ? Math.max(now, sweepAt(run) ?? now) : now;
        const swept = sweepRun(run, judgedAt, WEB_GRACE_MS, holder.isAlive || isMoved);
        if (swept.kind === 'leave') return { kind: 'left', run };
        if (swept.kind === 'settle' && isVacating(run)) {
          step.delete('openRuns', run.taskName);
          return { kind: 'gone' };
        }
        if (swept.kind === 'settle') {
          const { outcome, error, backoffFrom } = swept;
          const task = await readRecord(step, 'tasks', run.taskName);
          return { kind: 'settled', settled: await settleIn(step, run, task, outcome, error, now, Math.min(now, backoffFrom)) };
        }
        const cut = { ...run, cut: { reason: swept.run.cut?.reason ?? 'deadline', settlesAt: now + WEB_GRACE_MS } };
        step.put('openRuns', cut);
        return { kind: 'cut', run: cut };
      }),

    storeProgress: ({ taskName, token, progress }) =>
      store.transaction(['openRuns'], 'readwrite', async (step) => {
        const run = await readRecord(step, 'openRuns', taskName);
        if (run?.claim?.token === token && !isVacating(run)) step.put('openRuns', { ...run, progress });
      }),

    moveClaim: (held, runtimeId) =>
      store.transaction(['openRuns'], 'readwrite', async (step) => {
        const run = await readRecord(step, 'openRuns', held.taskName);
        if (run?.id !== held.id || run.claim?.token !== held.claim.token) return false;
        step.put('openRuns', { ...run, claim: { ...run.claim, runtimeId } });
        return true;
      }),

    close: () => store.close(),
  };
}

async function settleIn(
  step: StoreTransaction,
  run: OpenRun,
  task: TaskRecord | null,
  outcome: BackgroundTaskOutcome,
  error: RunError | null,
  now: number,
  backoffFrom: number,
): Promise<SettledRun> {
  if (isItemRun(run)) {
    const settled = await settleItemIn(step, run, outcome, error, now, backoffFrom);
    await step.append('log', settled, MAXIMUM_LOGGED_RUNS);
    return settled;
  }
  const settlement = settleRun(task === null ? null : clampToNow(task, now), run, outcome, error, now, backoffFrom);
  step.delete('openRuns', run.taskName);
  if (settlement.task !== null) step.put('tasks', settlement.task);
  await step.append('log', settlement.settled, MAXIMUM_LOGGED_RUNS);
  return settlement.settled;
}
