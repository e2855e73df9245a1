import { createIndexedDbFixture } from './indexeddb-fixture.js';
import { indexedDbSuite } from './indexeddb-suite.js';
import { ledgerSuite } from './suite.js';

export interface SuiteReport {
  readonly passed: number;
  readonly failed: readonly string[];
}

const LIMIT_MS = 20_000;

/** The suites over this context's own IndexedDB, one test after the other. For pages and workers of real browsers. */
export async function runLedgerSuites(): Promise<SuiteReport> {
  const tests: { readonly name: string; readonly body: () => Promise<void> }[] = [];
  const define = (name: string, body: () => Promise<void>): void => void tests.push({ name, body });
  ledgerSuite(define, createIndexedDbFixture);
  indexedDbSuite(define);
  const failed: string[] = [];
  for (const { name, body } of tests) {
    await within(body()).catch((error: unknown) => failed.push(`${name}: ${String(error)}`));
  }
  return { passed: tests.length - failed.length, failed };
}

async function within(work: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no end within ${LIMIT_MS} ms`)), LIMIT_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
