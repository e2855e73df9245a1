import { MAXIMUM_CONCURRENT_RUNS } from '../core/constants.js';
import type { OpenRun, RunError } from '../core/records.js';
import { NOT_CLAIMED } from '../core/run-errors.js';
import { createSlots } from '../runner/slots.js';
import type { RunBroker } from './run-broker.js';

/** One kind of runtime that is asked to take a run. */
export interface Turn {
  /** Asked when the turn comes; false skips it. */
  readonly available?: () => Promise<boolean>;
  /** Makes the offer. */
  readonly offer: (run: OpenRun) => void;
  /** How long an answer is waited for. */
  readonly limitMs: number;
  /** Whether this context is asked or others are, and how many declines of theirs end the turn early. */
  readonly asked: 'here' | number;
}

const NOT_DEFINED: RunError = {
  code: 'TASK_NOT_DEFINED',
  message: 'No runtime defines this task. Call defineTask in the tasks module.',
};

/** Offers open runs in their order, at most four unsettled at a time, each to one runtime after the other until one claims it. */
export interface Dispatcher {
  /** Resolves when all these runs have settled. A run that an earlier wake is dispatching is joined, not offered again. */
  all(runs: readonly OpenRun[], turns: readonly Turn[]): Promise<void>;
  /** Work for a run that this wake has claimed already; it takes a slot like any other. */
  do(taskId: string, work: () => Promise<void>): Promise<void>;
}

export function createDispatcher(broker: RunBroker): Dispatcher {
  const underWay = new Map<string, Promise<void>>();
  const slots = createSlots(MAXIMUM_CONCURRENT_RUNS);

  const taken = async (run: OpenRun, turn: Turn): Promise<boolean> => {
    if (turn.available !== undefined && !(await turn.available())) return false;
    let declines = 0;
    const signal = broker.nextSignal(run.id, turn.limitMs, (one) => {
      if (one === 'declined-here') return turn.asked === 'here';
      if (one === 'declined-there') return turn.asked !== 'here' && ++declines >= turn.asked;
      return true;
    });
    turn.offer(run);
    const answer = await signal;
    return answer === 'claimed' || answer === 'settled';
  };

  const dispatch = async (run: OpenRun, turns: readonly Turn[]): Promise<void> => {
    for (const turn of turns) if (await taken(run, turn)) break;
    const now = await broker.current(run.id);
    if (now === null) return;
    if (now.claim === null) {
      const undefinedEverywhere = now.declines.length > 0 && now.declines.every((decline) => decline.reason !== 'busy');
      const [outcome, error] = undefinedEverywhere ? (['undefined', NOT_DEFINED] as const) : (['not-started', NOT_CLAIMED] as const);
      if (await broker.settle(now, { unclaimed: true }, outcome, error)) return;
    }
    // Claimed in the last moment, perhaps.
    const held = await broker.current(run.id);
    if (held !== null) await broker.watch(held);
  };

  const doInSlot = (taskId: string, work: () => Promise<void>): Promise<void> => {
    const end = (): void => {
      slots.release();
      underWay.delete(taskId);
    };
    const doing = underWay.get(taskId) ?? slots.take().then(work).finally(end);
    underWay.set(taskId, doing);
    return doing;
  };

  return {
    do: doInSlot,
    async all(runs, turns) {
      await Promise.all(runs.map((run) => doInSlot(run.id, () => dispatch(run, turns))));
    },
  };
}
