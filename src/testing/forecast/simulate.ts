import { instantsOf, offsetAt } from '../../core/daily-window.js';
import type { Zone } from '../../core/daily-window.js';
import type { TaskRecord } from '../../core/records.js';
import { afterOutcome, isOutsideWindow, openableAt } from '../../core/schedule.js';
import { blockersOf, worksToOpen } from '../../core/wake-selection.js';
import { conditionsOf } from '../model/device-state.js';
import type { AppState, DeviceState } from '../model/device-state.js';
import { createWakeModel } from '../model/models.js';
import { createRandom } from '../model/random.js';
import type { PlannedWake, Situation, WakeModel } from '../model/wake-model.js';
import { MINUTE } from '../rules/rule.js';
import type { DeviceProfile, ProfileEvent } from './profiles.js';

/** Describes a stretch of time in which a due task waited for one thing; `system` stands for the moment that the system chooses. */
export interface WaitSpan {
  readonly from: number;
  readonly to: number;
  readonly blocker: string;
  /** Is the id of the rule in `PLATFORM_RULES`; null when the task waited for its own condition. */
  readonly rule: string | null;
}

export interface SimulatedTask {
  readonly name: string;
  readonly runs: readonly number[];
  readonly waits: readonly WaitSpan[];
  /** Tells at each visit of the user how long ago the last successful run was, in milliseconds. */
  readonly agesAtVisits: readonly number[];
}

export interface SimulationInput {
  readonly tasks: readonly TaskRecord[];
  readonly profile: DeviceProfile;
  readonly days: number;
  readonly seed: number;
  readonly from: number;
  readonly zone: (near: number) => Zone;
  /** Says how long a callback takes, in milliseconds. */
  readonly workMs: number;
  /** Is the number of the system's version; null stands for the newest. */
  readonly version?: number | null;
  /** Tells when a task last ran with success, where that was after its registration, by the task's name. */
  readonly lastSuccesses?: ReadonlyMap<string, number>;
  /** Tells whether a run at this time succeeds. By default every run does. */
  readonly succeeds?: (time: number, taskName: string) => boolean;
  /** Called at each wake, before its runs. */
  readonly woken?: (wake: PlannedWake, situation: Situation) => void;
}

export interface TimedEvent extends ProfileEvent {
  readonly time: number;
}

const DAY_MINUTES = 24 * 60;
/** The days are drawn from a seed of their own, so that a change to the tasks does not change the days. */
const PROFILE_SEED = 0x9e3779b9;

export interface ProfileDays {
  /** Is the device's state at `from`, after what has happened since midnight. */
  readonly state: DeviceState;
  readonly events: readonly TimedEvent[];
}

/** Returns the events of the profile's days, drawn from this seed. A day is one of the device's zone. */
export function daysOf({
  profile,
  days,
  seed,
  from,
  zone,
}: Pick<SimulationInput, 'profile' | 'days' | 'seed' | 'from' | 'zone'>): ProfileDays {
  const random = createRandom(seed ^ PROFILE_SEED);
  const today = Math.floor((from + offsetAt(zone(from), from)) / (DAY_MINUTES * MINUTE));
  const events: TimedEvent[] = [];
  for (let day = 0; day <= days; day++) {
    for (const event of profile.day(random, day)) {
      const local = ((today + day) * DAY_MINUTES + event.at) * MINUTE;
      events.push({ ...event, time: instantsOf(zone(local), local).first });
    }
  }
  events.sort((a, b) => a.time - b.time);
  const before = events.filter(({ time }) => time < from);
  return {
    state: Object.assign({ ...profile.state }, ...before.map(({ set }) => set)) as DeviceState,
    events: events.filter(({ time }) => time >= from && time < from + days * DAY_MINUTES * MINUTE),
  };
}

interface Lane {
  task: TaskRecord;
  lastSuccess: number;
  readonly runs: number[];
  readonly waits: WaitSpan[];
  readonly ages: number[];
}

