/**
 * Script in front of the page's and the worker's: it watches the ledger's transactions by the shape of what is written, tells the server
 * when one of these points is reached, and waits there for the answer. An answer that never comes leaves the context
 * standing at that point, and whoever kills it kills it exactly there. The package itself knows nothing of it.
 *
 * `opening`: a run is written (a cold worker writes its claim in the same step), its transaction not finished. `opened`: it is, and nothing else has happened yet. `offered`: a runtime is
 * about to claim an open run (claim written, not finished). `claimed`: the claim is stored, its holder does not know yet. `finishing`: a
 * settled run is written, not finished. `finished`: it is stored, its runtime does not know yet.
 */
export const KILL_POINTS = `
(() => {
  const context = globalThis.contextId = crypto.randomUUID();
  const tell = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify({ context, ...body }) }).then((answer) => answer.json());
  const seen = new WeakMap();
  const facts = (transaction) => {
    const known = seen.get(transaction) ?? { opened: [], claimed: [], settled: [], held: false };
    seen.set(transaction, known);
    return known;
  };
  const write = (method) => {
    const original = IDBObjectStore.prototype[method];
    IDBObjectStore.prototype[method] = function (value, ...rest) {
      const request = original.call(this, value, ...rest);
      if (typeof value === 'object' && value !== null) {
        const known = facts(this.transaction);
        const run = value;
        if ('openedAt' in run && run.claim === null && run.declines.length === 0) note(this, known, 'opening', known.opened, run);
        if ('openedAt' in run && run.claim !== null && run.cut === null) note(this, known, this.transaction.objectStoreNames.contains('tasks') ? 'opening' : 'offered', known.claimed, run);
        if ('settledAt' in run && run.outcome !== undefined) note(this, known, 'finishing', known.settled, run);
      }
      return request;
    };
  };
  // A transaction lives as long as requests come: it is kept open by reading until the server has answered.
  const note = (store, known, point, list, run) => {
    list.push(run);
    let answered = false;
    void tell('/point', { point, taskName: run.taskName, outcome: run.outcome ?? null }).catch(() => undefined).then(() => (answered = true));
    const read = () => {
      if (answered) return;
      try {
        store.count().onsuccess = read;
      } catch {
        // Aborted meanwhile.
      }
    };
    read();
  };
  write('put');
  write('add');
  IDBTransaction.prototype.commit = () => undefined;
  // What the ledger hears of its transaction's end waits for the server too.
  const late = (transaction, listener) => async function (event) {
    const known = facts(transaction);
    for (const run of known.claimed) await tell('/point', { point: 'claimed', taskName: run.taskName, taskId: run.id, claim: run.claim }).catch(() => undefined);
    if (known.claimed.length === 0) for (const run of known.opened) await tell('/point', { point: 'opened', taskName: run.taskName, taskId: run.id }).catch(() => undefined);
    for (const run of known.settled) await tell('/point', { point: 'finished', taskName: run.taskName, taskId: run.taskId, settled: run }).catch(() => undefined);
    listener.call(transaction, event);
  };
  const complete = Object.getOwnPropertyDescriptor(IDBTransaction.prototype, 'oncomplete');
  Object.defineProperty(IDBTransaction.prototype, 'oncomplete', {
    configurable: true,
    get() { return complete.get.call(this); },
    set(listener) { complete.set.call(this, listener === null ? null : late(this, listener)); },
  });
  const add = EventTarget.prototype.addEventListener;
  IDBTransaction.prototype.addEventListener = function (type, listener, ...rest) {
    add.call(this, type, type === 'complete' ? late(this, listener) : listener, ...rest);
  };
})();
`;
