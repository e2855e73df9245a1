import { MAXIMUM_LOGGED_RUNS } from '../core/wake-constants.js';
import { WEB_GRACE_MS } from '../core/web-limits.js';
import { decodeOpenRun } from '../core/decode.js';
import type { OpenRun, RunError, SettledRun, TaskRecord } from '../core/records.js';
import { claimRun, declineRun, finishRun, runWithoutFuture, settledAsOf, settleRun } from '../core/runs.js';
import { afterNamed, withoutFuture } from '../core/schedule.js';
import type { BackgroundTaskOutcome } from '../definitions.js';
import type { LedgerPorts, RunLedger } from './ledger.js';
import { putChanged, readOpenRun, readOpenRuns, readTask, readTasks } from './records-in.js';
import type { Store, StoreTransaction, Table } from './store.js';
import { openWake } from './wake-step.js';

const ALL: readonly Table[] = ['tasks', 'openRuns', 'log', 'setAside'];
const WRITE = { write: true };
const READ = { write: false };

/** What a wake needs of the ledger. Each step is one transaction. */
export function createRunLedger(store: Store, { newId }: LedgerPorts): RunLedger {
  return {
    async tasks(now) {
      const stored = await store.transaction(['tasks'], READ, async (step) => (await readTasks(step)).ok);
      if (stored.every((task) => withoutFuture(task, now) === task)) return stored;
      return store.transaction(['tasks'], WRITE, (step) => mendTasks(step, now));
    },

    openRuns: () => store.transaction(['openRuns'], READ, async (step) => (await readOpenRuns(step)).ok),

    named: (taskNames) =>
      store.transaction(['tasks', 'openRuns'], WRITE, async (step) => {
        const [tasks, runs] = await Promise.all([readTasks(step), readOpenRuns(step)]);
        const named = tasks.ok.filter((task) => taskNames.includes(task.name));
        putChanged(step, 'tasks', tasks, named.map(afterNamed));
        return runs.ok.filter((run) => run.claim === null && taskNames.includes(run.taskName));
      }),

    open: (wake) => store.transaction(ALL, WRITE, (step) => openWake(step, wake, newId, null)),

    claim: (taskName, request) =>
      store.transaction(['openRuns'], WRITE, async (step) => {
        const decoded = decodeOpenRun(await step.get('openRuns', taskName));
        if (decoded.kind === 'newer') return { claimed: false, reason: 'newer' };
        // A corrupt record is left to the next wake, which sets it aside.
        const run = decoded.kind === 'ok' ? runWithoutFuture(decoded.value, request.now) : null;
        const answer = claimRun(run, request);
        if (answer.claimed) step.put('openRuns', answer.run);
        return answer;
      }),

    decline: (taskName, taskId, decline) =>
      store.transaction(['openRuns'], WRITE, async (step) => {
        const run = await readOpenRun(step, taskName);
        if (run?.id !== taskId) return null;
        const next = declineRun(run, decline);
        if (next !== run) step.put('openRuns', next);
        return next;
      }),

    finish: (taskName, request) =>
      store.transaction(ALL, WRITE, async (step) => {
        const stored = await readOpenRun(step, taskName);
        const run = stored === null ? null : runWithoutFuture(stored, request.now);
        const answer = finishRun(run, request, WEB_GRACE_MS);
        if (!answer.accepted || run === null) return { accepted: false, settled: null };
        return { accepted: true, settled: await settleIn(step, run, answer.outcome, answer.error, request.now) };
      }),

    settle: (taskName, taskId, expected, outcome, error, now) =>
      store.transaction(ALL, WRITE, async (step) => {
        const stored = await readOpenRun(step, taskName);
        if (stored?.id !== taskId) return null;
        const run = runWithoutFuture(stored, now);
        const holds = 'token' in expected ? run.claim?.token === expected.token : run.claim === null;
        return holds ? settleIn(step, run, outcome, error, settledAsOf(run, now, WEB_GRACE_MS)) : null;
      }),

    close: () => store.close(),
  };
}

/** Mended for good: mended anew with each reading, a due date would recede as fast as the clock goes. */
async function mendTasks(step: StoreTransaction, now: number): Promise<readonly TaskRecord[]> {
  const stored = await readTasks(step);
  const mended = stored.ok.map((task) => withoutFuture(task, now));
  putChanged(step, 'tasks', stored, mended);
  return mended;
}

async function settleIn(
  step: StoreTransaction,
  run: OpenRun,
  outcome: BackgroundTaskOutcome,
  error: RunError | null,
  now: number,
): Promise<SettledRun> {
  const task = await readTask(step, run.taskName);
  const settlement = settleRun(task === null ? null : withoutFuture(task, now), run, outcome, error, now);
  step.delete('openRuns', run.taskName);
  if (settlement.task !== null) step.put('tasks', settlement.task);
  await step.append('log', settlement.settled, MAXIMUM_LOGGED_RUNS);
  return settlement.settled;
}
