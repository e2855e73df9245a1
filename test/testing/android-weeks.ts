import { parseTaskOptions } from '../../src/core/options.js';
import { newTask } from '../../src/core/schedule.js';
import { simulate } from '../../src/testing/forecast/simulate.js';
import { createRandom } from '../../src/testing/model/random.js';
import { pick, scriptedDays, scriptedWeek, START } from './scripted-week.js';

const MINUTE = 60_000;

/** A week of one task on a phone: what it asks for, what happens, and when the model runs it. Times in milliseconds from the start. */
export interface AndroidWeek {
  readonly seed: number;
  readonly intervalMinutes: number;
  readonly requiresCharging: boolean;
  readonly requiresNetwork: boolean;
  readonly maximumRetries: number;
  /** Whether it charges and has a network from then on; the first is of the start. */
  readonly states: readonly (readonly [at: number, charging: boolean, network: boolean])[];
  /** When it runs, and whether the callback succeeds. */
  readonly runs: readonly (readonly [at: number, succeeds: boolean])[];
}

/** What WorkManager itself decides: period, conditions and backoff. Buckets and Doze are the system's, and are left out. */
export function androidWeek(seed: number): AndroidWeek {
  const random = createRandom(seed);
  const intervalMinutes = pick(random, [180, 240, 360, 720, 1440]);
  const requiresCharging = random() < 0.4;
  const requiresNetwork = random() < 0.6;
  const maximumRetries = pick(random, [0, 1, 3]);
  const failing = random() * 0.5;
  const days = scriptedDays(random);
  const task = newTask(
    'sync',
    parseTaskOptions({ minimumInterval: intervalMinutes, requiresCharging, requiresNetwork, maximumRetries }, 'android').options,
    START,
  );
  const outcomes = new Map<number, boolean>();
  const [week] = simulate({
    tasks: [task],
    ...scriptedWeek('android', days),
    seed,
    succeeds(time) {
      const succeeds = random() >= failing;
      outcomes.set(time, succeeds);
      return succeeds;
    },
  });
  let [charging, network] = [true, true];
  const states = days.flatMap((events, day) =>
    events.map(({ at, set }): [number, boolean, boolean] => {
      charging = set?.charging ?? charging;
      network = set?.network === undefined ? network : set.network !== 'none';
      return [(day * 24 * 60 + at) * MINUTE, charging, network];
    }),
  );
  return {
    seed,
    intervalMinutes,
    requiresCharging,
    requiresNetwork,
    maximumRetries,
    states: [[0, true, true], ...states],
    runs: (week?.runs ?? []).map((time) => [time - START, outcomes.get(time) === true] as const),
  };
}
