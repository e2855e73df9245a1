import { describe, expect, test } from 'vitest';
import { decodeItem, decodeOpenRun, decodeSettledRun, decodeTask } from '../../src/core/decode.js';
import type { OpenRun, QueuedItem, RunDecline, RunError, TaskOptions, TaskRecord } from '../../src/core/records.js';
import { claimRun, cutRun, declineRun, finishRun, openRun, runView, clampRunToNow, settleRun } from '../../src/core/run-transitions.js';
import { backoffStart, sweepAt, sweepRun } from '../../src/core/run-sweep.js';
import { unclaimedOutcome } from '../../src/core/unclaimed-outcome.js';
import { boundedError } from '../../src/core/run-errors.js';
import type { ClaimRequest, FinishRequest, Wake } from '../../src/core/run-transitions.js';
import {
  afterNamed,
  afterOutcome,
  attemptOf,
  awaitsDefinition,
  backoffMs,
  isStalled,
  newTask,
  nextEligibleAt,
  openableAt,
  sameOptions,
  withOptions,
  clampToNow,
} from '../../src/core/schedule.js';
import { isOutsideWindow } from '../../src/core/schedule.js';
import type { Zone } from '../../src/core/daily-window.js';
import { utf8Bytes } from '../../src/core/json-data.js';
import { afterItemNamed, afterItemRun, clampItemToNow, enqueueItem, mendQueue, settleItemRun } from '../../src/core/queue.js';
import type { KnownItem } from '../../src/core/queue.js';
import type { EnqueueTaskRequest } from '../../src/core/platform.js';
import { openItemRun } from '../../src/core/run-transitions.js';
import { blockersOf, tasksToOpen, worksToOpen } from '../../src/core/wake-selection.js';
import type { Conditions } from '../../src/core/wake-selection.js';
import type { BackgroundTaskBlocker, BackgroundTaskOutcome } from '../../src/definitions.js';
import { readCases, titleOf } from './contract.js';

/** Every key that a case's `input` may have; each function takes its own. */
interface Input {
  readonly a: TaskOptions;
  readonly b: TaskOptions;
  readonly asked: readonly string[];
  readonly backoffFrom?: number;
  readonly blockedBy: readonly BackgroundTaskBlocker[];
  readonly conditions: Readonly<Record<string, boolean | null>>;
  readonly count: number;
  readonly item: QueuedItem;
  readonly items: readonly QueuedItem[];
  readonly replaced: boolean;
  readonly same: readonly KnownItem[];
  readonly sequence: number;
  readonly text: string;
  readonly zone: Zone;
  readonly decline: RunDecline;
  readonly error: RunError | null;
  readonly floorMs: number;
  readonly graceMs: number;
  readonly holderAlive: boolean;
  readonly id: string;
  readonly name: string;
  readonly now: number;
  readonly openRuns: readonly OpenRun[];
  readonly options: TaskOptions;
  readonly outcome: BackgroundTaskOutcome;
  readonly raw: unknown;
  readonly reason: string;
  readonly request: ClaimRequest & FinishRequest & EnqueueTaskRequest;
  readonly run: OpenRun;
  readonly settledAt: number;
  readonly settlings: readonly { outcome: BackgroundTaskOutcome; now: number; test: boolean }[];
  readonly startFailure: RunError | null;
  readonly task: TaskRecord;
  readonly tasks: readonly TaskRecord[];
  readonly test: boolean;
  readonly wake: Wake;
}

/** Here a condition is called by the option that asks for it. */
function conditionsOf({ conditions }: Input): Conditions {
  return Object.fromEntries(
    Object.entries(conditions).map(([name, holds]) => [`requires${name.charAt(0).toUpperCase()}${name.slice(1)}`, holds]),
  );
}

