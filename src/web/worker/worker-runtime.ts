import type { PlatformEvents } from '../../core/platform.js';
import { MAXIMUM_CONCURRENT_RUNS, SERVICE_WORKER_LIMIT_MS } from '../../core/constants.js';
import { openAppStore } from '../shared/app-storage.js';
import { openChannel } from '../shared/channel.js';
import { browserClock as clock, newId } from '../shared/clock.js';
import { consoleLog } from '../../console-log.js';
import { appNames, baseOfScope } from '../shared/names.js';
import type { Events } from '../shared/platform-events.js';
import { createKeptRegistrations } from '../shared/kept-registrations.js';
import type { KeptRegistrations } from '../shared/kept-registrations.js';
import { createMessageWaiter } from '../shared/message-waiter.js';
import { createRunBroker } from '../shared/run-broker.js';
import { createRunEnds } from '../shared/run-ends.js';
import type { RunBroker } from '../shared/run-broker.js';
import { createRuntimeLock } from '../shared/runtime-lock.js';
import type { RunLedger, WakeLedger } from '../ledger/ledger.js';
import { createRunLedger } from '../ledger/run-ledger.js';
import type { Store } from '../ledger/store.js';
import { createWakeLedger } from '../ledger/wake-ledger.js';
import { sharedDefinitions } from '../../runner/definitions.js';
import type { TaskRunner } from '../../runner/ports.js';
import { createSlots } from '../../runner/slots.js';
import { createTaskRunner } from '../../runner/task-runner.js';
import { workerScope } from './scope.js';
import type { WorkerScope } from './scope.js';
import { createWorkerWake } from './worker-wake.js';
import type { WorkerWake } from './worker-wake.js';

/** Gets the events beside the runner: the public API, where it is used in the worker. */
export interface EventSink {
  emit: Events['emit'];
}

/** Holds what a wake of the worker needs. The rest of the native contract is made only when somebody asks for it. */
export interface WorkerRuntime {
  readonly scope: WorkerScope;
  readonly store: Store;
  readonly ledger: RunLedger & WakeLedger;
  readonly broker: RunBroker;
  readonly runner: TaskRunner;
  readonly wake: WorkerWake;
  readonly kept: KeptRegistrations;
  readonly eventSink: EventSink;
}

let runtime: WorkerRuntime | null = null;

/** Returns this worker's runtime, which is made at the first call, or null outside a service worker. */
export function workerRuntime(): WorkerRuntime | null {
  const scope = workerScope();
  if (scope === null) return null;
  runtime ??= createWorkerRuntime(scope);
  return runtime;
}

function createWorkerRuntime(scope: WorkerScope): WorkerRuntime {
  const runtimeId = newId();
  const lock = createRuntimeLock(runtimeId);
  // The build evaluates the tasks module in a scope whose registration has no URL.
  const base = baseOfScope(new URL(scope.registration.scope, location.href).href);
  const store = openAppStore(base);
  const ledger = { ...createRunLedger(store), ...createWakeLedger(store, { newId }) };
  const definitions = sharedDefinitions();
  const messages = createMessageWaiter(clock);
  const eventSink: EventSink = { emit: () => undefined };
  const slots = createSlots(MAXIMUM_CONCURRENT_RUNS);
  const broker = createRunBroker({
    ledger,
    clock,
    newId,
    runtimeId,
    lock,
    limitMs: SERVICE_WORKER_LIMIT_MS,
    openChannel: (receive) => openChannel(appNames(base).channel, receive),
    emit: (name, event) => {
      if (name === 'expire') runner.expire(event as PlatformEvents['expire']);
      eventSink.emit(name, event);
    },
    onMessage: messages.hear,
  });
  const runner = createTaskRunner({
    platform: broker,
    runtime: 'service-worker',
    runtimeId,
    definitions,
    clock,
    log: consoleLog,
    production: true,
    slots,
    // There is no limit, because the platform is in this very context.
    callLimitMs: null,
  });
  const startedAt = clock.now();
  const kept = createKeptRegistrations(clock, () => startedAt, consoleLog);
  const ends = createRunEnds({ ledger, broker, messages, lock, clock });
  const wake = createWorkerWake({ scope, ledger, broker, runner, slots, definitions, clock, newId, lock, messages, ends, kept });
  return { scope, store, ledger, broker, runner, wake, kept, eventSink };
}
