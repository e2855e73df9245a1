import { afterAll, expect, test } from 'vitest';
import type { BackgroundTaskRun } from '../../src/definitions.ts';
import type { Target } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { playOnDevice, VISIT_LOOK_MS, VISIT_MS, webWeek } from '../testing/web-weeks.js';
import type { PlayedWeek, Visit, WebWeek, WeekRun } from '../testing/web-weeks.js';
import { WORKER_PATH } from './app.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

const WEEKS = 10;
/** A Monday in the past: what the browser itself stamps does not matter. */
const START = Date.UTC(2026, 5, 1);
const MINUTE = 60_000;

const TASKS = `
  import { BackgroundTask } from '@capgo/capacitor-background-task';
  for (const name of ['a', 'b', 'c']) {
    BackgroundTask.defineTask(name, async ({ taskName, taskId }) => {
      const answer = await fetch('/work', { method: 'POST', body: JSON.stringify({ taskName, taskId, order: ++globalThis.order }) });
      return (await answer.json()).result;
    });
  }
`;

/** A clock that the test moves, the order in which callbacks begin, and when an event or a look is over. */
const PREAMBLE = `{
  const real = Date.now.bind(Date);
  globalThis.clockAheadMs ??= 0;
  globalThis.order ??= 0;
  globalThis.ended = 0;
  Date.now = () => real() + globalThis.clockAheadMs;
  if (globalThis.ExtendableEvent) {
    const wait = ExtendableEvent.prototype.waitUntil;
    ExtendableEvent.prototype.waitUntil = function (work) {
      if (this.type === 'periodicsync') Promise.resolve(work).catch(() => undefined).then(() => globalThis.ended++);
      return wait.call(this, work);
    };
  } else {
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (tables, mode, options) {
      const transaction = begin.call(this, tables, mode, options);
      // The step that opens what is due.
      if (mode === 'readwrite' && tables.length === 5) transaction.addEventListener('complete', () => globalThis.ended++);
      return transaction;
    };
  }
}`;

declare global {
  var clockAheadMs: number;
  var order: number;
  var ended: number;
}

/** A run in Chromium: in which event of the week it began, and how much later than on the device that was. */
type ChromiumRun = Omit<WeekRun, 'begunAt' | 'dueAt'> & { readonly event: number; readonly lateMs: number };

interface WeekEvent {
  readonly at: number;
  readonly visit: Visit | null;
}

function eventsOf(week: WebWeek, { wakes, endsAt }: PlayedWeek): WeekEvent[] {
  const visits = [...week.visits, { at: endsAt, register: [], unregister: [] }];
  return [...wakes.map((at) => ({ at, visit: null })), ...visits.map((visit) => ({ at: visit.at, visit }))].sort((a, b) => a.at - b.at);
}

