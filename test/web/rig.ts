import { MAXIMUM_CONCURRENT_RUNS, TIME_LIMIT_MS } from '../../src/core/constants.js';
import type { PlatformEvents, RunOffer } from '../../src/core/platform.js';
import type { BackgroundTaskCallback, BackgroundTaskRuntime } from '../../src/definitions.js';
import { openChannel } from '../../src/web/shared/channel.js';
import { createRunBroker } from '../../src/web/shared/run-broker.js';
import type { BrokerPorts, RunBroker } from '../../src/web/shared/run-broker.js';
import { createRunEnds } from '../../src/web/shared/run-ends.js';
import type { RunEnds } from '../../src/web/shared/run-ends.js';
import { createRuntimeLock } from '../../src/web/shared/runtime-lock.js';
import type { RuntimeLock } from '../../src/web/shared/runtime-lock.js';
import { createMemoryLedger } from '../../src/web/ledger/index.js';
import type { Ledger } from '../../src/web/ledger/ledger.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import type { Clock, Definitions, Runner, TaskRunner } from '../../src/runner/ports.js';
import { createSlots } from '../../src/runner/slots.js';
import type { Slots } from '../../src/runner/slots.js';
import { createTaskRunner } from '../../src/runner/task-runner.js';
import { createRunner } from '../../src/runner/runner.js';
import { createKeptRegistrations } from '../../src/web/shared/kept-registrations.js';
import type { KeptRegistrations } from '../../src/web/shared/kept-registrations.js';
import { createMessageWaiter } from '../../src/web/shared/message-waiter.js';
import type { MessageWaiter } from '../../src/web/shared/message-waiter.js';
import { createPageWake } from '../../src/web/page/page-wake.js';
import type { PageWake } from '../../src/web/page/page-wake.js';
import { createItemTaking } from '../../src/web/page/item-taking.js';
import type { ItemTaking } from '../../src/web/page/item-taking.js';
import { createMessageReceiver } from '../../src/web/page/receive-messages.js';
import type { ReceiveMessage } from '../../src/web/page/receive-messages.js';
import type { WorkerLink } from '../../src/web/page/worker-link.js';
import { FakeClock } from '../support/fake-clock.js';
import { TASK_OPTIONS } from '../support/task-options.js';

/** The one channel of the app in the rig. */
export const CHANNEL = 'capgo-background-task:/';

let ids = 0;
export const newId = (): string => `id-${++ids}`;

/** A context of the browser: broker, runner and definitions over a shared ledger. The messages go over a real BroadcastChannel. */
interface Context {
  readonly runtimeId: string;
  readonly broker: RunBroker;
  readonly definitions: Definitions;
  readonly lock: RuntimeLock;
  readonly settled: PlatformEvents['settled'][];
  readonly progress: PlatformEvents['progress'][];
  define(name: string, callback: BackgroundTaskCallback, runtimes?: readonly BackgroundTaskRuntime[]): void;
}

export interface WorkerContext extends Context {
  readonly runner: TaskRunner;
  readonly slots: Slots;
  readonly messages: MessageWaiter;
  readonly ends: RunEnds;
  readonly kept: KeptRegistrations;
}

export interface PageContext extends Context {
  readonly runner: Runner;
  readonly wake: PageWake;
  readonly taking: ItemTaking;
}

/** Of a page in a test: what it looks like, and whether it is still there. */
export interface PageState {
  visibility: 'visible' | 'hidden';
  /** It hears nothing. */
  deaf?: boolean;
  /** Its way to a worker; absent: it has none. */
  link?: Pick<WorkerLink, 'find' | 'request'>;
}

/** What a context has of its own in a test whose contexts freeze and die apart; by default all share one clock, one ledger and one channel. */
export interface OwnPorts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly openChannel: BrokerPorts['openChannel'];
}

export class Rig {
  readonly clock = new FakeClock();
  readonly ledger: Ledger = createMemoryLedger({ newId });
  readonly contexts: Context[] = [];
  /** Of wakes that a page did not begin by itself. */
  readonly failures: unknown[] = [];
  readonly warnings: string[] = [];

  readonly #shared: OwnPorts = { clock: this.clock, ledger: this.ledger, openChannel: (receive) => openChannel(CHANNEL, receive) };

