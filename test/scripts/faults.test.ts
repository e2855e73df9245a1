import { expect, test } from 'vitest';
import { compareFaults } from '../../scripts/checks/faults.mjs';
import { javaTitles, swiftTitles, typeScriptTitles } from '../../scripts/checks/test-titles.mjs';

test('only the titles of tests count in TypeScript', () => {
  const text = `
    // it('F-P01: in a comment', () => {});
    describe('F-P02: a group', () => {
      it('F-P03: a test', () => {});
      test.each([['F-P04: a row', 1]])('F-P05: %s', () => {});
      it.fails(\`F-P06: \${what}\`, () => {});
      test('F-P07: with options', { fails: true }, () => {});
    });
    expect('F-P08: a value').toBe(1);
  `;
  expect(typeScriptTitles(text)).toEqual([
    { title: 'F-P03: a test', expectedToFail: false },
    { title: 'F-P05: %s', expectedToFail: false },
    { title: 'F-P06: ', expectedToFail: true },
    { title: 'F-P07: with options', expectedToFail: true },
  ]);
});

test('only methods that JUnit runs count in Java', () => {
  const text = `
    // @Test public void fP01_inAComment() {}
    @Test
    public void fP03_aClosedView() throws Exception {}
    public void fP04_noTest() {}
    @Ignore("later")
    @Test(timeout = 1000)
    public void fP05_ignored() {}
  `;
  expect(javaTitles(text)).toEqual([
    { title: 'fP03_aClosedView', expectedToFail: false },
    { title: 'fP05_ignored', expectedToFail: true },
  ]);
});

test('only methods that XCTest runs count in Swift', () => {
  const text = `
    /* func test_F_P01_InAComment() {} */
    func test_F_P03_AClosedView() async throws { XCTAssertTrue(true) }
    func helper_F_P04_() {}
    func test_F_P05_Later() { XCTExpectFailure("later") }
  `;
  expect(swiftTitles(text)).toEqual([
    { title: 'test_F_P03_AClosedView', expectedToFail: false },
    { title: 'test_F_P05_Later', expectedToFail: true },
  ]);
});

test('a fault needs a test or a line in the documentation', () => {
  const tests = [{ title: 'F-P01: a', file: 'a.test.ts', fault: 'F-P01', expectedToFail: false }];
  const result = compareFaults({ tests, documented: ['F-P02'], faults: ['F-P01', 'F-P02', 'F-P03'] });
  expect(result).toEqual({
    covered: ['F-P01', 'F-P02'],
    problems: ["F-P03 stands in no test's title and in no line of docs/verification.md"],
  });
});

test('a test that is expected to fail and one that names an unknown fault are problems', () => {
  const tests = [
    { title: 'it works', file: 'a.test.ts', fault: null, expectedToFail: true },
    { title: 'F-P99: b', file: 'b.test.ts', fault: 'F-P99', expectedToFail: false },
  ];
  expect(compareFaults({ tests, documented: [], faults: [] }).problems).toEqual([
    'a.test.ts: "it works" is expected to fail',
    'b.test.ts: "F-P99: b" names F-P99, which the list does not have',
  ]);
});