/** The same week in Chromium, woken when the device was. Returns its runs in the order in which their callbacks began. */
async function playInChromium(scene: Scene, week: WebWeek, played: PlayedWeek): Promise<ChromiumRun[]> {
  let event = 0;
  /** Callbacks take no time on the device; here what has gone by delays all that follows. */
  let lateMs = 0;
  let worker: Target | null = null;
  const calls = new Map<string, number>();
  const places = new Map<unknown, { readonly event: number; readonly lateMs: number; readonly order: number }>();
  scene.site.answer('/work', ({ body: { taskName, taskId, order } }) => {
    const name = String(taskName);
    const nth = calls.get(name) ?? 0;
    calls.set(name, nth + 1);
    places.set(taskId, { event, lateMs, order: Number(order) });
    return { result: week.succeeds(name, nth) ? 1 : 2 };
  });
  /** One that begins too many is seen in the end, one that begins too few here. */
  const untilBegun = (at: number): Promise<unknown> =>
    until(`what the device has begun by ${at}`, () => places.size >= played.runs.filter((run) => run.begunAt < at).length);

  const wake = async (at: number): Promise<void> => {
    worker ??= await scene.browser.workers.attach(WORKER_PATH);
    const before = await worker.evaluate(
      (ms) => {
        globalThis.clockAheadMs = ms;
        return globalThis.ended;
      },
      START + at + lateMs - Date.now(),
    );
    await scene.periodicSync();
    await until('the event has ended', async () => (await worker?.evaluate(() => globalThis.ended)) === before + 1);
    await untilBegun(at + 1);
  };

  const visit = async ({ at, register, unregister }: Visit): Promise<BackgroundTaskRun[]> => {
    const aheadMs = START + at + lateMs - Date.now();
    const page = await scene.page((tab) => tab.beforeScripts(`globalThis.clockAheadMs = ${aheadMs};`));
    const untilIdle = (): Promise<unknown> =>
      until('all has settled', () => page.evaluate(async () => (await BackgroundTask.getPendingTaskRunsAsync()).length === 0));
    await until('the page has looked', () => page.evaluate(() => globalThis.ended > 0));
    await untilBegun(at + VISIT_LOOK_MS);
    await untilIdle();
    for (const name of unregister) await page.evaluate((task) => BackgroundTask.unregisterTaskAsync(task), name);
    for (const { name, ...options } of register)
      await page.evaluate((task, given) => BackgroundTask.registerTaskAsync(task, given), name, options);
    await untilBegun(at + VISIT_MS);
    await untilIdle();
    const runs = await page.evaluate(() => BackgroundTask.getTaskRunsAsync({ limit: 1000 }));
    await page.close();
    return runs;
  };

  const events = eventsOf(week, played);
  let runs: BackgroundTaskRun[] = [];
  for (const one of events) {
    const started = Date.now();
    if (one.visit === null) await wake(one.at);
    else runs = await visit(one.visit);
    lateMs += Date.now() - started;
    event++;
  }
  return runs
    .map(({ taskId, taskName, attempt, runtime, outcome, settledAt }) => {
      const { event: begunIn = -1, lateMs: late = 0, order = 0 } = places.get(taskId) ?? {};
      const at = (settledAt ?? 0) - START;
      return { taskId, taskName, attempt, runtime: String(runtime), outcome: String(outcome), at, event: begunIn, lateMs: late, order };
    })
    .filter((run) => run.event < events.length - 1)
    .sort((a, b) => a.event - b.event || a.order - b.order);
}

/** Puts those of one event that are due since the same minute, which no platform orders, in the order of their names. */
function tiesByName<Run extends { readonly taskName: string; readonly event: number }>(
  runs: readonly Run[],
  dueAt: (run: Run) => number,
): Run[] {
  const groups = new Map<string, Run[]>();
  const keyOf = (run: Run): string => `${run.event} ${Math.round(dueAt(run) / MINUTE)}`;
  for (const run of runs) groups.set(keyOf(run), [...(groups.get(keyOf(run)) ?? []), run]);
  for (const group of groups.values()) group.sort((a, b) => (a.taskName < b.taskName ? -1 : 1));
  return runs.map((run) => groups.get(keyOf(run))?.shift() as Run);
}

let agreed = 0;
afterAll(() => console.log(`agreement with Chromium: ${agreed} runs are the same`));

test.each(Array.from({ length: WEEKS }, (_, index) => index + 1))(
  'the virtual device and Chromium run the same in the same order: scripted week %i',
  async (seed) => {
    const week = webWeek(seed);
    const played = await playOnDevice(week, START);
    expect(played.runs.length).toBeGreaterThan(5);
    const events = eventsOf(week, played);
    const onDevice = played.runs.map((run) => ({ ...run, event: events.findLastIndex(({ at }) => at <= run.begunAt) }));
    const dues = new Map(onDevice.map((run) => [`${run.event} ${run.taskName}`, run.dueAt]));
    const dueAt = (run: { readonly event: number; readonly taskName: string }): number => dues.get(`${run.event} ${run.taskName}`) ?? 0;
    await play({ tasks: TASKS, preamble: PREAMBLE }, async (scene) => {
      const inChromium = tiesByName(await playInChromium(scene, week, played), dueAt);
      const expected = tiesByName(onDevice, dueAt);
      const told = (run: (typeof inChromium | typeof expected)[number]): string =>
        `event ${run.event}: ${run.taskName} ${run.attempt} ${run.outcome} ${run.runtime}`;
      expect(inChromium.map(told)).toEqual(expected.map(told));
      const apart = inChromium.map(({ at, lateMs }, index) => Math.abs(at - lateMs - (expected[index]?.at ?? 0)));
      expect(Math.max(...apart)).toBeLessThan(MINUTE);
      agreed += inChromium.length;
    });
  },
  120_000,
);
