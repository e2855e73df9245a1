import { TIME_LIMIT_MS } from '../../core/constants.js';
import type { PlatformKind } from '../../core/options.js';
import { BackgroundTaskError } from '../../errors.js';
import { consoleLog } from '../../console-log.js';
import { sharedDefinitions } from '../../runner/definitions.js';
import { createRandom } from '../model/random.js';
import { conditionsOf, FRESH_DEVICE } from '../model/device-state.js';
import type { AppState, DeviceState } from '../model/device-state.js';
import { createWakeModel } from '../model/models.js';
import type { Situation } from '../model/wake-model.js';
import { MINUTE } from '../rules/rule.js';
import { AppLife } from './app-life.js';
import { createDeviceClock } from './device-clock.js';
import { DeviceLedger } from './device-ledger.js';
import type { VirtualDevice, VirtualDeviceOptions } from './device-api.js';
import { createDevicePlatform } from './device-platform.js';
import { DeviceRuns } from './device-runs.js';
import { statusOf } from './device-status.js';
import { createDeviceWakes } from './device-wakes.js';
import { createDriver } from './driver.js';
import { explain } from './explanation.js';
import type { Explanation } from './explanation.js';
import { timersOf } from './fake-timers.js';
import { installConnection } from './install.js';
import { epochOf, millisecondsOf, offsetIn } from './instants.js';
import { Runtimes } from './runtimes.js';
import { leftovers, unknownTask } from './device-words.js';
import { zoneNear } from './time-zone.js';
import { createReplay } from './replay.js';
import { timelineOf } from './timeline.js';
import type { TimelineEntry, TimelineKind } from './timeline.js';
import { checkReport, stateIn, versionIn, zoneIn } from './report-facts.js';

const START = '2026-01-01T08:00';

