import { parseTaskOptions } from '../../src/core/options.js';
import type { TaskOptions } from '../../src/core/records.js';
import { newTask } from '../../src/core/schedule.js';
import { simulate } from '../../src/testing/forecast/simulate.js';
import { duesOf } from '../../src/testing/model/due.js';
import { createRandom } from '../../src/testing/model/random.js';
import { pick, scriptedDays, scriptedWeek, START } from './scripted-week.js';

/** One launch by the system: when, of which kind, from which date on it was asked for, and how the device is. Times from the start. */
export type IosWake = readonly [
  at: number,
  kind: 'refresh' | 'processing',
  date: number,
  charging: boolean,
  network: boolean,
  /** Which tasks run, in this order, and whether the callback succeeds. */
  runs: readonly (readonly [taskName: string, succeeds: boolean])[],
];

/** A week of an iPhone whose app stays closed. Times in milliseconds. */
export interface IosWeek {
  readonly seed: number;
  readonly start: number;
  readonly tasks: readonly { readonly name: string; readonly options: TaskOptions }[];
  readonly wakes: readonly IosWake[];
}

/** When iOS launches an app is its secret, and the model's guess. What the package asks for, and what it runs then, is not. */
export function iosWeek(seed: number): IosWeek {
  const random = createRandom(seed);
  const tasks = ['sync', 'upload', 'tidy'].slice(0, pick(random, [1, 1, 2, 3])).map((name) => ({
    name,
    options: parseTaskOptions(
      {
        minimumInterval: pick(random, [180, 240, 360, 720, 1440]),
        requiresNetwork: random() < 0.6,
        requiresCharging: random() < 0.3,
        maximumRetries: pick(random, [0, 1, 3]),
        ...(random() < 0.2 && { initialDelay: pick(random, [0, 60]) }),
        ...(random() < 0.2 && {
          window: pick(random, [
            { from: '01:00', to: '05:00' },
            { from: '22:30', to: '06:00' },
          ]),
        }),
      },
      'ios',
    ).options,
  }));
  const failing = random() * 0.5;
  const days = scriptedDays(random);
  const wakes: IosWake[] = [];
  let runs: [string, boolean][] = [];
  /** The app asks for its next launch at its start and at each launch. */
  let askedAt = START;
  simulate({
    tasks: tasks.map(({ name, options }) => newTask(name, options, START)),
    ...scriptedWeek('ios', days),
    seed,
    woken({ at, trigger }, situation) {
      const { charging, network } = situation.state;
      const date = Math.min(...duesOf({ ...situation, now: askedAt }).map((due) => due.at));
      askedAt = at;
      runs = [];
      wakes.push([at - START, trigger === 'processing' ? 'processing' : 'refresh', date - START, charging, network !== 'none', runs]);
    },
    succeeds(_, name) {
      const succeeds = random() >= failing;
      runs.push([name, succeeds]);
      return succeeds;
    },
  });
  return { seed, start: START, tasks, wakes };
}
