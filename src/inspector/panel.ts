import { BackgroundTaskStatus } from '@capgo/capacitor-background-task';
import type { BackgroundTaskReport } from '@capgo/capacitor-background-task';
import { el, setText } from './element.js';
import { runList } from './run-list.js';
import { createTaskCard } from './task-card.js';
import type { TaskCard } from './task-card.js';

export interface PanelPorts {
  readonly readOnly: boolean;
  /** Closes the panel; null when the panel stays open and has no button to close it. */
  readonly close: (() => void) | null;
  readonly run: (taskName: string, asClosed: boolean) => void;
  readonly copy: () => void;
}

/** Shows all that the inspector shows. It is handed its data and fetches none. */
export interface Panel {
  readonly element: HTMLElement;
  show(report: BackgroundTaskReport): void;
  progress(taskName: string, value: unknown): void;
  tick(now: number): void;
  /** Shows a message in the panel's foot, which screen readers read aloud. */
  say(text: string): void;
  /** Shows the report as text to copy by hand, for pages that may not write to the clipboard. */
  offer(text: string): void;
}

export function createPanel({ readOnly, close, run, copy }: PanelPorts): Panel {
  const cards = new Map<string, TaskCard>();
  const status = el('p', { class: 'marks' });
  const reasons = el('ul');
  const tasks = el('ul');
  const runs = el('ol', { class: 'runs' });
  const none = el('p', { class: 'soft' }, 'No task is registered.');
  const said = el('p', { class: 'said', role: 'status' });
  const text = el('textarea', { readonly: true, hidden: true, 'aria-label': 'Report' });
  let shown = '';

  const element = el(
    'section',
    { class: 'panel', id: 'panel', lang: 'en', 'aria-labelledby': 'title' },
    el(
      'div',
      { class: 'head' },
      el('h2', { id: 'title' }, 'Background tasks'),
      close && el('button', { type: 'button', onclick: close }, 'Close'),
    ),
    el(
      'div',
      { class: 'body', tabindex: '0', role: 'group', 'aria-labelledby': 'title' },
      el('h3', {}, 'Status'),
      status,
      reasons,
      el('h3', {}, 'Tasks'),
      el('p', { class: 'key' }, 'Last 24 h: above the line planned, below it run'),
      none,
      tasks,
      el('h3', {}, 'Runs'),
      runs,
    ),
    el('div', { class: 'foot' }, el('button', { type: 'button', onclick: copy }, 'Copy report'), said, text),
  );

  const showTasks = (report: BackgroundTaskReport): void => {
    const names = report.tasks.map(({ name }) => name);
    none.hidden = names.length > 0;
    for (const [name, card] of cards) {
      if (names.includes(name)) continue;
      card.element.remove();
      cards.delete(name);
    }
    for (const task of report.tasks) {
      const card = cards.get(task.name) ?? createTaskCard(task.name, { readOnly, run });
      if (!cards.has(task.name)) tasks.append(card.element);
      cards.set(task.name, card);
      card.show(task, report);
    }
  };

  return {
    element,
    show(report) {
      const isAvailable = report.status === BackgroundTaskStatus.Available;
      status.replaceChildren(
        el('span', { class: `pill ${isAvailable ? 'good' : 'watch'}` }, isAvailable ? 'available' : 'restricted'),
        el('span', {}, report.runsWhileClosed ? 'Tasks run while the app is closed.' : 'Tasks run only while the app is open.'),
      );
      reasons.replaceChildren(
        ...report.reasons.map(({ code, message }) =>
          el('li', { class: 'soft' }, el('strong', {}, code), message === null ? '' : ` ${message}`),
        ),
      );
      showTasks(report);
      // The list is drawn only when it has changed, because drawing it would disturb whoever reads or selects in it.
      const key = JSON.stringify(report.runs);
      if (key === shown) return;
      shown = key;
      runs.replaceChildren(...(report.runs.length === 0 ? [el('li', { class: 'soft' }, 'None yet.')] : runList(report)));
    },
    progress: (taskName, value) => cards.get(taskName)?.progress(value),
    tick: (now) => cards.forEach((card) => card.tick(now)),
    say: (words) => setText(said, words),
    offer(report) {
      text.hidden = false;
      text.value = report;
      text.focus();
      text.select();
    },
  };
}
