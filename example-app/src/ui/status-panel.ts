import type { BackgroundTaskInfo, BackgroundTaskStatusDetails } from '@capgo/capacitor-background-task';
import { el } from './element';
import { dueIn, span, ticker } from './time';
import { BLOCKERS, OUTCOMES } from './words';

/** Whether tasks run with the app closed, and if not, why. */
export function statusPanel(status: BackgroundTaskStatusDetails): HTMLElement {
  const tone = status.runsWhileClosed ? 'good' : 'watch';
  const headline = status.runsWhileClosed ? 'Works while the app is closed' : 'Works only while the app is open';
  const reasons = status.reasons.map(({ code, message }) => el('li', {}, message, el('code', {}, code)));
  return el(
    'section',
    { class: `status ${tone}` },
    el('h2', {}, el('i', { class: 'lamp', 'aria-hidden': 'true' }), headline),
    reasons.length === 0 ? null : el('ul', { class: 'reasons' }, ...reasons),
  );
}

/** Until the system has answered. */
export function unknownStatus(): HTMLElement {
  return el('section', { class: 'status quiet' }, el('h2', {}, el('i', { class: 'lamp', 'aria-hidden': 'true' }), 'Asking the system…'));
}

/** The registered tasks, each with the way it has gone to its next time. */
export function tasksPanel(tasks: readonly BackgroundTaskInfo[]): HTMLElement {
  if (tasks.length === 0) return el('p', { class: 'empty' }, 'No task is registered. Turn background work on.');
  return el('ul', { class: 'tasks' }, ...tasks.map(taskRow));
}

function taskRow(task: BackgroundTaskInfo): HTMLElement {
  const { name, options, nextEligibleAt, blockedBy, lastRun, stalled } = task;
  const outcome = lastRun?.outcome ?? null;
  const facts = [`every ${span(options.minimumInterval * 60_000)}`, ...(options.requiresNetwork ? ['needs a network'] : [])];
  const waits = blockedBy.map((blocker) => BLOCKERS[blocker]).join(' and ');
  const due = el('strong', { class: 'due', title: new Date(nextEligibleAt).toLocaleString() });
  const length = options.minimumInterval * 60_000;
  const bar = el('progress', { max: '1', 'aria-label': `until ${name} is due` }) as HTMLProgressElement;
  const advance = (): void => void (bar.value = Math.min(1, Math.max(0, 1 - (nextEligibleAt - Date.now()) / length)));
  advance();
  return el(
    'li',
    { class: 'task' },
    el(
      'div',
      { class: 'row' },
      el('code', {}, name),
      ticker(due, () => (advance(), dueIn(nextEligibleAt))),
    ),
    bar,
    el(
      'div',
      { class: 'row facts' },
      el('span', {}, waits === '' ? facts.join(', ') : `waits for ${waits}`),
      stalled
        ? el('span', { class: 'tag bad' }, 'stalled')
        : outcome === null
          ? el('span', {}, 'not run yet')
          : el('span', { class: `tag ${OUTCOMES[outcome].tone}` }, `last: ${OUTCOMES[outcome].word}`),
    ),
  );
}
