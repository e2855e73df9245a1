import { STALLED_FLOOR_MS } from '../../core/constants.js';
import type { Zone } from '../../core/daily-window.js';
import type { PlatformKind } from '../../core/options.js';
import type { ItemView, RunsRequest, TaskPlatform, TaskView } from '../../core/platform.js';
import type { QueuedItem, RunView, TaskRecord } from '../../core/records.js';
import { runView } from '../../core/run-transitions.js';
import { awaitsDefinition, isOutsideWindow, isStalled, nextEligibleAt } from '../../core/schedule.js';
import { blockersOf } from '../../core/wake-selection.js';
import type { Conditions, Work } from '../../core/wake-selection.js';
import type { BackgroundTaskStatusDetails } from '../../definitions.js';
import type { Clock } from '../../runner/ports.js';
import type { DeviceLedger } from './device-ledger.js';
import type { DeviceRuns } from './device-runs.js';
import type { DeviceRuntime } from './runtimes.js';

export interface DevicePlatformPorts {
  readonly kind: PlatformKind;
  readonly ledger: DeviceLedger;
  readonly runs: DeviceRuns;
  readonly clock: Clock;
  readonly runtime: () => DeviceRuntime;
  readonly conditions: () => Conditions;
  readonly zone: () => Zone;
  readonly status: () => BackgroundTaskStatusDetails;
  /** Called when a task was registered or unregistered, or an item enqueued; `text` describes it for the timeline. */
  readonly changed: (text: string, taskName: string) => void;
  /** Moves the device's time until the promise has settled, and hands over its result. */
  readonly drive: <T>(work: Promise<T>) => Promise<T>;
}

const DEFAULT_RUNS = 100;

/** Answers the calls that the public API makes to a platform. */
export function createDevicePlatform(ports: DevicePlatformPorts): TaskPlatform {
  const { kind, ledger, runs, clock, changed } = ports;
  /** Turns a throw of `work` into a rejection. */
  const answer = <T>(work: () => T): Promise<T> => new Promise((resolve) => resolve(work()));

  const unregister = (name: string): void => {
    if (!ledger.tasks.delete(name)) return;
    changed(`"${name}" unregistered`, name);
    const run = ledger.openRuns.get(name);
    if (run !== undefined) runs.cancel(run);
  };

  const view = (task: TaskRecord): TaskView => {
    const { name, options, registeredAt, lastRun } = task;
    const [now, zone] = [clock.now(), ports.zone()];
    const blockedBy = blockersOf(options, ports.conditions());
    if (isOutsideWindow(task, now, zone)) blockedBy.push('window');
    if (awaitsDefinition(task, now, zone)) blockedBy.push('undefined');
    const stalled = isStalled(task, blockedBy, now, STALLED_FLOOR_MS[kind], zone);
    return {
      name,
      options,
      registeredAt,
      lastRun,
      notHonoured: [],
      nextEligibleAt: nextEligibleAt(task, ports.zone()),
      blockedBy,
      stalled,
    };
  };

  const itemView = (item: QueuedItem, includeData: boolean): ItemView => {
    const { taskName, id, enqueuedAt, eligibleAt, attempts, data } = item;
    const running = ledger.isRunning(item.sequence);
    const blockedBy = blockersOf(item.constraints, ports.conditions());
    return { taskName, id, enqueuedAt, eligibleAt, attempts, running, blockedBy, data: includeData ? data : null };
  };

  const runsOf = ({ state, taskName, limit = DEFAULT_RUNS }: RunsRequest): RunView[] => {
    const all = state === 'open' ? [...ledger.openRuns.values()].map(runView) : [...ledger.log].reverse();
    return all.filter((run) => taskName === undefined || run.taskName === taskName).slice(0, limit);
  };

  return {
    ...runs.callsOf(ports.runtime),
    registerTask: ({ name, options }) =>
      answer(() => {
        const change = ledger.register(name, options, clock.now());
        if (change !== 'unchanged') changed(`"${name}" ${change === 'created' ? 'registered' : 'registered with other options'}`, name);
        return { change, notices: [] };
      }),
    unregisterTask: ({ name }) => answer(() => unregister(name)),
    unregisterAllTasks: () =>
      answer(() => {
        for (const name of [...ledger.tasks.keys()]) unregister(name);
        ledger.items.clear();
        for (const run of [...ledger.openRuns.values()]) runs.cancelItem(run);
        ledger.log.length = 0;
      }),
    enqueueTask: (request) =>
      answer(() => {
        const result = ledger.enqueue(request, clock.now());
        if (result.change !== 'kept') changed(`"${request.taskName}" enqueued as "${request.id}"`, request.taskName);
        return result;
      }),
    cancelEnqueued: ({ taskName, id }) =>
      answer(() => {
        for (const { sequence } of ledger.itemsOf(taskName, id)) ledger.items.delete(sequence);
        const run = ledger.openRuns.get(taskName);
        if (run?.item && (id === undefined || run.item.id === id)) runs.cancelItem(run);
      }),
    getEnqueued: ({ taskName, limit, includeData }) =>
      answer(() => {
        const items = [...ledger.items.values()].filter((item) => taskName === undefined || item.taskName === taskName);
        return { items: items.slice(0, limit).map((item) => itemView(item, includeData)) };
      }),
    getTasks: () => answer(() => ({ tasks: [...ledger.tasks.values()].map(view) })),
    getTask: ({ name }) =>
      answer(() => {
        const task = ledger.tasks.get(name);
        return { task: task === undefined ? null : view(task) };
      }),
    getRuns: (request) => answer(() => ({ runs: runsOf(request) })),
    getStatus: () => answer(ports.status),
    async triggerTasks({ runtimeId, headless, taskName, enqueuedId }) {
      const works: Work[] =
        taskName !== undefined && enqueuedId !== undefined
          ? ledger.itemsOf(taskName, enqueuedId).map((item) => ({ kind: 'item', item }))
          : [...ledger.tasks.values()]
              .filter(({ name }) => taskName === undefined || name === taskName)
              .map((task) => ({ kind: 'task', task }));
      if (works.length === 0) return { triggered: false };
      await ports.drive(runs.force(works, { trigger: 'test', now: clock.now(), deadline: null }, headless, runtimeId));
      return { triggered: true };
    },
    addListener: (name, listener) =>
      answer(() => {
        const remove = runs.events.on(name, listener);
        return { remove: () => answer(remove) };
      }),
  };
}
