import { EXPIRY_GRACE_MS, TIME_LIMIT_MS } from '../../core/constants.js';
import type { PlatformKind } from '../../core/options.js';
import type { RunPlatform } from '../../core/platform.js';
import type { BackgroundTaskEvent, BackgroundTaskExpirationEvent, BackgroundTaskRuntime } from '../../definitions.js';
import type { Clock, Definitions, Log, Runner } from '../../runner/ports.js';
import { createRunner } from '../../runner/runner.js';

/** A JavaScript context on the device. All of them share the definitions of the test's own context: there the tasks module has run once. */
export interface DeviceRuntime {
  readonly id: string;
  readonly kind: BackgroundTaskRuntime;
  readonly runner: Runner;
  /** False once its process has died: what it says then reaches nobody. */
  isAlive: boolean;
}

export interface RuntimePorts {
  readonly platform: PlatformKind;
  readonly clock: Clock;
  readonly definitions: Definitions;
  readonly log: Log;
  /** The device's side, for one runtime. */
  readonly callsOf: (runtime: () => DeviceRuntime) => RunPlatform;
}

/** Listeners of the app: in a real app each runtime adds its own. */
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

  /** The one that code of the test runs in: the page while there is one. */
  current(): DeviceRuntime {
    return this.page ?? this.openBackground();
  }

  all(): DeviceRuntime[] {
    return [this.page, this.background].filter((one) => one !== null);
  }

  /** The process dies with all of them. */
  die(): void {
    for (const runtime of this.all()) runtime.isAlive = false;
    this.page = null;
    this.background = null;
  }

  closeBackground(): void {
    this.background = null;
  }

  onExpiration(listener: (event: BackgroundTaskExpirationEvent) => void): () => void {
    // A function of its own: the same listener added twice is two listeners.
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
        clock,
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

/** A claimed run's time where its wake has no end of its own. */
export const CLAIM_LIMIT_MS: Readonly<Record<PlatformKind, number>> = {
  android: TIME_LIMIT_MS.android,
  ios: TIME_LIMIT_MS.iosProcessing,
  web: TIME_LIMIT_MS.webPage,
};
