import type { PlannedWake, Situation, WakeModel } from '../model/wake-model.js';
import type { AppLife } from './app-life.js';
import type { DeviceClock } from './device-clock.js';
import type { DeviceLedger } from './device-ledger.js';
import type { DeviceRuns } from './device-runs.js';
import type { Driver } from './driver.js';
import { difference, recordedWake } from './replay.js';
import type { RecordedWake, Replay } from './replay.js';
import type { Runtimes } from './runtimes.js';
import type { TimelineKind } from './timeline.js';

export interface DeviceWakesPorts {
  readonly clock: DeviceClock;
  readonly model: WakeModel;
  readonly ledger: DeviceLedger;
  readonly driver: Driver;
  readonly runs: DeviceRuns;
  readonly runtimes: Runtimes;
  readonly life: AppLife;
  /** Holds the wakes of the report that the device goes through again; null without a report. */
  readonly replay: Replay | null;
  readonly situation: () => Situation;
  readonly note: (kind: TimelineKind, text: string, taskName?: string | null) => void;
}

/** Brings about the wakes that the platform's rules, or a report, plan. */
export interface DeviceWakes {
  serve(wake: PlannedWake): Promise<void>;
  /** Returns the next wake of such a situation by the platform's rules; a process that died starts again only some time later. */
  readonly byRules: (situation: Situation) => PlannedWake | null;
  /** Moves to the next wake and waits for its runs. Resolves with false when none will come. */
  passNext(): Promise<boolean>;
  /** Moves to that time, and serves every wake on the way. */
  passTo(end: number): Promise<void>;
}

export function createDeviceWakes(ports: DeviceWakesPorts): DeviceWakes {
  const { clock, model, ledger, driver, runs, runtimes, life, replay, situation, note } = ports;

  const byRules = (of: Situation): PlannedWake | null => {
    const wake = model.next(of);
    return wake && { ...wake, at: Math.max(wake.at, life.restartsAt, replay?.endsAt ?? 0) };
  };

  /** Returns the report's next wake; after those, the next one by the platform's rules. */
  const nextWake = (): PlannedWake | null => {
    const recorded = replay?.next();
    if (recorded) return recordedWake(recorded, clock.now());
    replay?.bring(ledger, clock.now());
    return byRules(situation());
  };

  /** Repeats a recorded wake in the kind of runtime that it had, but with the app's callbacks of today. */
  const serveAgain = async (recorded: RecordedWake, past: Replay, wake: PlannedWake): Promise<void> => {
    const before = clock.now();
    past.bring(ledger, before);
    const works = past.take(ledger);
    const inPage = recorded.runs.some(({ runtime }) => runtime === 'page');
    if (inPage) await life.actions.open();
    else if (life.state.place !== 'closed') life.actions.close();
    note('wake', `${recorded.trigger}, as in the report`);
    if (recorded.runs.some(({ outcome }) => outcome === 'lost')) life.kill('mid-run');
    const logged = ledger.log.length;
    await driver.until(runs.force(works, { trigger: recorded.trigger, now: before, deadline: recorded.deadline }, !inPage));
    life.kill(null);
    runs.sweepDead();
    model.woke(wake, clock.now() - before);
    for (const run of recorded.runs) {
      const other = difference(
        run,
        ledger.log.slice(logged).find(({ taskName }) => taskName === run.taskName),
      );
      if (other !== null) note('report', other, run.taskName);
    }
    if (life.state.place !== 'screen') runtimes.closeBackground();
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
    if (life.state.place !== 'screen') runtimes.closeBackground();
  };

  /** Asks for the next wake after each one, because a wake may lead to another at the same moment. */
  const passTo = async (end: number): Promise<void> => {
    let empty = 0;
    for (;;) {
      await driver.moveTo(clock.now());
      const wake = nextWake();
      if (wake === null || wake.at > end) break;
      await driver.moveTo(wake.at);
      const settled = ledger.log.length;
      await serve({ ...wake, at: clock.now() });
      // Wakes that find nothing at the same moment again and again would stop time for ever, so time moves on by a second.
      empty = ledger.log.length > settled ? 0 : empty + 1;
      if (empty > 1 && nextWake()?.at === clock.now()) await driver.moveTo(Math.min(end, clock.now() + 1000));
    }
    if (end > clock.now()) await driver.moveTo(end);
    replay?.bring(ledger, clock.now());
  };

  const passNext = async (): Promise<boolean> => {
    await driver.moveTo(clock.now());
    const wake = nextWake();
    if (wake === null) return false;
    await driver.moveTo(wake.at);
    await serve({ ...wake, at: clock.now() });
    return true;
  };

  return { serve, byRules, passNext, passTo };
}