  worker(own: OwnPorts = this.#shared): WorkerContext {
    const messages = createMessageWaiter(own.clock);
    const slots = createSlots(MAXIMUM_CONCURRENT_RUNS);
    const parts = this.#parts(own, 'service-worker', (event) => runner.expire(event), messages.hear);
    const runner = createTaskRunner({
      ...parts,
      platform: parts.broker,
      runtime: 'service-worker',
      clock: own.clock,
      log: { warn: () => undefined },
      production: true,
      slots,
      callLimitMs: null,
    });
    const ends = createRunEnds({ ...parts, ledger: own.ledger, messages, clock: own.clock });
    const startedAt = own.clock.now();
    const kept = createKeptRegistrations(own.clock, () => startedAt, { warn: (message) => void this.warnings.push(message) });
    return this.#keep({ ...parts, runner, slots, messages, ends, kept });
  }

  /** With the page's own wake, as the web platform puts it together; a worker only if `state` has one. */
  page(state: PageState = { visibility: 'visible' }, own: OwnPorts = this.#shared): PageContext {
    const { ledger, clock } = own;
    const messages = createMessageWaiter(clock);
    const parts = this.#parts(
      own,
      'page',
      (event) => runner.expire(event),
      (message, where) => state.deaf === true || receive(message, where),
    );
    const { broker, definitions, lock, runtimeId } = parts;
    const claimRun: RunBroker['claimRun'] = async (request) => {
      const result = await taking.claimRun(request);
      if (!result.claimed) messages.hear({ kind: 'refused', id: request.taskId });
      return result;
    };
    const runner = createRunner({
      ...parts,
      platform: {
        ...broker,
        claimRun,
        declineRun: (request) => taking.declineRun(request),
        attach: () => Promise.reject(new Error('Nothing attaches here.')),
      },
      runtime: 'page',
      clock,
      log: { warn: () => undefined },
      production: true,
    });
    const ends = createRunEnds({ ledger, broker, messages, lock, clock });
    const shared = {
      ledger,
      messages,
      ends,
      names: { [Symbol.iterator]: () => definitions.names()[Symbol.iterator]() },
      isVisible: () => state.visibility === 'visible',
      offerHere: (run: RunOffer) => taking.offerHere(run),
    };
    const link = { find: () => Promise.resolve(null), ...state.link } as unknown as WorkerLink;
    const wake = createPageWake({ ...shared, broker, link, clock, runtimeId, lock });
    const taking = createItemTaking({ ...shared, broker, wake, lock, clock, offer: (run) => void runner.offer(run) });
    const onFailure = (error: unknown): void => void this.failures.push(error);
    const scheduler = { rearm: () => undefined, tick: () => void wake.runDue('foreground').catch(onFailure) };
    const receive: ReceiveMessage = createMessageReceiver({ ...shared, wake, scheduler, onFailure });
    return this.#keep({ ...parts, runner, wake, taking });
  }

  #keep<T extends Context>(context: T): T {
    this.contexts.push(context);
    return context;
  }

  #parts(
    { clock, ledger, openChannel }: OwnPorts,
    runtime: BackgroundTaskRuntime,
    expire: (event: PlatformEvents['expire']) => void,
    onMessage: BrokerPorts['onMessage'],
  ): Context {
    const runtimeId = newId();
    const lock = createRuntimeLock(runtimeId);
    const definitions = createDefinitions();
    const settled: PlatformEvents['settled'][] = [];
    const progress: PlatformEvents['progress'][] = [];
    const broker = createRunBroker({
      ledger,
      clock,
      newId,
      runtimeId,
      lock,
      limitMs: runtime === 'page' ? TIME_LIMIT_MS.webPage : TIME_LIMIT_MS.serviceWorker,
      openChannel,
      emit: (name, event) => {
        if (name === 'expire') expire(event as PlatformEvents['expire']);
        if (name === 'settled') settled.push(event as PlatformEvents['settled']);
        if (name === 'progress') progress.push(event as PlatformEvents['progress']);
      },
      onMessage,
    });
    const define: Context['define'] = (name, callback, runtimes) => definitions.define({ name, callback, runtimes: runtimes ?? null });
    return { runtimeId, broker, definitions, lock, settled, progress, define };
  }

  /** Registers tasks and lets them come due. */
  async due(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.ledger.register(name, TASK_OPTIONS, this.clock.now());
    await this.clock.advance(TASK_OPTIONS.minimumIntervalMs);
  }

  async log(): Promise<string[]> {
    const runs = await this.ledger.settledRuns({ limit: 100 });
    return runs.map((run) => `${run.taskName} ${String(run.outcome)} ${run.runtime ?? '-'}`).reverse();
  }

  close(): void {
    for (const context of this.contexts) context.broker.close();
    this.ledger.close();
  }
}
