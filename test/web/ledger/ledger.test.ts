import 'fake-indexeddb/auto';
import { describe, test } from 'vitest';
import { indexedDbSuite } from './indexeddb-suite.js';
import { createIndexedDbFixture } from './indexeddb-fixture.js';
import { createMemoryFixture } from './memory-fixture.js';
import { ledgerSuite } from './suite.js';

describe('memory', () => ledgerSuite(test, createMemoryFixture));
describe('IndexedDB', () => {
  ledgerSuite(test, createIndexedDbFixture);
  indexedDbSuite(test);
});
