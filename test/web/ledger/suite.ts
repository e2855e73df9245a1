import type { Define } from './check.js';
import { clockSuite } from './clock-suite.js';
import type { CreateFixture } from './fixture.js';
import { itemsSuite } from './items-suite.js';
import { runsSuite } from './runs-suite.js';
import { takeSuite } from './take-suite.js';
import { tasksSuite } from './tasks-suite.js';
import { untrustedSuite } from './untrusted-suite.js';
import { vacatingSuite } from './vacating-suite.js';

/** What every ledger does, wherever it stores. */
export function ledgerSuite(test: Define, createFixture: CreateFixture): void {
  tasksSuite(test, createFixture);
  runsSuite(test, createFixture);
  clockSuite(test, createFixture);
  untrustedSuite(test, createFixture);
  vacatingSuite(test, createFixture);
  itemsSuite(test, createFixture);
  takeSuite(test, createFixture);
}
