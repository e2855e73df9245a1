import { TIME_LIMIT_MS } from '../../src/core/constants.js';
import type { TaskOptions } from '../../src/core/records.js';
import type { PlatformEvents } from '../../src/core/platform.js';
import type { BackgroundTaskCallback, BackgroundTaskRuntime } from '../../src/definitions.js';
import { createRunBroker } from '../../src/browser/run-broker.js';
import type { RunBroker } from '../../src/browser/run-broker.js';
import { createRuntimeLock } from '../../src/browser/runtime-lock.js';
import { createMemoryLedger } from '../../src/ledger/index.js';
import type { Ledger } from '../../src/ledger/ledger.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import type { Definitions, Runner } from '../../src/runner/ports.js';
import { createDirectRunner } from '../../src/runner/direct-runner.js';
import { createRunner } from '../../src/runner/runner.js';
import { ManualClock } from './manual-clock.js';

export const OPTIONS: TaskOptions = {
  minimumIntervalMs: 60_000,
  requiresNetwork: false,
  requiresUnmeteredNetwork: false,
  requiresCharging: false,
  requiresBatteryNotLow: false,
  requiresStorageNotLow: false,
  requiresDeviceIdle: false,
  maximumRetries: 0,
  timeLimitMs: null,
  timeoutMs: null,
};

let ids = 0;
export const newId = (): string => `id-${++ids}`;

/** A context of the browser: broker, runner and definitions over a shared ledger. The messages go over a real BroadcastChannel. */
export interface Context {
  readonly runtimeId: string;
  readonly broker: RunBroker;
  readonly runner: Runner;
  readonly definitions: Definitions;
  readonly lock: () => Promise<void>;
  readonly settled: PlatformEvents['settled'][];
  define(name: string, callback: BackgroundTaskCallback, runtimes?: readonly BackgroundTaskRuntime[]): void;
}

export class Rig {
  readonly clock = new ManualClock();
  readonly ledger: Ledger = createMemoryLedger({ newId });
  readonly contexts: Context[] = [];

  context(runtime: BackgroundTaskRuntime): Context {
    const runtimeId = newId();
    const lock = createRuntimeLock(runtimeId);
    const definitions = createDefinitions();
    const settled: PlatformEvents['settled'][] = [];
    const broker = createRunBroker({
      ledger: this.ledger,
      clock: this.clock,
      newId,
      runtimeId,
      lock,
      limitMs: runtime === 'page' ? TIME_LIMIT_MS.webPage : TIME_LIMIT_MS.serviceWorker,
      emit: (name, event) => {
        if (name === 'expire') runner.expire(event as PlatformEvents['expire']);
        if (name === 'settled') settled.push(event as PlatformEvents['settled']);
      },
      onMessage: (message) => {
        if (message.kind === 'offer' && runtime === 'page') void runner.offer(message.run);
      },
    });
    const runner = (runtime === 'page' ? createRunner : createDirectRunner)({
      platform: { ...broker, attach: () => Promise.reject(new Error('Nothing attaches here.')) },
      runtime,
      runtimeId,
      definitions,
      clock: this.clock,
      log: { warn: () => undefined },
      production: true,
    });
    const context: Context = {
      runtimeId,
      broker,
      runner,
      definitions,
      lock,
      settled,
      define: (name, callback, runtimes) => definitions.define({ name, callback, runtimes: runtimes ?? null }),
    };
    this.contexts.push(context);
    return context;
  }

  /** Registers tasks and lets them come due. */
  async due(...names: readonly string[]): Promise<void> {
    for (const name of names) await this.ledger.register(name, OPTIONS, this.clock.now());
    await this.clock.advance(OPTIONS.minimumIntervalMs);
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
