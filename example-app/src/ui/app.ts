import { Capacitor } from '@capacitor/core';
import { BackgroundTask } from '@capgo/capacitor-background-task';
import type { BackgroundTaskProgressEvent } from '@capgo/capacitor-background-task';
import './styles.css';
import { SEND_NOTE, SYNC_NOTES } from '../background-tasks';
import { onChange } from '../notes/changes';
import { registerTasks, turnOnOrOff } from '../registration';
import { sendSoon } from '../sending';
import { el } from './element';
import { feedPanel } from './feed-panel';
import { composer, notesList } from './notes-panel';
import { runList } from './run-list';
import { readKept, readWork } from './state';
import type { Kept, Work } from './state';
import { statusPanel, tasksPanel, unknownStatus } from './status-panel';
import { dueIn, tick, ticker } from './time';
import { timeline } from './timeline';

const slot = (name: string): HTMLElement => el('div', { 'data-slot': name });
const slots = {
  summary: slot('summary'),
  notes: slot('notes'),
  status: slot('status'),
  tasks: slot('tasks'),
  timeline: slot('timeline'),
  runs: slot('runs'),
  feed: slot('feed'),
};
const busy = new Set<HTMLElement>();
const alertBox = el('p', { class: 'alert', role: 'alert', hidden: '' });
const connection = el('span', { class: 'connection' });
const onOff = button('Turn off', 'quiet', turnOnOrOff);
const runNow = button('Run now', 'quiet', async () => void (await BackgroundTask.triggerTaskWorkerForTestingAsync()));
const asClosed = button(
  'Run as if closed',
  'quiet',
  async () => void (await BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })),
);
/** Null until it has been read: until then the page says so instead of guessing. */
let kept: Kept | null = null;
/** The notes that are under way, as their runs say. */
const sending = new Set<string>();
let work: Work | null = null;

export async function startApp(): Promise<void> {
  document.querySelector('#app')?.replaceChildren(...page());
  setInterval(tick, 1000);
  setInterval(() => work !== null && drawTimeline(work), 5000);
  for (const event of ['online', 'offline']) addEventListener(event, showConnection);
  showConnection();
  drawWork();
  // Registering may wait for the worker; the notes are there already.
  readKept().then(keepAndDraw, fail);
  onChange(refresh);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  await registerTasks().catch(fail);
  await BackgroundTask.addTaskProgressListener(showProgress).catch(fail);
  await BackgroundTask.addTaskRunListener(({ enqueuedId }) => {
    if (enqueuedId !== null) sending.delete(enqueuedId);
    refresh();
  }).catch(fail);
  // The app's own worker, which opens it without a network; a native app has its files with it.
  if (Capacitor.getPlatform() === 'web') void navigator.serviceWorker?.register('/app-sw.js').catch(fail);
  refresh();
  // For whoever tries the example: plan beside runs, what blocks a task, and a report to copy.
  const { mountInspector } = await import('@capgo/capacitor-background-task/inspector');
  mountInspector({ position: 'bottom-left' });
}

function page(): HTMLElement[] {
  const title = (text: string, ...more: HTMLElement[]): HTMLElement => el('header', { class: 'title' }, el('h2', {}, text), ...more);
  return [
    el(
      'header',
      { class: 'top' },
      el('img', { src: '/icon.svg', alt: '', width: '34', height: '34' }),
      el('h1', {}, 'Offline notes'),
      connection,
    ),
    alertBox,
    el(
      'main',
      {},
      el(
        'div',
        { class: 'column' },
        slots.summary,
        composer((id) => void sendSoon(id).then(refresh, fail), fail),
        slots.notes,
      ),
      el(
        'aside',
        { class: 'column' },
        slots.status,
        el('section', { class: 'card' }, title('Next', onOff), slots.tasks),
        el('section', { class: 'card' }, title('Runs', runNow, asClosed), slots.timeline, slots.runs),
        el('section', { class: 'card' }, title('Feed'), slots.feed),
      ),
    ),
  ];
}

