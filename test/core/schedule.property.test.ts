import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BACKOFF_LIMIT_MS, MAXIMUM_INTERRUPTIONS } from '../../src/core/constants.js';
import { decodeOpenRun, decodeSettledRun, decodeTask } from '../../src/core/decode.js';
import type { TaskRecord } from '../../src/core/records.js';
import { sweepAt, sweepRun } from '../../src/core/run-sweep.js';
import { claimRun, finishRun, clampRunToNow, settleRun } from '../../src/core/run-transitions.js';
import { afterNamed, afterOutcome, attemptOf, backoffMs, nextEligibleAt, openableAt, clampToNow } from '../../src/core/schedule.js';
import { byOverdue, tasksToOpen } from '../../src/core/wake-selection.js';
import type { BackgroundTaskOutcome } from '../../src/definitions.js';
import { MET, T0 } from '../web/ledger/fixture.js';
import { damaged, run, task } from '../web/ledger/garbage.js';

const now = fc.integer({ min: T0, max: T0 + 20_000_000 });
const outcome = fc.constantFrom<BackgroundTaskOutcome>('success', 'failed', 'expired', 'lost', 'not-started', 'undefined', 'cancelled');
const steps = fc.array(fc.tuple(outcome, fc.integer({ min: 0, max: 10_000_000 })), { maxLength: 40 });

test('backoff grows, never beyond its limit', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER - 1 }), (count) => {
      expect(backoffMs(count)).toBeLessThanOrEqual(BACKOFF_LIMIT_MS);
      expect(backoffMs(count + 1)).toBeGreaterThanOrEqual(backoffMs(count));
    }),
  );
});

test('whatever the outcomes, attempts stay bounded and a task is never lost for more than backoff and interval', () => {
  fc.assert(
    fc.property(task, steps, (start, list) => {
      let current: TaskRecord = { ...clampToNow(start, T0), failedAttempts: 0, interruptedAttempts: 0 };
      let clock = T0;
      for (const [one, ms] of list) {
        clock += ms;
        current = afterOutcome(current, one, clock);
        expect(attemptOf(current)).toBeLessThanOrEqual(1 + current.options.maximumRetries + MAXIMUM_INTERRUPTIONS);
        expect(openableAt(current)).toBeLessThanOrEqual(Math.max(clock, T0) + current.options.minimumIntervalMs + BACKOFF_LIMIT_MS);
        expect(openableAt(current)).toBeGreaterThanOrEqual(nextEligibleAt(current));
      }
    }),
  );
});

test('a task with a window that has just succeeded is due again at a time of its own, not at once', () => {
  const minutes = fc.integer({ min: 0, max: 1439 });
  fc.assert(
    fc.property(
      task,
      now,
      minutes,
      fc.integer({ min: 1, max: 1439 }),
      fc.integer({ min: 60_000, max: 172_800_000 }),
      (start, at, from, length, interval) => {
        const window = { fromMinutes: from, toMinutes: (from + length) % 1440 };
        const done = afterOutcome({ ...start, options: { ...start.options, window, minimumIntervalMs: interval } }, 'success', at);
        expect(openableAt(done, at)).toBeGreaterThan(at);
      },
    ),
  );
});

test('success forgets everything but the registration', () => {
  fc.assert(
    fc.property(task, now, (start, at) => {
      const after = afterOutcome(start, 'success', at);
      expect(nextEligibleAt(after)).toBe(at + start.options.minimumIntervalMs);
      expect([attemptOf(after), after.registeredAt, after.options]).toEqual([1, start.registeredAt, start.options]);
    }),
  );
});

test('a mended clock leaves nothing in the future, and mending again changes nothing', () => {
  fc.assert(
    fc.property(task, run, fc.integer({ min: T0 - 20_000_000, max: T0 + 20_000_000 }), (one, open, at) => {
      const mended = clampToNow(one, at);
      expect(clampToNow(mended, at)).toBe(mended);
      for (const time of [mended.registeredAt, mended.anchorAt, mended.backoffFrom, mended.undefinedAt])
        expect(time ?? at).toBeLessThanOrEqual(at);
      const mendedRun = clampRunToNow(open, at);
      expect(clampRunToNow(mendedRun, at)).toBe(mendedRun);
      expect(Math.max(mendedRun.openedAt, mendedRun.claim?.claimedAt ?? 0)).toBeLessThanOrEqual(at);
      if (open.claim !== null && mendedRun.claim !== null) {
        expect(mendedRun.claim.deadline - mendedRun.claim.claimedAt).toBe(
          Math.max(open.claim.claimedAt > at ? 0 : -Infinity, open.claim.deadline - open.claim.claimedAt),
        );
      }
    }),
  );
});

test('a run can be finished with its outcome until the grace of its cut is over', () => {
  fc.assert(
    fc.property(run, now, (open, at) => {
      if (open.claim === null) return;
      const step = finishRun(open, { taskId: open.id, token: open.claim.token, outcome: 'success', error: null, now: at });
      expect(step.accepted && step.outcome).toBe(open.cut === null || at <= open.cut.settlesAt ? 'success' : 'expired');
    }),
  );
});

