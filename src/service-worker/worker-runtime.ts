import type { PlatformEvents } from '../core/platform.js';
import { SERVICE_WORKER_LIMIT_MS } from '../core/web-limits.js';
import { browserClock, newId } from '../browser/clock.js';
import { consoleLog } from '../browser/console-log.js';
import type { Events } from '../browser/platform-events.js';
import { createRunBroker } from '../browser/run-broker.js';
import type { RunBroker } from '../browser/run-broker.js';
import { createRuntimeLock } from '../browser/runtime-lock.js';
import { DATABASE_NAME } from '../ledger/ledger.js';
import { openIndexedDbStore } from '../ledger/indexeddb-store.js';
import { createRunLedger } from '../ledger/run-ledger.js';
import { createWakeClaims } from '../ledger/wake-claims.js';
import type { RunLedger } from '../ledger/ledger.js';
import type { Store } from '../ledger/store.js';
import { sharedDefinitions } from '../runner/definitions.js';
import type { Runner } from '../runner/ports.js';
import { createDirectRunner } from '../runner/direct-runner.js';
import { workerScope } from './scope.js';
import type { WorkerScope } from './scope.js';
import { createWorkerWake } from './worker-wake.js';
import type { WorkerWake } from './worker-wake.js';

/** What a wake of the worker needs; the rest of the native contract is made only for who asks for it. */
export interface WorkerRuntime {
  readonly scope: WorkerScope;
  readonly store: Store;
  readonly ledger: RunLedger;
  readonly broker: RunBroker;
  readonly runner: Runner;
  readonly wake: WorkerWake;
  /** Hears the events from now on, beside the runner. */
  readonly onEvent: (emit: Events['emit']) => void;
}

let runtime: WorkerRuntime | null = null;

/** This worker's runtime, made at the first call; null outside a service worker. */
export function workerRuntime(): WorkerRuntime | null {
  const scope = workerScope();
  if (scope === null) return null;
  runtime ??= createWorkerRuntime(scope);
  return runtime;
}

function createWorkerRuntime(scope: WorkerScope): WorkerRuntime {
  const runtimeId = newId();
  const lock = createRuntimeLock(runtimeId);
  const store = openIndexedDbStore(DATABASE_NAME);
  const ledger = { ...createRunLedger(store, { newId }), ...createWakeClaims(store, { newId }) };
  const definitions = sharedDefinitions();
  let emit: Events['emit'] = () => undefined;
  const broker = createRunBroker({
    ledger,
    clock: browserClock,
    newId,
    runtimeId,
    lock,
    limitMs: SERVICE_WORKER_LIMIT_MS,
    emit: (name, event) => {
      if (name === 'expire') runner.expire(event as PlatformEvents['expire']);
      emit(name, event);
    },
  });
  const runner: Runner = createDirectRunner({
    platform: broker,
    runtime: 'service-worker',
    runtimeId,
    definitions,
    clock: browserClock,
    log: consoleLog,
    production: true,
  });
  const wake = createWorkerWake({ scope, ledger, broker, runner, definitions, clock: browserClock, lock });
  return { scope, store, ledger, broker, runner, wake, onEvent: (hear) => void (emit = hear) };
}
