import { expect, test } from 'vitest';
import { judge, totals } from '../../scripts/test/summary.mjs';

const suite = { name: 'unit', about: 'tests' };
const ran = (code: number | string, ...lines: string[]) => judge(suite, { code, lines });

test('a suite is green when it ended well and something passed', () => {
  expect(ran(0, 'noise', '12 passed, 0 failed', 'more noise')).toMatchObject({ state: 'green', passed: 12, failed: 0 });
});

test('the last closing line counts', () => {
  expect(ran(0, '1 passed, 0 failed', '3 passed, 0 failed')).toMatchObject({ passed: 3 });
});

test.each([
  ['a failed test', ran(1, '11 passed, 1 failed'), { passed: 11, failed: 1 }],
  ['a failed test although it left with 0', ran(0, '11 passed, 1 failed'), { passed: 11, failed: 1 }],
  ['a bad end although all passed', ran(1, '12 passed, 0 failed'), { passed: 12, failed: 1 }],
  ['the time limit', ran('timeout', '12 passed, 0 failed'), { failed: 1 }],
  ['a crash before the closing line', ran('SIGSEGV'), { passed: 0, failed: 1 }],
  ['no test at all', ran(0, '0 passed, 0 failed'), { passed: 0, failed: 1 }],
])('a suite is red after %s', (_what, result, counts) => {
  expect(result).toMatchObject({ state: 'red', ...counts });
});

test('the failures of a suite are named', () => {
  const lines = ['FAIL test/a.test.ts > does it: it does not', ' a FAIL in passing', 'failed: LedgerTests.testIt', '1 passed, 2 failed'];
  expect(ran(1, ...lines).failures).toEqual([lines[0], lines[2]]);
});

test('a suite of one check counts by its exit code', () => {
  const single = { ...suite, single: true };
  expect(judge(single, { code: 0, lines: [] })).toMatchObject({ state: 'green', passed: 1 });
  expect(judge(single, { code: 2, lines: ['5 passed, 0 failed'] })).toMatchObject({ state: 'red', passed: 0, failed: 1 });
});

test('a suite that was not run is a failure on CI only', () => {
  const results = [ran(0, '12 passed, 0 failed'), ran(77, 'no Swift here')];
  expect(results[1]).toMatchObject({ state: 'not run', passed: 0, failed: 0 });
  expect(totals(results, false)).toEqual({ passed: 12, failed: 0 });
  expect(totals(results, true)).toEqual({ passed: 12, failed: 1 });
});