const files: Record<string, Record<string, (input: Input) => unknown>> = {
  'schedule.json': {
    newTask: (input) => newTask(input.name, input.options, input.now),
    withOptions: (input) => withOptions(input.task, input.options),
    sameOptions: (input) => sameOptions(input.a, input.b),
    attemptOf: (input) => attemptOf(input.task),
    backoffMs: (input) => backoffMs(input.count),
    nextEligibleAt: (input) => nextEligibleAt(input.task),
    openableAt: (input) => openableAt(input.task),
    awaitsDefinition: (input) => awaitsDefinition(input.task, input.now),
    afterOutcome: (input) => afterOutcome(input.task, input.outcome, input.now),
    afterNamed: (input) => afterNamed(input.task),
    clampToNow: (input) => clampToNow(input.task, input.now),
    isStalled: (input) => isStalled(input.task, input.blockedBy, input.now, input.floorMs),
    outcomes: (input) => {
      let task: TaskRecord | null = input.task;
      return input.settlings.map(({ outcome, now, test: isTest }) => {
        if (task === null) throw new Error('the task is gone');
        const run = openRun(task, { trigger: isTest ? 'test' : 'timer', now, deadline: null }, 'run-1');
        task = settleRun(task, run, outcome, null, now).task;
        return task === null ? null : { attempt: attemptOf(task), nextEligibleAt: nextEligibleAt(task) };
      });
    },
  },
  'wake.json': {
    unmetConstraints: (input) => blockersOf(input.task.options, conditionsOf(input)),
    tasksToOpen: (input) => tasksToOpen(input.tasks, input.openRuns, conditionsOf(input), input.now, input.test).map((task) => task.name),
  },
  'runs.json': {
    openRun: (input) => openRun(input.task, input.wake, input.id),
    claimRun: (input) => claimRun(input.run, input.request),
    declineRun: (input) => declineRun(input.run, input.decline),
    cutRun: (input) => cutRun(input.run, input.reason, input.now, input.graceMs),
    finishRun: (input) => finishRun(input.run, input.request),
    sweepRun: (input) => sweepRun(input.run, input.now, input.graceMs, input.holderAlive),
    sweepAt: (input) => sweepAt(input.run),
    backoffStart: (input) => backoffStart(input.run, input.outcome, input.settledAt),
    unclaimedOutcome: (input) => unclaimedOutcome(input.run, input.asked, input.startFailure),
    settleRun: (input) => settleRun(input.task, input.run, input.outcome, input.error, input.now, input.backoffFrom),
    runView: (input) => runView(input.run),
    boundedError: (input) => input.error && boundedError(input.error),
    clampRunToNow: (input) => clampRunToNow(input.run, input.now),
  },
  'queue.json': {
    enqueueItem: (input) => enqueueItem(input.same, input.count, input.request, input.sequence, input.now),
    afterItemRun: (input) => afterItemRun(input.item, input.outcome, input.now, input.replaced),
    afterItemNamed: (input) => afterItemNamed(input.item),
    clampItemToNow: (input) => clampItemToNow(input.item, input.now),
    worksToOpen: (input) =>
      worksToOpen(input.tasks, input.items, input.openRuns, conditionsOf(input), input.now, input.zone).map((work) =>
        work.kind === 'task' ? { kind: 'task', name: work.task.name } : { kind: 'item', sequence: work.item.sequence },
      ),
    openItemRun: (input) => openItemRun(input.item, input.wake, input.id),
    settleItemRun: (input) =>
      settleItemRun(input.item, input.replaced, input.run, input.outcome, input.error, input.now, input.backoffFrom),
    mendQueue: (input) => mendQueue(input.items, input.openRuns),
    utf8Bytes: (input) => utf8Bytes(input.text),
    decodeItem: (input) => decodeItem(input.raw),
    decodeOpenRun: (input) => decodeOpenRun(input.raw),
    decodeSettledRun: (input) => decodeSettledRun(input.raw),
    runView: (input) => runView(input.run),
  },
  'window.json': {
    nextEligibleAt: (input) => nextEligibleAt(input.task, input.zone),
    openableAt: (input) => openableAt(input.task, input.now, input.zone),
    isOutsideWindow: (input) => isOutsideWindow(input.task, input.now, input.zone),
    isStalled: (input) => isStalled(input.task, input.blockedBy, input.now, input.floorMs, input.zone),
    newTask: (input) => newTask(input.name, input.options, input.now),
    withOptions: (input) => withOptions(input.task, input.options),
    sameOptions: (input) => sameOptions(input.a, input.b),
    decodeTask: (input) => decodeTask(input.raw),
  },
  'decode.json': {
    decodeTask: (input) => decodeTask(input.raw),
    decodeOpenRun: (input) => decodeOpenRun(input.raw),
    decodeSettledRun: (input) => decodeSettledRun(input.raw),
  },
};

for (const [file, functions] of Object.entries(files)) {
  const cases = readCases(file);
  describe(`contract/${file}`, () => {
    test('has cases for every function, and no others', () => {
      expect(new Set(cases.map((one) => one.function))).toEqual(new Set(Object.keys(functions)));
    });
    test.each(cases.map((one) => [titleOf(one), one] as const))('%s', (_, one) => {
      const run = functions[one.function];
      if (run === undefined) throw new Error(`unknown function ${one.function}`);
      const before = JSON.stringify(one.input);
      expect(run(one.input as unknown as Input)).toStrictEqual(one.expected);
      expect(JSON.stringify(one.input), 'the input is left as it was').toBe(before);
    });
  });
}
