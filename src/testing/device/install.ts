import type { PlatformKind } from '../../core/options.js';
import { sharedObjectName } from '../../core/artifacts.js';
import type { TaskPlatform } from '../../core/platform.js';
import { BackgroundTaskError } from '../../errors.js';
import type { Runner } from '../../runner/ports.js';
import type { Runtimes } from './runtimes.js';

export interface Installed {
  readonly kind: PlatformKind;
  readonly platform: TaskPlatform;
  readonly runtimes: Runtimes;
  readonly isHeadless: () => boolean;
  readonly time: { readonly now: () => number; readonly utcOffset: () => number };
}

/** Every copy of the package in this context looks for its platform under this global key. */
const KEY = Symbol.for(sharedObjectName('connection'));

/**
 * Puts the device where the package looks for its platform, and returns a function that undoes it. Throws `INVALID_OPTIONS` while another virtual
 * device is there.
 */
export function installConnection({ kind, platform, runtimes, isHeadless, time }: Installed): () => void {
  const scope = globalThis as { [KEY]?: { readonly isVirtual?: boolean } };
  const before = Object.getOwnPropertyDescriptor(globalThis, KEY);
  if (scope[KEY]?.isVirtual === true) {
    throw new BackgroundTaskError('INVALID_OPTIONS', 'install: another virtual device is installed. Uninstall it first.');
  }
  const value = { kind, platform, runner: currentRunner(runtimes), isHeadless, time, isVirtual: true };
  Object.defineProperty(globalThis, KEY, { value, configurable: true });
  return () => {
    if (before === undefined) delete scope[KEY];
    else Object.defineProperty(globalThis, KEY, before);
  };
}

/** Returns a runner that passes each call on to the runtime in which the app's code runs at that moment. */
function currentRunner(runtimes: Runtimes): Runner {
  const runner = (): Runner => runtimes.current().runner;
  return {
    get runtimeId() {
      return runner().runtimeId;
    },
    attach: (onlyNew) => runner().attach(onlyNew),
    contractVersion: () => runner().contractVersion(),
    offer: (run) => runner().offer(run),
    runClaimed: (run, claim, slot) => runner().runClaimed(run, claim, slot),
    checkClock: () => runner().checkClock(),
    expire: (event) => runner().expire(event),
    onExpiration: (listener) => runtimes.onExpiration(listener),
    onStart: (listener) => runtimes.onStart(listener),
    runsUnderWay: () => runtimes.all().flatMap((runtime) => runtime.runner.runsUnderWay()),
    async finishFromOutside(taskId, result) {
      await Promise.all(runtimes.all().map((runtime) => runtime.runner.finishFromOutside(taskId, result)));
    },
    isBusy: (taskName) => runner().isBusy(taskName),
    lendSlot: () => runner().lendSlot(),
  };
}
