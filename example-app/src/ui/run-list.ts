import type { BackgroundTaskRun } from '@capgo/capacitor-background-task';
import { el } from './element';
import { shape } from './run-mark';
import { ago, clockTime, duration, ticker } from './time';
import { OUTCOMES, RUNTIMES, TRIGGERS } from './words';

/** The newest runs in words: what the lanes show, for reading. */
export function runList(runs: readonly BackgroundTaskRun[]): HTMLElement {
  if (runs.length === 0) return el('p', { class: 'empty' }, 'Nothing has run yet. The first run comes one interval after registration.');
  return el('ol', { class: 'runs' }, ...runs.slice(0, 8).map(runRow));
}

function runRow(run: BackgroundTaskRun): HTMLElement {
  const { taskName, trigger, runtime, outcome, timestamp, claimedAt, settledAt, attempt, error } = run;
  const { word, tone } = outcome === null ? ({ word: 'running', tone: 'quiet' } as const) : OUTCOMES[outcome];
  const lasted = claimedAt !== null && settledAt !== null ? duration(settledAt - claimedAt) : null;
  const how = [TRIGGERS[trigger], runtime === null ? 'nowhere' : RUNTIMES[runtime], ...(attempt > 1 ? [`attempt ${attempt}`] : [])].join(
    ', ',
  );
  return el(
    'li',
    { class: 'run' },
    shape(run, 14),
    el(
      'div',
      {},
      el('div', { class: 'row' }, el('code', {}, taskName), el('span', { class: `tag ${tone}` }, word)),
      el('div', { class: 'facts' }, how, lasted === null ? null : el('span', { class: 'figure' }, ` · ${lasted}`)),
      error === null ? null : el('p', { class: 'error' }, `${error.code}: ${error.message}`),
    ),
    ticker(el('time', { title: clockTime(timestamp) }), () => ago(timestamp)),
  );
}
