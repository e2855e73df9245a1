// Runs in a tab of the browser; bench/items.mjs bundles it and calls what it exports.
import { NO_CONSTRAINTS } from '../test/support/task-options.ts';
import { browserClock } from '../src/web/shared/clock.ts';
import { openIndexedDbStore } from '../src/web/ledger/indexeddb-store.ts';
import { createLedger } from '../src/web/ledger/index.ts';

const newId = () => crypto.randomUUID();
/** Does not shrink when a browser compresses what it stores. */
const data = () => JSON.stringify(btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(6000)))));
const request = (id) => ({
  ...{ taskName: 'send', id, existing: 'replace', data: data(), initialDelayMs: 0 },
  ...{ constraints: NO_CONSTRAINTS, maximumRetries: 3, timeLimitMs: null },
});
const wake = () => ({ trigger: 'sync', now: Date.now(), deadline: Date.now() + 150_000, conditions: {}, named: ['send'] });
const claim = { runtimeId: 'bench', runtime: 'page', limit: 4, limitMs: 150_000 };

const ledgers = new Map();
const ledgerOf = (name) => {
  if (!ledgers.has(name)) ledgers.set(name, createLedger(openIndexedDbStore(name, browserClock), { newId }));
  return ledgers.get(name);
};

/** Fills a queue. Resolves with how many bytes the browser counts for it. */
export async function fillQueue(name, count) {
  const before = await navigator.storage.estimate();
  for (let index = 0; index < count; index += 1) await ledgerOf(name).enqueue(request(`note-${index}`), Date.now());
  const after = await navigator.storage.estimate();
  return after.usage - before.usage;
}

/** Opens and claims the next item, then settles it and enqueues another, so that the queue stays as long as it was. */
export async function openOne(name) {
  const started = performance.now();
  const { claimed } = await ledgerOf(name).openAndClaim({ ...wake(), claim });
  const milliseconds = performance.now() - started;
  if (claimed.length !== 1) throw new Error(`${claimed.length} items were opened`);
  await ledgerOf(name).settle(claimed[0], 'success', null, Date.now());
  await ledgerOf(name).enqueue(request(newId()), Date.now());
  return milliseconds;
}

/** What a page does with the queue as it starts: opens the database, looks when something is due. */
export async function start(name) {
  const ledger = createLedger(openIndexedDbStore(name, browserClock), { newId });
  const started = performance.now();
  await Promise.all([ledger.tasks(Date.now()), ledger.queueHeads()]);
  const milliseconds = performance.now() - started;
  ledger.close();
  return milliseconds;
}