export function createVirtualDevice(options: VirtualDeviceOptions = {}): VirtualDevice {
  const { from, seed = 1, timeZone = 'UTC', patience = 1000 } = options;
  if (from !== undefined) checkReport(from);
  const { platform: kind = from?.platform ?? 'android', version = from === undefined ? null : versionIn(from) } = options;
  if (!['android', 'ios', 'web'].includes(kind)) {
    throw new BackgroundTaskError('INVALID_OPTIONS', `platform: "android", "ios" or "web", not ${JSON.stringify(kind)}.`);
  }
  const zone = from === undefined || options.timeZone !== undefined ? zoneNear(timeZone) : zoneIn(from);
  const replay = from === undefined ? null : createReplay(from);
  const clock = createDeviceClock(epochOf(options.now ?? replay?.startsAt ?? START, zone));
  const model = createWakeModel(kind, { random: createRandom(seed), version });
  const ledger = new DeviceLedger();
  const entries: TimelineEntry[] = [];
  let state: DeviceState = { ...FRESH_DEVICE, ...(from && stateIn(from)), ...options.state };
  model.changed(FRESH_DEVICE, state, replay?.endsAt ?? clock.now());
  let uninstall: (() => void) | null = null;

  const note = (kindOf: TimelineKind, text: string, taskName: string | null = null): void =>
    void entries.push({ at: clock.now(), kind: kindOf, taskName, text });

  const log = consoleLog;
  const runtimes: Runtimes = new Runtimes({
    platform: kind,
    clock,
    definitions: sharedDefinitions(),
    log,
    callsOf: (runtime) => runs.callsOf(runtime),
  });

  const callbackIsUnderWay = (): boolean => runtimes.all().some(({ runner }) => runner.runsUnderWay().length > 0);
  const driver = createDriver({ clock, callbackIsUnderWay, timers: timersOf(options.timers), patienceMs: patience });

  const life = new AppLife({ clock, runs: () => runs, runtimes: () => runtimes, callbackIsUnderWay, note });

  const runs: DeviceRuns = new DeviceRuns({
    kind,
    ledger,
    clock,
    runtimes: () => runtimes,
    conditions: () => conditionsOf(kind, state),
    zone: () => zone(clock.now()),
    reached: (point, run) => life.reached(point, run),
    settled: ({ taskName, outcome, runtime, error }) =>
      note(
        'run',
        `"${taskName}" ${outcome}${runtime === null ? '' : ` in ${runtime}`}${error === null ? '' : `: ${error.code}`}`,
        taskName,
      ),
  });

  const platform = createDevicePlatform({
    kind,
    ledger,
    runs,
    clock,
    runtime: () => runtimes.current(),
    conditions: () => conditionsOf(kind, state),
    zone: () => zone(clock.now()),
    status: () => statusOf(kind, version, state),
    changed: (text, taskName) => note('app', text, taskName),
    drive: (work) => driver.until(work),
  });

  const time = { now: () => clock.now(), utcOffset: () => offsetIn(zone(clock.now()), clock.now()) / MINUTE };

  const situation = (): Situation => ({
    now: clock.now(),
    tasks: [...ledger.tasks.values()],
    items: [...ledger.items.values()],
    state,
    app: life.state,
    zone: zone(clock.now()),
  });

  const wakes = createDeviceWakes({ clock, model, ledger, driver, runs, runtimes, life, replay, situation, note });

  const device: VirtualDevice = {
    get now() {
      return clock.now();
    },
    get state() {
      return state;
    },
    install() {
      uninstall ??= installConnection({ kind, platform, runtimes, isHeadless: () => runtimes.page === null, time });
      if (life.state.place !== 'closed') runtimes.openPage();
    },
    uninstall() {
      uninstall?.();
      uninstall = null;
      const left = leftovers(ledger);
      if (left.length > 0)
        log.warn(`The virtual device was left with ${left.join('; ')}. Await what you call, and unregister what you register.`);
    },
    [Symbol.dispose]: () => device.uninstall(),
    advance: async (duration) => wakes.passTo(clock.now() + millisecondsOf(duration)),
    async advanceTo(instant) {
      const end = epochOf(instant, zone);
      if (end < clock.now())
        throw new BackgroundTaskError('INVALID_OPTIONS', `advanceTo: ${JSON.stringify(instant)} has passed on the device.`);
      await wakes.passTo(end);
    },
    next: () => wakes.passNext(),
    set(changes) {
      const before = state;
      state = { ...state, ...changes };
      model.changed(before, state, clock.now());
      note(
        'device',
        Object.entries(changes)
          .map(([key, value]) => `${key}: ${String(value)}`)
          .join(', '),
      );
    },
    app: life.actions,
    reboot: () => life.reboot(),
    async wake(taskName) {
      const explained = (): Explanation => {
        const explanation = device.explain(taskName);
        if (explanation === null) throw unknownTask(taskName, ledger);
        return explanation;
      };
      const { eligibleAt } = explained();
      if (eligibleAt > clock.now()) await driver.moveTo(eligibleAt);
      const blocked = explained().blockedBy.filter(({ rule }) => rule === null);
      if (blocked.length > 0) {
        const words = blocked.map(({ blocker }) => blocker).join(', ');
        throw new BackgroundTaskError(
          'INVALID_OPTIONS',
          `wake: "${taskName}" waits for ${words}. Set the device so that it holds, with device.set().`,
        );
      }
      await wakes.serve({ at: clock.now(), trigger: TRIGGERS[kind], names: [taskName], limitMs: LIMITS[kind](life.state) });
    },
    async stop(taskName, reason = 'system') {
      await driver.moveTo(clock.now());
      if (!runs.cut(taskName, reason)) throw new BackgroundTaskError('INVALID_OPTIONS', `stop: no run of "${taskName}" is under way.`);
      note('device', `stops the run of "${taskName}": ${reason}`, taskName);
    },
    kill: (point) => life.kill(point),
    explain: (taskName) =>
      explain(taskName, { platform: kind, model, next: wakes.byRules, restartsAt: life.restartsAt, situation: situation(), zone }),
    timeline: () => timelineOf(entries, zone),
  };
  return device;
}

const TRIGGERS = { android: 'work-manager', ios: 'app-refresh', web: 'periodic-sync' } as const;
/** Returns the milliseconds that a wake of the system gives its callbacks, for a wake that the test asks for; null: no limit of the wake. */
const LIMITS: Readonly<Record<PlatformKind, (app: AppState) => number | null>> = {
  android: () => TIME_LIMIT_MS.android,
  ios: ({ place }) => (place === 'screen' ? null : TIME_LIMIT_MS.iosRefresh),
  web: ({ place }) => (place === 'screen' ? null : TIME_LIMIT_MS.serviceWorker),
};
