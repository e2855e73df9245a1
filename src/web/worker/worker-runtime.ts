import type { PlatformEvents } from '../../core/platform.js';
import { SERVICE_WORKER_LIMIT_MS, WEB_GRACE_MS } from '../../core/constants.js';
import type { BackgroundTaskExpirationEvent } from '../../definitions.js';
import { openChannel } from '../shared/channel.js';
import { browserClock as clock, newId } from '../shared/clock.js';
import { consoleLog } from '../shared/console-log.js';
import type { Events } from '../shared/platform-events.js';
import { createMessageWaiter } from '../shared/message-waiter.js';
import { createRunBroker } from '../shared/run-broker.js';
import type { RunBroker } from '../shared/run-broker.js';
import { createRuntimeLock } from '../shared/runtime-lock.js';
import { openIndexedDbStore } from '../ledger/indexeddb-store.js';
import { DATABASE_NAME } from '../ledger/ledger.js';
import type { RunLedger, WakeLedger } from '../ledger/ledger.js';
import { createRunLedger } from '../ledger/run-ledger.js';
import type { Store } from '../ledger/store.js';
import { createWakeLedger } from '../ledger/wake-ledger.js';
import { capturedError } from '../../runner/captured-error.js';
import { sharedDefinitions } from '../../runner/definitions.js';
import { createDirectRunner } from '../../runner/direct-runner.js';
import type { DirectRunner } from '../../runner/direct-runner.js';
import { workerScope } from './scope.js';
import type { WorkerScope } from './scope.js';
import { createWorkerWake } from './worker-wake.js';
import type { WorkerWake } from './worker-wake.js';

/** Who hears the events beside the runner: the public API, where it is used in the worker. */
export interface Hearers {
  emit: Events['emit'];
  onCut: (event: BackgroundTaskExpirationEvent) => void;
}

/** What a wake of the worker needs; the rest of the native contract is made only for who asks for it. */
export interface WorkerRuntime {
  readonly scope: WorkerScope;
  readonly store: Store;
  readonly ledger: RunLedger & WakeLedger;
  readonly broker: RunBroker;
  readonly runner: DirectRunner;
  readonly wake: WorkerWake;
  readonly hearers: Hearers;
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
  const ledger = { ...createRunLedger(store), ...createWakeLedger(store, { newId }) };
  const definitions = sharedDefinitions();
  const others = createMessageWaiter(clock);
  const hearers: Hearers = { emit: () => undefined, onCut: () => undefined };
  const broker = createRunBroker({
    ledger,
    clock,
    newId,
    runtimeId,
    lock,
    limitMs: SERVICE_WORKER_LIMIT_MS,
    openChannel,
    emit: (name, event) => {
      if (name === 'expire') runner.expire(event as PlatformEvents['expire']);
      hearers.emit(name, event);
    },
    onMessage: others.hear,
  });
  const runner = createDirectRunner({
    platform: broker,
    runtime: 'service-worker',
    runtimeId,
    definitions,
    clock,
    warn: consoleLog.warn,
    capture: capturedError,
    graceMs: WEB_GRACE_MS,
    onCut: (event) => hearers.onCut(event),
  });
  const wake = createWorkerWake({ scope, ledger, broker, runner, definitions, clock, newId, lock, others });
  return { scope, store, ledger, broker, runner, wake, hearers };
}