/** A button that is busy until its work is done. */
function button(words: string, look: string, act: () => Promise<void>): HTMLButtonElement {
  const element = el('button', { type: 'button', class: look }, words) as HTMLButtonElement;
  element.addEventListener('click', () => {
    element.disabled = true;
    busy.add(element);
    act()
      .catch(fail)
      .finally(() => {
        busy.delete(element);
        element.disabled = false;
        refresh();
      });
  });
  return element;
}

/** One reading at a time; what changes meanwhile is read after it. */
let reading: Promise<void> | null = null;
let again = false;
function refresh(): void {
  if (reading !== null) return void (again = true);
  reading = Promise.all([readKept().then(keepAndDraw), readWork().then((read) => ((work = read), drawWork()))])
    .then(drawSummary, fail)
    .finally(() => {
      reading = null;
      if (!again) return;
      again = false;
      refresh();
    });
}

function showProgress({ taskName, enqueuedId, progress }: BackgroundTaskProgressEvent): void {
  if (taskName !== SEND_NOTE || enqueuedId === null) return;
  if (progress === 'sending') sending.add(enqueuedId);
  else sending.delete(enqueuedId);
  if (kept !== null) keepAndDraw(kept);
}

function keepAndDraw(read: Kept): void {
  kept = read;
  slots.notes.replaceChildren(notesList(read.notes, sending));
  slots.feed.replaceChildren(feedPanel(read.feed));
  drawSummary();
}

function drawWork(): void {
  const isOff = work?.tasks.length === 0;
  onOff.textContent = isOff ? 'Turn on' : 'Turn off';
  onOff.classList.toggle('unknown', work === null);
  for (const run of [runNow, asClosed]) run.disabled = work === null || isOff || busy.has(run);
  slots.status.replaceChildren(work === null ? unknownStatus() : statusPanel(work.status));
  if (work === null) {
    for (const place of [slots.tasks, slots.runs]) place.replaceChildren(el('p', { class: 'empty' }, '…'));
    return;
  }
  slots.tasks.replaceChildren(tasksPanel(work.tasks));
  slots.runs.replaceChildren(runList([...work.pending, ...work.runs]));
  drawTimeline(work);
}

function drawTimeline({ tasks, runs, pending }: Work): void {
  slots.timeline.replaceChildren(timeline(tasks, [...pending, ...runs]));
}

function drawSummary(): void {
  if (kept !== null) slots.summary.replaceChildren(summary(kept, work));
}

function summary({ notes }: Kept, known: Work | null): HTMLElement {
  const waiting = notes.filter((note) => note.uploadedAt === null).length;
  const headline =
    waiting === 0
      ? notes.length === 0
        ? 'Write something down.'
        : 'Everything is on the server.'
      : `${waiting} ${waiting === 1 ? 'note waits' : 'notes wait'} on this device.`;
  const when = (): string => {
    if (known === null) return 'Setting up the background work…';
    const next = known.tasks.find((task) => task.name === SYNC_NOTES)?.nextEligibleAt;
    if (next === undefined) return 'Background work is off.';
    if (known.queued.length > 0) return `Sent as soon as there is a network. The safety net looks ${dueIn(next)}.`;
    return `Notes are sent as they are written. The safety net looks ${dueIn(next)}, ${known.status.runsWhileClosed ? 'with this page closed too' : 'while this page is open'}.`;
  };
  return el('div', { class: 'summary' }, el('p', { class: 'headline' }, headline), ticker(el('p', { class: 'hint' }), when));
}

function showConnection(): void {
  connection.textContent = navigator.onLine ? 'online' : 'offline';
  connection.className = `connection ${navigator.onLine ? 'good' : 'watch'}`;
}

function fail(error: unknown): void {
  alertBox.textContent = error instanceof Error ? error.message : String(error);
  alertBox.hidden = false;
}
