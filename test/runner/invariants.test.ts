import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ClaimRunResult } from '../../src/core/platform.js';
import { BackgroundTaskResult } from '../../src/definitions.js';
import type { BackgroundTaskExecution } from '../../src/definitions.js';
import { settle } from '../support/fake-clock.js';
import { never, offerOf, tokenOf } from './fake-platform.js';
import { MINUTE, rig } from './rig.js';

const TASKS = ['a', 'b', 'c', 'd', 'e', '__proto__'];

type Step =
  | { readonly kind: 'offer' | 'again' | 'expire' | 'unregister'; readonly task: number }
  | { readonly kind: 'end'; readonly task: number; readonly how: 'success' | 'nothing' | 'failed' | 'throw' }
  | { readonly kind: 'define' | 'lend'; readonly task: number }
  | { readonly kind: 'time'; readonly seconds: number }
  | { readonly kind: 'claims'; readonly how: 'good' | 'refused' | 'rejects' | 'late' | 'never' }
  | { readonly kind: 'finishes'; readonly how: 'good' | 'rejects' | 'never' };

const task = fc.nat(TASKS.length - 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('offer', 'again', 'expire', 'unregister'), task }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('end'), task, how: fc.constantFrom('success', 'nothing', 'failed', 'throw') }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('define', 'lend'), task }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time'), seconds: fc.constantFrom(0, 1, 3, 11, 61) }) },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('claims'), how: fc.constantFrom('good', 'good', 'refused', 'rejects', 'late', 'never') }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('finishes'), how: fc.constantFrom('good', 'good', 'rejects', 'never') }) },
);

async function play(steps: readonly Step[]): Promise<void> {
  const { runner, platform, define, clock, warnings } = rig();
  const live = new Map<string, { execution: BackgroundTaskExecution; end: (how: 'success' | 'nothing' | 'failed' | 'throw') => void }[]>();
  const started = new Map<string, number>();
  const newest = new Map<string, string>();
  const offered: Promise<void>[] = [];
  const lateAnswers: (() => void)[] = [];
  const givenBack: (() => void)[] = [];
  // Thrown in a callback it would be caught as the callback's own error.
  const broken: string[] = [];
  let ids = 0;
  let lent = 0;

  const working = () => [...live.values()].flat().filter(({ execution }) => !execution.signal.aborted).length;
  const defineTask = (name: string): void =>
    define(name, (execution) => {
      started.set(execution.taskId, (started.get(execution.taskId) ?? 0) + 1);
      const own = live.get(name) ?? [];
      live.set(name, own);
      if (own.length > 0) broken.push(`${name} overlaps itself`);
      return new Promise((resolve, reject) => {
        const entry = {
          execution,
          end: (how: 'success' | 'nothing' | 'failed' | 'throw') => {
            own.splice(own.indexOf(entry), 1);
            if (how === 'throw') reject(new Error('thrown'));
            else resolve(how === 'nothing' ? undefined : BackgroundTaskResult[how === 'success' ? 'Success' : 'Failed']);
          },
        };
        own.push(entry);
        if (working() > 4 + lent) broken.push(`${working()} callbacks work`);
      });
    });
  const answer = (taskId: string): ClaimRunResult => ({
    claimed: true,
    token: tokenOf(taskId),
    deadline: clock.now() + MINUTE,
    timeoutMs: null,
  });
  const claims = {
    good: async ({ taskId }: { taskId: string }) => answer(taskId),
    refused: async (): Promise<ClaimRunResult> => ({ claimed: false, reason: 'claimed' }),
    rejects: () => Promise.reject(new Error('claim')),
    late: ({ taskId }: { taskId: string }) =>
      new Promise<ClaimRunResult>((resolve) => void lateAnswers.push(() => resolve(answer(taskId)))),
    never: () => never<ClaimRunResult>(),
  };
  const finishes = {
    good: platform.onFinish,
    rejects: () => Promise.reject(new Error('finish')),
    never: () => never<{ accepted: boolean }>(),
  };
  // A run is claimed once, whoever asks: the platform's promise, on which the runner may rely.
  const taken = new Set<string>();
  let how: keyof typeof claims = 'good';
  platform.onClaim = async (request) => {
    if (taken.has(request.taskId)) return { claimed: false, reason: 'claimed' };
    if (how === 'good' || how === 'late') taken.add(request.taskId);
    return claims[how](request);
  };

  for (const name of TASKS.slice(1)) defineTask(name);
  for (const one of steps) {
    const name = 'task' in one ? (TASKS[one.task] ?? '') : '';
    switch (one.kind) {
      case 'offer': {
        const run = offerOf(name, `run-${++ids}`);
        newest.set(name, run.taskId);
        offered.push(runner.offer(run));
        break;
      }
      case 'again':
        offered.push(runner.offer(offerOf(name, newest.get(name) ?? 'none')));
        break;
      case 'expire':
      case 'unregister': {
        const taskId = newest.get(name) ?? 'none';
        const reason = one.kind === 'expire' ? 'system' : 'unregistered';
        runner.expire({ taskId, taskName: name, token: tokenOf(taskId), reason, settlesAt: clock.now() + 2000 });
        break;
      }
      case 'end':
        live.get(name)?.[0]?.end(one.how);
        break;
      case 'define':
        defineTask(name);
        break;
      case 'lend':
        lent++;
        givenBack.push(runner.lendSlot());
        break;
      case 'time':
        await clock.advance(one.seconds * 1000);
        if (one.seconds > 3) for (const late of lateAnswers.splice(0)) late();
        break;
      case 'claims':
        how = one.how;
        break;
      case 'finishes':
        platform.onFinish = finishes[one.how];
        break;
    }
    await settle();
  }

  for (const giveBack of givenBack) giveBack();
  for (const late of lateAnswers.splice(0)) late();
  // Callbacks that never end are ended: all that is left must go by itself.
  for (let round = 0; round < 10; round++) {
    await clock.advance(2 * MINUTE);
    for (const own of live.values()) for (const entry of [...own]) entry.end('nothing');
  }
  await Promise.all(offered);
  expect(broken).toEqual([]);
  expect(
    [...started.values()].every((times) => times === 1),
    'a run was executed twice',
  ).toBe(true);
  const outcomes = new Map<string, Set<string>>();
  for (const { token, outcome } of platform.finished) outcomes.set(token, (outcomes.get(token) ?? new Set()).add(outcome));
  expect(
    [...outcomes.values()].every((set) => set.size === 1),
    'a run ended in two ways',
  ).toBe(true);
  expect(clock.pendingTimers).toBe(0);
  expect(TASKS.filter((name) => runner.isBusy(name))).toEqual([]);
  expect(warnings.filter((text) => text.startsWith('The runner failed'))).toEqual([]);
}

it('whatever comes in whatever order: no overlap, no second execution, no second ending, nothing left', { timeout: 60_000 }, async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 80 }), play), {
    seed: 20_261_123,
    numRuns: process.env['LONG'] === '1' ? 2000 : 80,
  });
});
