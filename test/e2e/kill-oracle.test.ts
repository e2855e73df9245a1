import { expect, test } from 'vitest';
import { violations } from './kill-oracle.ts';

// The oracle itself must be able to find what it looks for.
const claimed = (taskId: string, claimedAt: number, runtime = 'page') => ({
  path: '/point',
  at: claimedAt,
  body: { point: 'claimed', taskId, claim: { token: taskId, runtimeId: runtime, runtime, claimedAt, deadline: claimedAt + 1000 } },
});
const settled = (taskId: string, claimedAt: number, settledAt: number, outcome: string) => ({
  path: '/point',
  at: settledAt,
  body: { point: 'finished', taskId, settled: { outcome, claimedAt, settledAt } },
});

test('claims after one another, by settling or by death, are fine', () => {
  const points = [
    claimed('a', 10),
    settled('a', 10, 20, 'success'),
    claimed('b', 20),
    claimed('c', 31, 'service-worker'),
    settled('b', 20, 32, 'lost'),
  ];
  expect(violations(points, [{ at: 30, kinds: ['page'] }])).toEqual([]);
});

test('a claim while another lives is found', () => {
  expect(violations([claimed('a', 10), claimed('b', 15), settled('a', 10, 20, 'success')], [])).toHaveLength(1);
  expect(violations([claimed('a', 10), claimed('b', 15, 'service-worker')], [{ at: 16, kinds: ['page'] }])).toHaveLength(1);
});

test('a living holder that is called lost is found, and so is a claim beside it', () => {
  expect(violations([claimed('a', 10), settled('a', 10, 20, 'lost'), claimed('b', 25)], [{ at: 30, kinds: ['page'] }])).toHaveLength(2);
});
