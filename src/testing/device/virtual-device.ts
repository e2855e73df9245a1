import { TIME_LIMIT_MS } from '../../core/constants.js';
import type { PlatformKind } from '../../core/options.js';
import type { OpenRun } from '../../core/records.js';
import { BackgroundTaskError } from '../../errors.js';
import { consoleLog } from '../../console-log.js';
import { sharedDefinitions } from '../../runner/definitions.js';
import { createRandom } from '../model/random.js';
import { conditionsOf, FRESH_DEVICE } from '../model/device-state.js';
import type { AppState, DeviceState } from '../model/device-state.js';
import { createWakeModel } from '../model/models.js';
import type { PlannedWake, Situation } from '../model/wake-model.js';
import { MINUTE } from '../rules/rule.js';
import { RESTART_AFTER_DEATH } from '../rules/android-rules.js';
import { createDeviceClock } from './device-clock.js';
import { DeviceLedger } from './device-ledger.js';
import type { VirtualDevice, VirtualDeviceOptions } from './device-api.js';
import { createDevicePlatform } from './device-platform.js';
import { DeviceRuns } from './device-runs.js';
import type { KillPoint } from './device-runs.js';
import { statusOf } from './device-status.js';
import { createDriver } from './driver.js';
import { explain } from './explanation.js';
import type { Explanation } from './explanation.js';
import { timersOf } from './fake-timers.js';
import { installConnection } from './install.js';
import { epochOf, millisecondsOf, offsetIn } from './instants.js';
import { Runtimes } from './runtimes.js';
import { leftovers, unknownTask } from './device-words.js';
import { zoneNear } from './time-zone.js';
import { timelineOf } from './timeline.js';
import type { TimelineEntry, TimelineKind } from './timeline.js';
import { createReplay, difference, recordedWake } from './replay.js';
import type { RecordedWake, Replay } from './replay.js';
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
  let app: AppState = { place: 'screen', ended: 'no' };
  let killAt: KillPoint | null = null;
  /** The system starts no work again before. */
  let restartsAt = 0;
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

  const die = (how: string): void => {
    note('death', how);
    restartsAt = clock.now() + RESTART_AFTER_DEATH.value;
    app = { ...app, place: 'closed' };
    runs.died();
  };

  const reached = (point: KillPoint, run: OpenRun): boolean => {
    if (point === 'claimed' && killAt === 'mid-run') queueMicrotask(() => killMidRun());
    if (killAt !== point) return false;
    killAt = null;
    die(`the process died with the run of "${run.taskName}" ${point}`);
    return true;
  };

  const killMidRun = (): void => {
    if (killAt !== 'mid-run') return;
    killAt = null;
    die('the process died in mid-run');
  };

  const runs: DeviceRuns = new DeviceRuns({
    kind,
    ledger,
    clock,
    runtimes: () => runtimes,
    conditions: () => conditionsOf(kind, state),
    zone: () => zone(clock.now()),
    reached,
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
    app,
    zone: zone(clock.now()),
  });

  /** A wake of the report, or one that the platform's rules make. */
  const nextWake = (): PlannedWake | null => {
    const recorded = replay?.next();
    if (recorded) return recordedWake(recorded, clock.now());
    replay?.bring(ledger, clock.now());
    const wake = model.next(situation());
    return wake && { ...wake, at: Math.max(wake.at, restartsAt, replay?.endsAt ?? 0) };
  };

  /** The wake as it was, in the kind of runtime that it had, with the app's callbacks of today. */
  const serveAgain = async (recorded: RecordedWake, past: Replay, wake: PlannedWake): Promise<void> => {
    const before = clock.now();
    past.bring(ledger, before);
    const works = past.take(ledger);
    const inPage = recorded.runs.some(({ runtime }) => runtime === 'page');
    if (inPage) await device.app.open();
    else if (app.place !== 'closed') device.app.close();
    note('wake', `${recorded.trigger}, as in the report`);
    if (recorded.runs.some(({ outcome }) => outcome === 'lost')) killAt = 'mid-run';
    const logged = ledger.log.length;
    await driver.until(runs.force(works, { trigger: recorded.trigger, now: before, deadline: recorded.deadline }, !inPage));
    killAt = null;
    runs.sweepDead();
    model.woke(wake, clock.now() - before);
    for (const run of recorded.runs) {
      const other = difference(
        run,
        ledger.log.slice(logged).find(({ taskName }) => taskName === run.taskName),
      );
      if (other !== null) note('report', other, run.taskName);
    }
    if (app.place !== 'screen') runtimes.closeBackground();
  };

  const serve = async (wake: PlannedWake): Promise<void> => {
    const recorded = replay?.next();
    if (replay && recorded) return serveAgain(recorded, replay, wake);
    const { at, trigger, limitMs, names } = wake;
    const before = clock.now();
    note('wake', `${trigger}${names === null ? '' : ` for ${names.map((name) => `"${name}"`).join(', ')}`}`);
    const opened = await driver.until(runs.wake({ trigger, now: at, deadline: limitMs === null ? null : at + limitMs }, names));
    model.woke(wake, clock.now() - before);
    if (opened === 0) note('wake', 'nothing was due, or its conditions did not hold');
    if (app.place !== 'screen') runtimes.closeBackground();
  };

  /** Wakes come in their order; each may lead to another at once. */
  const passTo = async (end: number): Promise<void> => {
    let empty = 0;
    for (;;) {
      await driver.moveTo(clock.now());
      const wake = nextWake();
      if (wake === null || wake.at > end) break;
      await driver.moveTo(wake.at);
      const settled = ledger.log.length;
      await serve({ ...wake, at: clock.now() });
      // A wake that finds nothing at the same moment again and again would never let time pass.
      empty = ledger.log.length > settled ? 0 : empty + 1;
      if (empty > 1 && nextWake()?.at === clock.now()) await driver.moveTo(Math.min(end, clock.now() + 1000));
    }
    if (end > clock.now()) await driver.moveTo(end);
    replay?.bring(ledger, clock.now());
  };

  const device: VirtualDevice = {
    get now() {
      return clock.now();
    },
    get state() {
      return state;
    },
    install() {
      uninstall ??= installConnection({ kind, platform, runtimes, isHeadless: () => runtimes.page === null, time });
      if (app.place !== 'closed') runtimes.openPage();
    },
    uninstall() {
      uninstall?.();
      uninstall = null;
      const left = leftovers(ledger);
      if (left.length > 0)
        log.warn(`The virtual device was left with ${left.join('; ')}. Await what you call, and unregister what you register.`);
    },
    [Symbol.dispose]: () => device.uninstall(),
    advance: async (duration) => passTo(clock.now() + millisecondsOf(duration)),
    async advanceTo(instant) {
      const end = epochOf(instant, zone);
      if (end < clock.now())
        throw new BackgroundTaskError('INVALID_OPTIONS', `advanceTo: ${JSON.stringify(instant)} has passed on the device.`);
      await passTo(end);
    },
    async next() {
      await driver.moveTo(clock.now());
      const wake = nextWake();
      if (wake === null) return false;
      await driver.moveTo(wake.at);
      await serve({ ...wake, at: clock.now() });
      return true;
    },
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
    app: {
      async open() {
        app = { place: 'screen', ended: 'no' };
        note('app', 'opened');
        await runtimes.openPage().runner.attach();
        runs.sweepDead();
      },
      background() {
        if (app.place === 'screen') app = { ...app, place: 'background' };
        note('app', 'in the background');
      },
      close() {
        app = { ...app, place: 'closed' };
        note('app', 'closed by the system');
        runs.died();
      },
      swipeAway() {
        app = { place: 'closed', ended: 'swiped-away' };
        note('app', 'swiped away');
        runs.died();
      },
      forceStop() {
        app = { place: 'closed', ended: 'force-stopped' };
        note('app', 'stopped in the settings');
        runs.died();
      },
    },
    reboot() {
      app = { ...app, place: 'closed' };
      note('device', 'restarted');
      runs.died();
    },
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
      await serve({ at: clock.now(), trigger: TRIGGERS[kind], names: [taskName], limitMs: LIMITS[kind](app) });
    },
    async stop(taskName, reason = 'system') {
      await driver.moveTo(clock.now());
      if (!runs.cut(taskName, reason)) throw new BackgroundTaskError('INVALID_OPTIONS', `stop: no run of "${taskName}" is under way.`);
      note('device', `stops the run of "${taskName}": ${reason}`, taskName);
    },
    kill(point) {
      killAt = point;
      if (point === 'mid-run' && callbackIsUnderWay()) killMidRun();
    },
    explain: (taskName) => explain(taskName, { platform: kind, model, situation: situation(), zone }),
    timeline: () => timelineOf(entries, zone),
  };
  return device;
}

const TRIGGERS = { android: 'work-manager', ios: 'app-refresh', web: 'periodic-sync' } as const;
/** What a wake of the system gives there, where the test itself asks for one. */
const LIMITS: Readonly<Record<PlatformKind, (app: AppState) => number | null>> = {
  android: () => TIME_LIMIT_MS.android,
  ios: ({ place }) => (place === 'screen' ? null : TIME_LIMIT_MS.iosRefresh),
  web: ({ place }) => (place === 'screen' ? null : TIME_LIMIT_MS.serviceWorker),
};
