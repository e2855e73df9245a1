// Runs in a tab of the browser; bench/ledger.mjs bundles it and calls what it exports.
import { TASK_OPTIONS } from '../test/support/task-options.ts';
import { browserClock } from '../src/web/shared/clock.ts';
import { openIndexedDbStore } from '../src/web/ledger/indexeddb-store.ts';
import { createLedger } from '../src/web/ledger/index.ts';
import { newTask } from '../src/core/schedule.ts';
import { openRun } from '../src/core/run-transitions.ts';

const NOW = 1_700_000_000_000;
const HALF_HOUR = 1_800_000;
const OPTIONS = { ...TASK_OPTIONS, minimumIntervalMs: HALF_HOUR, requiresNetwork: true, maximumRetries: 3 };
const CONDITIONS = {
  requiresNetwork: true,
  requiresUnmeteredNetwork: null,
  requiresCharging: null,
  requiresBatteryNotLow: null,
  requiresStorageNotLow: null,
  requiresDeviceIdle: null,
};
const newId = () => crypto.randomUUID();
const nameOf = (index) => `task-${index}`;
const ledgerOf = (database) => createLedger(openIndexedDbStore(database, browserClock), { newId });

const asPromise = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const ended = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onabort = () => reject(transaction.error);
  });

/** Numbers of transactions that this tab has begun. */
let transactions = 0;
const begin = IDBDatabase.prototype.transaction;
IDBDatabase.prototype.transaction = function (...given) {
  transactions += 1;
  return begin.apply(this, given);
};

async function fill(database, work) {
  const connection = await asPromise(indexedDB.open(database));
  const transaction = connection.transaction(['tasks', 'openRuns'], 'readwrite');
  work(transaction.objectStore('tasks'), transaction.objectStore('openRuns'));
  await ended(transaction);
  connection.close();
}

/** `count` unclaimed runs, for either kind of race. */
export async function prepareRace(database, count) {
  await ledgerOf(database).openRuns();
  await fill(database, (_, runs) => {
    runs.clear();
    for (let index = 0; index < count; index += 1) {
      runs.put(openRun(newTask(nameOf(index), OPTIONS, NOW), { trigger: 'timer', now: NOW, deadline: null }, `run-${index}`));
    }
  });
}

/** The same work without a ledger: read the record, write it back with a claim, wait for the transaction. */
async function bareClaims(database, runtimeId) {
  const connection = await asPromise(indexedDB.open(database));
  return async (index) => {
    const transaction = connection.transaction('openRuns', 'readwrite', { durability: 'relaxed' });
    const store = transaction.objectStore('openRuns');
    const done = ended(transaction);
    const run = await asPromise(store.get(nameOf(index)));
    const won = run.claim === null;
    if (won) store.put({ ...run, claim: { token: newId(), runtimeId, runtime: 'page', claimedAt: NOW, deadline: NOW + HALF_HOUR } });
    await done;
    return won;
  };
}

function ledgerClaims(database, runtimeId) {
  const ledger = ledgerOf(database);
  return async (index) => {
    const request = { taskId: `run-${index}`, runtimeId, runtime: 'page', now: NOW, token: newId(), limitMs: HALF_HOUR };
    return (await ledger.claim(nameOf(index), request)).claimed;
  };
}

/** Tries for every run in this tab's own order, from the moment at which the barrier opens. */
export async function race({ database, kind, runtimeId, order, tabs }) {
  const claim = kind === 'bare' ? await bareClaims(database, runtimeId) : ledgerClaims(database, runtimeId);
  await barrier(database, runtimeId, tabs);
  transactions = 0;
  const started = performance.now();
  const won = [];
  for (const index of order) if (await claim(index)) won.push(index);
  return { won, milliseconds: performance.now() - started, transactions };
}

/** Opens when that many tabs have said that they are ready. Each answers every newcomer once, so that none waits for what it has missed. */
function barrier(name, runtimeId, tabs) {
  const channel = new BroadcastChannel(name);
  const ready = new Set([runtimeId]);
  return new Promise((resolve) => {
    channel.onmessage = ({ data }) => {
      if (ready.has(data)) return;
      ready.add(data);
      channel.postMessage(runtimeId);
      if (ready.size === tabs) resolve();
    };
    channel.postMessage(runtimeId);
  });
}

/** Registered tasks of which `due` are due, each with a past. */
export async function prepareWake(database, count, due) {
  await ledgerOf(database).openRuns();
  await fill(database, (tasks, runs) => {
    runs.clear();
    for (let index = 0; index < count; index += 1) {
      const anchorAt = index < due ? NOW - 2 * HALF_HOUR : NOW;
      const lastRun = {
        taskId: newId(),
        taskName: nameOf(index),
        trigger: 'periodic-sync',
        attempt: 1,
        timestamp: anchorAt - 900,
        claimedAt: anchorAt - 890,
        settledAt: anchorAt,
        runtime: 'service-worker',
        deadline: anchorAt + 150_000,
        outcome: 'success',
        error: null,
      };
      tasks.put({ ...newTask(nameOf(index), OPTIONS, anchorAt - HALF_HOUR), anchorAt, lastRun });
    }
  });
}

/** One wake of a worker that opens and claims what is due, on a connection that is open. */
export async function wake(database, count) {
  const ledger = ledgerOf(database);
  await ledger.openRuns();
  const started = performance.now();
  const { claimed } = await ledger.openAndClaim({
    trigger: 'periodic-sync',
    now: NOW,
    deadline: NOW + 150_000,
    conditions: CONDITIONS,
    named: Array.from({ length: count }, (_, index) => nameOf(index)),
    claim: { runtimeId: 'worker', runtime: 'service-worker', limit: 4, limitMs: 150_000 },
  });
  const milliseconds = performance.now() - started;
  ledger.close();
  await fill(database, (_, runs) => runs.clear());
  return { milliseconds, claimed: claimed.length };
}
