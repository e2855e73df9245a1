import type { BackgroundTaskReport, BackgroundTaskWait } from '@capgo/capacitor-background-task';
import { el, setText } from './element.js';
import { lane } from './lane.js';
import { plannedRuns } from './plan.js';
import { toneOf } from './tone.js';
import { countdown, duration, moment, optionWords, words } from './words.js';

type Task = BackgroundTaskReport['tasks'][number];

/** Shows one registered task. Its elements stay while their content changes, so that an element with the focus keeps it. */
export interface TaskCard {
  readonly element: HTMLElement;
  show(task: Task, report: BackgroundTaskReport): void;
  progress(value: unknown): void;
  /** Called each second; counts down to the next run. */
  tick(now: number): void;
}

export interface TaskCardPorts {
  readonly readOnly: boolean;
  /** Runs the task now, as in a closed app if `asClosed`. */
  readonly run: (taskName: string, asClosed: boolean) => void;
}

export function createTaskCard(name: string, { readOnly, run }: TaskCardPorts): TaskCard {
  const next = el('span', { class: 'next' });
  const facts = el('p', { class: 'soft' });
  const marks = el('p', { class: 'marks' });
  const waits = el('ul', { class: 'waits' });
  const picture = el('div', { class: 'lane' });
  const progress = el('p', { class: 'soft', hidden: true });
  const button = (text: string, asClosed: boolean): HTMLElement =>
    el('button', { type: 'button', 'aria-label': `${text}: ${name}`, onclick: () => run(name, asClosed) }, text);
  const element = el(
    'li',
    { class: 'card' },
    el('div', { class: 'row' }, el('h4', {}, el('bdi', {}, name)), next),
    facts,
    marks,
    waits,
    picture,
    progress,
    readOnly ? null : el('div', { class: 'row start' }, button('Run now', false), button('Run as closed app', true)),
  );
  let nextAt = 0;
  let isRunning = false;

  const tick = (now: number): void => setText(next, isRunning ? 'running' : countdown(nextAt, now));

  return {
    element,
    show(task, { runs, items, createdAt }) {
      const planned = plannedRuns(task, runs);
      nextAt = task.nextEligibleAt;
      isRunning = runs.some(({ taskName, outcome }) => taskName === name && outcome === null);
      if (!isRunning) progress.hidden = true;
      setText(facts, optionWords({ ...task.options }).join(' · '));
      const last = planned.findLast((one) => one.run.outcome !== null)?.run;
      const waiting = items.filter(({ taskName }) => taskName === name).length;
      const mark = (text: string, tone: string): HTMLElement => el('span', { class: `pill ${tone}` }, text);
      marks.replaceChildren(
        ...[
          last?.outcome
            ? mark(`last: ${words(last.outcome)}, ${moment(last.settledAt ?? last.timestamp, createdAt)}`, toneOf(last.outcome))
            : mark('has not run', 'quiet'),
          task.stalled ? mark('stalled', 'bad') : null,
          task.defined ? null : mark('not defined here', 'watch'),
          waiting > 0 ? mark(`${waiting} enqueued`, 'quiet') : null,
        ].filter((one) => one !== null),
      );
      const lasted = ({ ms, observed }: BackgroundTaskWait): string =>
        ms < 1000 ? '' : `, ${observed ? 'seen for' : 'for'} ${duration(ms)}`;
      const past = task.waits.filter(({ blocker }) => !task.blockedBy.includes(blocker));
      waits.replaceChildren(
        ...task.blockedBy.map((blocker) => {
          const wait = task.waits.find((one) => one.blocker === blocker);
          return el('li', {}, `waits for: ${words(blocker)}${wait === undefined ? '' : lasted(wait)}`);
        }),
        ...past.map((wait) => el('li', { class: 'soft' }, `has waited for: ${words(wait.blocker)}${lasted(wait)}`)),
      );
      picture.replaceChildren(lane(name, planned, nextAt, createdAt));
      tick(createdAt);
    },
    progress(value) {
      progress.hidden = false;
      setText(progress, `progress: ${JSON.stringify(value)}`);
    },
    tick,
  };
}
