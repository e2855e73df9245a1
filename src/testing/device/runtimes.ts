import { EXPIRY_GRACE_MS, TIME_LIMIT_MS } from '../../core/constants.js';
import type { PlatformKind } from '../../core/options.js';
import type { RunPlatform } from '../../core/platform.js';
import type { BackgroundTaskEvent, BackgroundTaskExpirationEvent, BackgroundTaskRuntime } from '../../definitions.js';
import type { Clock, Definitions, Log, Runner } from '../../runner/ports.js';
import { createRunner } from '../../runner/runner.js';

/**
 * Stands for a JavaScript context on the device. All share the definitions of the test's own context, because the app's tasks module has run only
 * there.
 */
export interface DeviceRuntime {
  readonly id: string;
  readonly kind: BackgroundTaskRuntime;
  readonly runner: Runner;
  /** Turns false when the process dies; nothing that the runtime calls is answered from then on. */
  isAlive: boolean;
}

export interface RuntimePorts {
  readonly platform: PlatformKind;
  readonly clock: Clock;
  readonly definitions: Definitions;
  readonly log: Log;
  /** Returns the device's side of the calls of one runtime. */
  readonly callsOf: (runtime: () => DeviceRuntime) => RunPlatform;
}

/** Holds the app's listeners once for all runtimes; in a real app each runtime would add its own. */
interface AppListeners {
  readonly expirations: Set<(event: BackgroundTaskExpirationEvent) => void>;
  readonly starts: Set<(run: BackgroundTaskEvent) => void>;
}

export class Runtimes {
  page: DeviceRuntime | null = null;
  background: DeviceRuntime | null = null;
  readonly #ports: RuntimePorts;
  readonly #listeners: AppListeners = { expirations: new Set(), starts: new Set() };
  #count = 0;

  constructor(ports: RuntimePorts) {
    this.#ports = ports;
  }

  openPage(): DeviceRuntime {
    return (this.page ??= this.#open('page'));
  }

  openBackground(): DeviceRuntime {
    return (this.background ??= this.#open(this.#ports.platform === 'web' ? 'service-worker' : 'headless'));
  }

  /** Returns the runtime in which the test's code runs: the page while there is one, else the background runtime. */
  current(): DeviceRuntime {
    return this.page ?? this.openBackground();
  }

  all(): DeviceRuntime[] {
    return [this.page, this.background].filter((one) => one !== null);
  }

  /** Ends all runtimes, as the death of the process does. */
  die(): void {
    for (const runtime of this.all()) runtime.isAlive = false;
    this.page = null;
    this.background = null;
  }

  closeBackground(): void {
    this.background = null;
  }

  onExpiration(listener: (event: BackgroundTaskExpirationEvent) => void): () => void {
    // Each call adds a new function, because a set would keep the same listener only once.
    const entry = (event: BackgroundTaskExpirationEvent): void => listener(event);
    this.#listeners.expirations.add(entry);
    return () => void this.#listeners.expirations.delete(entry);
  }

  onStart(listener: (run: BackgroundTaskEvent) => void): () => void {
    const entry = (run: BackgroundTaskEvent): void => listener(run);
    this.#listeners.starts.add(entry);
    return () => void this.#listeners.starts.delete(entry);
  }

  #open(kind: BackgroundTaskRuntime): DeviceRuntime {
    const { platform, clock, definitions, log, callsOf } = this.#ports;
    const id = `${kind}-${++this.#count}`;
    const runtime: DeviceRuntime = {
      id,
      kind,
      isAlive: true,
      runner: createRunner({
        platform: callsOf(() => runtime),
        runtime: kind,
        runtimeId: id,
        definitions,
        // The timers of a process die with it.
        clock: { now: () => clock.now(), after: (ms, call) => clock.after(ms, () => runtime.isAlive && call()) },
        log,
        production: false,
        graceMs: EXPIRY_GRACE_MS[platform],
        callLimitMs: null,
      }),
    };
    runtime.runner.onExpiration((event) => this.#listeners.expirations.forEach((listener) => listener(event)));
    runtime.runner.onStart((run) => this.#listeners.starts.forEach((listener) => listener(run)));
    return runtime;
  }
}

/** Limits a run that was claimed in a wake without a limit of its own, from its claim. */
export const CLAIM_LIMIT_MS: Readonly<Record<PlatformKind, number>> = {
  android: TIME_LIMIT_MS.android,
  ios: TIME_LIMIT_MS.iosProcessing,
  web: TIME_LIMIT_MS.webPage,
};