test('F-P01: no sweep takes the place of a living holder before it was told and had its grace', () => {
  fc.assert(
    fc.property(run, now, fc.integer({ min: 0, max: 4000 }), fc.constantFrom(1000, 2000), (open, at, laterMs, graceMs) => {
      if (open.claim === null) return;
      const first = sweepRun({ ...open, cut: null }, at, graceMs, true);
      expect(first.kind).toBe(at < open.claim.deadline ? 'leave' : 'cut');
      if (first.kind !== 'cut') return;
      const second = sweepRun(first.run, at + laterMs, graceMs, true);
      expect(second.kind).toBe(laterMs > graceMs ? 'settle' : 'leave');
      if (second.kind === 'settle') expect(second.backoffFrom).toBe(open.claim.deadline);
      expect(sweepAt(first.run)).toBe(at + graceMs + 1);
    }),
  );
});

test('F-P13: no time of a mended run is negative, whatever was stored', () => {
  const time = fc.maxSafeNat();
  fc.assert(
    fc.property(run, time, time, time, time, time, fc.nat(10_000), (open, openedAt, claimedAt, deadline, settlesAtMs, end, at) => {
      const claim = open.claim && { ...open.claim, claimedAt, deadline };
      const damaged = { ...open, openedAt, deadline: end, claim, cut: claim && { reason: 'system', settlesAt: settlesAtMs } };
      const mended = clampRunToNow(damaged, at);
      const times = [mended.openedAt, mended.deadline, mended.claim?.claimedAt, mended.claim?.deadline, mended.cut?.settlesAt];
      expect(Math.min(...times.map((one) => one ?? 0))).toBeGreaterThanOrEqual(0);
    }),
  );
});

test('a claim ends after it began, within every limit there is', () => {
  fc.assert(
    fc.property(run, now, (open, at) => {
      const step = claimRun(
        { ...open, claim: null },
        { taskId: open.id, runtimeId: 'r', runtime: 'page', now: at, token: 't', limitMs: 600_000 },
      );
      if (!step.claimed) {
        expect([step.reason, (open.deadline ?? Infinity) <= at]).toEqual(['too-late', true]);
        return;
      }
      const { deadline } = step.run.claim;
      expect(deadline).toBeGreaterThan(at);
      expect(deadline).toBeLessThanOrEqual(Math.min(open.deadline ?? at + 600_000, at + (open.timeLimitMs ?? Infinity)));
    }),
  );
});

test('a test run leaves all of the schedule as it was', () => {
  fc.assert(
    fc.property(task, run, outcome, now, (one, open, how, at) => {
      const { task: after } = settleRun(one, { ...open, test: true }, how, null, at);
      expect({ ...after, lastRun: null }).toEqual({ ...one, lastRun: null });
    }),
  );
});

test('a wake opens exactly the due tasks without an open run, in a total order', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(task, { selector: (one) => one.name }),
      fc.uniqueArray(run, { selector: (one) => one.taskName }),
      now,
      (tasks, runs, at) => {
        const opened = tasksToOpen(tasks, runs, MET, at, false);
        const expected = tasks.filter((one) => openableAt(one) <= at && !runs.some((open) => open.taskName === one.name));
        expect(new Set(opened)).toEqual(new Set(expected));
        expect(tasksToOpen([...tasks].reverse(), runs, MET, at, false)).toEqual(opened);
        for (const [index, one] of opened.entries()) if (index > 0) expect(byOverdue(opened[index - 1] as TaskRecord, one)).toBeLessThan(0);
      },
    ),
  );
});

test('naming a task never delays it', () => {
  fc.assert(
    fc.property(task, (one) => {
      expect(openableAt(afterNamed(one))).toBeLessThanOrEqual(openableAt(one));
    }),
  );
});

test('a good record survives JSON and decoding', () => {
  fc.assert(
    fc.property(task, run, (one, open) => {
      expect(decodeTask(JSON.parse(JSON.stringify(one)))).toEqual({ kind: 'ok', value: one });
      expect(decodeOpenRun(JSON.parse(JSON.stringify(open)))).toEqual({ kind: 'ok', value: open });
    }),
  );
});

test('decoding never throws, and what it lets through has the shape', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.anything(),
        fc.tuple(fc.oneof(task, run), fc.anything(), fc.nat()).map(([one, bad, pick]) => damaged(one, bad, pick)),
      ),
      (raw) => {
        const decodedTask = decodeTask(raw);
        if (decodedTask.kind === 'ok') {
          const { value } = decodedTask;
          // However wild its times are, a mended task comes due again.
          expect(nextEligibleAt(clampToNow(value, T0))).toBeLessThanOrEqual(
            T0 + Math.max(value.options.minimumIntervalMs, BACKOFF_LIMIT_MS),
          );
          expect(decodeTask(value)).toEqual(decodedTask);
        }
        const decodedRun = decodeOpenRun(raw);
        if (decodedRun.kind === 'ok') expect(decodeOpenRun(decodedRun.value)).toEqual(decodedRun);
        decodeSettledRun(raw);
      },
    ),
    { numRuns: 2000 },
  );
});