/** Simulates `days` days of one device by the same rules as the virtual device, but runs no callbacks. */
export function simulate(input: SimulationInput): SimulatedTask[] {
  const { profile, seed, from, days, zone, workMs } = input;
  const model = createWakeModel(profile.platform, { random: createRandom(seed), version: input.version ?? null });
  const { state: first, events } = daysOf(input);
  const end = from + days * DAY_MINUTES * MINUTE;
  const lanes = input.tasks.map((task): Lane => ({
    task,
    lastSuccess: input.lastSuccesses?.get(task.name) ?? task.registeredAt,
    runs: [],
    waits: [],
    ages: [],
  }));
  const lanesByName = new Map(lanes.map(({ task }, index) => [task.name, index]));
  let now = from;
  let state: DeviceState = first;
  let app: AppState = { place: 'closed', ended: 'no' };
  model.changed({ ...state, doze: false }, state, now);

  const situation = (): Situation => ({ now, tasks: lanes.map(({ task }) => task), items: [], state, app, zone: zone(now) });

  const passTo = (time: number): void => {
    noteWaits(lanes, time, { model, situation: situation(), profile });
    now = time;
  };

  const wake = (names: readonly string[] | null): number => {
    const conditions = conditionsOf(profile.platform, state);
    let count = 0;
    for (;;) {
      const tasks = lanes.map(({ task }) => task).filter((task) => names === null || names.includes(task.name));
      const works = worksToOpen(tasks, [], [], conditions, now, zone(now));
      if (works.length === 0) return count;
      count += works.length;
      for (const work of works) {
        const lane = lanes[lanesByName.get(work.kind === 'task' ? work.task.name : '') ?? -1] as Lane;
        const isSuccess = input.succeeds?.(now, lane.task.name) !== false;
        lane.runs.push(now);
        lane.task = afterOutcome(lane.task, isSuccess ? 'success' : 'failed', now);
        if (isSuccess) lane.lastSuccess = now;
      }
    }
  };

  const happen = ({ set, app: place }: ProfileEvent): void => {
    if (set !== undefined) {
      const before = state;
      state = { ...state, ...set };
      model.changed(before, state, now);
    }
    if (place === undefined) return;
    app = place === 'swiped-away' ? { place: 'closed', ended: 'swiped-away' } : { place, ended: place === 'screen' ? 'no' : app.ended };
    if (place === 'screen') for (const lane of lanes) lane.ages.push(now - lane.lastSuccess);
  };

  // A wake that found nothing is not repeated at the same moment, because it would find nothing again.
  let foundNothingAt = NaN;
  for (let index = 0; ;) {
    const next = model.next(situation());
    const event = events[index];
    const until = event?.time ?? end;
    if (next !== null && next.at <= until && next.at !== foundNothingAt) {
      passTo(next.at);
      input.woken?.(next, situation());
      const count = wake(next.names);
      model.woke({ ...next, at: now }, count > 0 ? workMs : 0);
      if (count === 0) foundNothingAt = now;
    } else if (event !== undefined) {
      passTo(event.time);
      happen(event);
      index++;
    } else {
      passTo(end);
      break;
    }
  }
  return lanes.map(({ task, runs, waits, ages }) => ({ name: task.name, runs, waits, agesAtVisits: ages }));
}

interface Surrounding {
  readonly model: WakeModel;
  readonly situation: Situation;
  readonly profile: DeviceProfile;
}

/** Notes what each due task waits for from now to `to`, if nothing changes in between. */
function noteWaits(lanes: readonly Lane[], to: number, { model, situation, profile }: Surrounding): void {
  const { now, state, zone } = situation;
  if (to <= now) return;
  const conditions = conditionsOf(profile.platform, state);
  for (const { task, waits } of lanes) {
    const due = Math.max(now, openableAt({ ...task, options: { ...task.options, window: null } }, now, zone));
    if (due >= to) continue;
    const [condition] = blockersOf(task.options, conditions);
    const [wait] = condition === undefined ? model.waits({ ...situation, now: due }, task.name) : [];
    const outside = condition === undefined && isOutsideWindow(task, due, zone);
    const blocker = condition ?? (outside ? 'window' : (wait?.blocker ?? 'system'));
    const rule = condition !== undefined || outside ? null : (wait?.rule ?? SYSTEM_RULE[profile.platform]);
    const last = waits.at(-1);
    if (last?.to === due && last.blocker === blocker) waits[waits.length - 1] = { ...last, to };
    else waits.push({ from: due, to, blocker, rule });
  }
}

/** Names the rule by which the system chooses the moment when nothing else keeps the task waiting. */
const SYSTEM_RULE = { android: null, ios: 'ios.refresh.delay', web: 'web.periodic.gap' } as const;
