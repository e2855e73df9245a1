import { Capacitor } from '@capacitor/core';
import { BackgroundTask } from '@capgo/capacitor-background-task';
import './styles.css';
import { onChange } from '../notes/changes';
import { registerTasks, turnOnOrOff } from '../registration';
import { el } from './element';
import { feedPanel } from './feed-panel';
import { composer, notesList } from './notes-panel';
import { runList } from './run-list';
import { readState } from './state';
import type { AppState } from './state';
import { statusPanel, tasksPanel } from './status-panel';
import { dueIn, tick, ticker } from './time';
import { timeline } from './timeline';

const slot = (name: string): HTMLElement => el('div', { 'data-slot': name });
const slots = { summary: slot('summary'), notes: slot('notes'), status: slot('status'), tasks: slot('tasks'), timeline: slot('timeline'), runs: slot('runs'), feed: slot('feed') };
const alertBox = el('p', { class: 'alert', role: 'alert', hidden: '' });
const connection = el('span', { class: 'connection' });
const onOff = button('Turn off', 'quiet', turnOnOrOff);
let state: AppState | null = null;

export async function startApp(): Promise<void> {
  document.querySelector('#app')?.replaceChildren(...page());
  setInterval(tick, 1000);
  setInterval(() => state !== null && drawTimeline(state), 5000);
  for (const event of ['online', 'offline']) addEventListener(event, showConnection);
  showConnection();
  onChange(refresh);
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && refresh());
  await registerTasks().catch(fail);
  await BackgroundTask.addTaskRunListener(refresh).catch(fail);
  // The app's own worker, which opens it without a network; a native app has its files with it.
  if (Capacitor.getPlatform() === 'web') void navigator.serviceWorker?.register('/app-sw.js').catch(fail);
  refresh();
}

function page(): HTMLElement[] {
  const runNow = button('Run now', 'quiet', async () => void (await BackgroundTask.triggerTaskWorkerForTestingAsync()));
  const asClosed = button('Run as if closed', 'quiet', async () => void (await BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })));
  const title = (text: string, ...more: HTMLElement[]): HTMLElement => el('header', { class: 'title' }, el('h2', {}, text), ...more);
  return [
    el('header', { class: 'top' }, el('img', { src: '/icon.svg', alt: '', width: '34', height: '34' }), el('h1', {}, 'Offline notes'), connection),
    alertBox,
    el(
      'main',
      {},
      el('div', { class: 'column' }, slots.summary, composer(fail), slots.notes),
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
function button(words: string, look: string, work: () => Promise<void>): HTMLElement {
  const element = el('button', { type: 'button', class: look }, words) as HTMLButtonElement;
  element.addEventListener('click', () => {
    element.disabled = true;
    work().catch(fail).finally(() => {
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
  reading = readState()
    .then(draw, fail)
    .finally(() => {
      reading = null;
      if (!again) return;
      again = false;
      refresh();
    });
}

function draw(read: AppState): void {
  state = read;
  onOff.textContent = read.tasks.length === 0 ? 'Turn on' : 'Turn off';
  slots.summary.replaceChildren(summary(read));
  slots.notes.replaceChildren(notesList(read.notes));
  slots.status.replaceChildren(statusPanel(read.status));
  slots.tasks.replaceChildren(tasksPanel(read.tasks));
  slots.runs.replaceChildren(runList([...read.pending, ...read.runs]));
  slots.feed.replaceChildren(feedPanel(read.feed));
  drawTimeline(read);
}

function drawTimeline({ tasks, runs, pending }: AppState): void {
  slots.timeline.replaceChildren(timeline(tasks, [...pending, ...runs]));
}

function summary({ notes, tasks, status }: AppState): HTMLElement {
  const waiting = notes.filter((note) => note.uploadedAt === null).length;
  const next = Math.min(...tasks.map((task) => task.nextEligibleAt));
  const headline = waiting === 0 ? (notes.length === 0 ? 'Write something down.' : 'Everything is on the server.') : `${waiting} ${waiting === 1 ? 'note waits' : 'notes wait'} on this device.`;
  const closed = status.runsWhileClosed ? 'with this page closed too' : 'while this page is open';
  const when = (): string => (tasks.length === 0 ? 'Background work is off.' : `Next upload ${dueIn(next)}, ${closed}.`);
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
