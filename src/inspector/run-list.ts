import type { BackgroundTaskReport } from '@capgo/capacitor-background-task';
import { el } from './element.js';
import { plannedRuns } from './plan.js';
import { toneOf } from './tone.js';
import { duration, moment, words } from './words.js';

const SHOWN = 50;

/** Returns list entries for the newest runs, each with its planned and its actual time. */
export function runList({ tasks, runs, createdAt }: BackgroundTaskReport): HTMLElement[] {
  const plans = new Map(tasks.flatMap((task) => plannedRuns(task, runs).map(({ run, plannedAt }) => [run, plannedAt])));
  return runs.slice(0, SHOWN).map((run) => {
    const { taskName, outcome, timestamp, settledAt, runtime, trigger, attempt, error, enqueued } = run;
    const plannedAt = plans.get(run) ?? null;
    const details = [
      settledAt === null ? null : duration(Math.max(0, settledAt - (run.claimedAt ?? timestamp))),
      runtime && words(runtime),
      words(trigger),
      attempt > 1 ? `attempt ${attempt}` : null,
      enqueued ? 'enqueued' : null,
      plannedAt === null ? null : `planned ${moment(plannedAt, createdAt)}, came ${duration(timestamp - plannedAt)} later`,
    ];
    return el(
      'li',
      {},
      el(
        'div',
        { class: 'row' },
        el('bdi', { class: 'name' }, taskName),
        el('span', { class: `pill ${toneOf(outcome)}` }, outcome === null ? 'running' : words(outcome)),
        el('time', { datetime: new Date(timestamp).toISOString() }, moment(timestamp, createdAt)),
      ),
      el('p', { class: 'soft' }, details.filter(Boolean).join(' · ')),
      error && el('p', { class: 'error' }, `${error.code}${error.message === null ? '' : `: ${error.message}`}`),
    );
  });
}
