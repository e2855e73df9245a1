import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { root } from '../../scripts/setup/paths.mjs';
import { bundle } from '../drivers/bundle.ts';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';

const PICTURES = resolve(root, '.cache/inspector');
const AXE = readFileSync(resolve(root, 'node_modules/axe-core/axe.min.js'), 'utf8');
/** As strict as an app's policy gets: no inline style, no inline script. */
const page = (script: string, attributes = 'lang="en"'): string =>
  `<!doctype html><html ${attributes}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'"><title>App</title></head>
<body><main><h1>App</h1></main><script src="/${script}"></script></body></html>`;

/** A day of a phone, in the page's own memory: successes, a failure, a retry, a task that waits, an item in the queue. */
const DAY = `
  import { BackgroundTask } from '@capgo/capacitor-background-task';
  import { mountInspector } from '@capgo/capacitor-background-task/inspector';
  import { createVirtualDevice } from '@capgo/capacitor-background-task/testing';
  const query = new URLSearchParams(location.search);
  const device = createVirtualDevice({ platform: query.get('platform'), now: Date.now() - 26 * 3_600_000, state: { bucket: 'working-set', lowPowerMode: false } });
  device.install();
  let count = 0;
  BackgroundTask.defineTask('sync-notes', () => { if (++count % 5 === 0) throw new TypeError('The server answered 503'); });
  BackgroundTask.defineTask('refresh-the-cache-of-all-the-pictures-in-every-size', () => undefined);
  BackgroundTask.defineTask('upload', () => undefined);
  globalThis.ready = (async () => {
    await BackgroundTask.registerTaskAsync('sync-notes', { minimumInterval: 120, maximumRetries: 2 });
    await BackgroundTask.registerTaskAsync('refresh-the-cache-of-all-the-pictures-in-every-size', { minimumInterval: 300, requiresCharging: true, timeLimit: 20 });
    device.app.background();
    await device.advance({ hours: 26 });
    device.set({ network: 'none', lowPowerMode: true });
    await BackgroundTask.enqueueTaskAsync('upload', { data: 1 });
    await device.app.open();
    globalThis.mounted = mountInspector({ initialIsOpen: true, position: query.get('position') ?? 'bottom-right', readOnly: query.has('readOnly') });
  })();
`;

/** The real web platform. */
const REAL = `
  import { BackgroundTask } from '@capgo/capacitor-background-task';
  import { mountInspector } from '@capgo/capacitor-background-task/inspector';
  BackgroundTask.defineTask('sync', ({ runtime, setProgress }) => { setProgress({ done: 3 }); return new Promise((resolve) => { globalThis.finish = resolve; }); });
  globalThis.ready = BackgroundTask.registerTaskAsync('sync', { minimumInterval: 30 }).then(() => { globalThis.mounted = { ...mountInspector(), run: () => BackgroundTask.triggerTaskWorkerForTestingAsync() }; });
`;

let browser: Chromium;
let site: Site;
let tab: Tab;

beforeAll(async () => {
  mkdirSync(PICTURES, { recursive: true });
  site = await Site.start();
  site.file('/day.js', await bundle('page', DAY));
  site.file('/real.js', await bundle('page', REAL));
  site.file('/day', page('day.js'));
  site.file('/day-rtl', page('day.js', 'lang="ar" dir="rtl"'));
  site.file('/real', page('real.js'));
  browser = await Chromium.launch();
});
beforeEach(async () => {
  tab = await browser.blankTab();
});
afterAll(async () => {
  await browser?.dispose();
  await site?.stop();
});

async function open(path: string, { width = 390, height = 844, dark = false } = {}): Promise<void> {
  await tab.send('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  await tab.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }] });
  await tab.goto(site.url(path));
  await tab.evaluateText('globalThis.ready');
}

const inside = (expression: string): Promise<unknown> =>
  tab.evaluateText(`(() => { const root = mounted.element.shadowRoot; return ${expression}; })()`);
const shown = async (): Promise<string> => String(await inside("root.querySelector('.panel').innerText"));
const said = (): Promise<unknown> => inside("root.querySelector('[role=status]').textContent");
const click = (name: string): Promise<unknown> =>
  inside(
    `[...root.querySelectorAll('button')].find((one) => (one.getAttribute('aria-label') ?? one.textContent) === ${JSON.stringify(name)}).click()`,
  );

async function findings(): Promise<unknown> {
  await tab.evaluateText(`${AXE}; 0`);
  return tab.evaluateText(`axe.run(mounted.element).then(({ violations, incomplete }) => [...violations, ...incomplete.filter(({ id }) => id === 'color-contrast')]
    .map(({ id, nodes }) => [id, nodes.map(({ target, failureSummary }) => [String(target), failureSummary])]))`);
}

async function picture(name: string): Promise<void> {
  const { data } = await tab.send('Page.captureScreenshot', { format: 'png' });
  writeFileSync(resolve(PICTURES, `${name}.png`), Buffer.from(String(data), 'base64'));
}

test.each([
  [320, 'light'],
  [320, 'dark'],
  [390, 'light'],
  [390, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
])('at %i px, %s, axe-core finds nothing, nothing is cut off, and a strict content security policy is kept', async (width, theme) => {
  await open('/day?platform=android', { width, height: width < 1000 ? 720 : 800, dark: theme === 'dark' });
  await until('a reading', async () => (await shown()).includes('sync-notes'));
  await picture(`${width}-${theme}`);
  expect(await findings()).toEqual([]);
  expect(
    await inside(
      "[document.documentElement.scrollWidth <= innerWidth, root.querySelector('.body').scrollWidth <= root.querySelector('.body').clientWidth]",
    ),
  ).toEqual([true, true]);
  expect(tab.console.filter((line) => /Content Security Policy|uncaught/.test(line))).toEqual([]);
});

test.each(['android', 'ios', 'web'])('tasks, what blocks them, runs and plan of %s are shown', async (platform) => {
  await open(`/day?platform=${platform}`);
  const text = await until('a reading', async () => (await shown()).includes('sync-notes') && (await shown()));
  expect(text).toContain('every 2 h · network · maximum retries: 2');
  expect(text).toContain('waits for: charging');
  if (platform === 'android') expect(text).toMatch(/TypeError: .*503/);
  if (platform === 'android') expect(text).toMatch(/planned .*, came /);
  if (platform === 'ios') expect(text).toContain('LOW_POWER_MODE');
});

test('from right to left the panel and its lanes are mirrored, and axe-core finds nothing', async () => {
  await open('/day-rtl?platform=android', { width: 320, height: 720 });
  await until('a reading', async () => (await shown()).includes('sync-notes'));
  await picture('320-rtl');
  expect(await inside("getComputedStyle(root.querySelector('.lane svg')).transform")).toContain('matrix(-1');
  expect(await findings()).toEqual([]);
});

test('read-only it runs nothing, and embedded it is part of the page', async () => {
  await open('/day?platform=android&readOnly&position=embedded');
  await until('a reading', async () => (await shown()).includes('sync-notes'));
  expect(
    await inside("[...root.querySelectorAll('button')].map((one) => one.textContent).filter((text) => text.startsWith('Run'))"),
  ).toEqual([]);
  expect(await inside('getComputedStyle(mounted.element).position')).toBe('static');
  expect(await findings()).toEqual([]);
});

test('a task is run by a click, its progress and its outcome are told, on the real web platform', async () => {
  await open('/real');
  await click('Background tasks');
  await until('a reading', async () => (await shown()).includes('sync'));
  await click('Run now: sync');
  await until('progress', async () => (await shown()).includes('progress: {"done":3}'));
  expect(await inside("root.querySelector('.next').textContent")).toBe('running');
  await tab.evaluateText('finish()');
  await until('the outcome', async () => /^"sync": success in/.test(String(await said())));
  await until('the run in the list', async () => (await shown()).includes('page · test'));
});

test('by keyboard it opens into the panel, and Escape closes it and gives the focus back', async () => {
  await open('/real');
  const press = async (key: string, code = key): Promise<void> => {
    const text = key === 'Enter' ? { text: '\r' } : {};
    const windowsVirtualKeyCode = { Tab: 9, Enter: 13, Escape: 27 }[key] ?? 0;
    for (const type of ['keyDown', 'keyUp']) await tab.send('Input.dispatchKeyEvent', { type, key, code, windowsVirtualKeyCode, ...text });
  };
  await tab.send('Page.bringToFront');
  await press('Tab');
  await press('Enter');
  expect(await inside('root.activeElement.className')).toBe('body');
  expect(await inside("root.querySelector('.toggle').getAttribute('aria-expanded')")).toBe('true');
  await press('Escape');
  expect(await inside('root.activeElement.className')).toBe('toggle');
  expect(await inside("root.querySelector('.panel').hidden")).toBe(true);
});

test('the report is copied, and offered as text where the clipboard is out of reach', async () => {
  await open('/real');
  await click('Background tasks');
  await tab.evaluateText(
    "Object.defineProperty(navigator, 'clipboard', { configurable: true, value: { writeText: async (text) => { globalThis.copied = text; } } })",
  );
  await click('Copy report');
  await until('it is copied', async () => (await said()) === 'The report is in the clipboard.');
  expect(JSON.parse(String(await tab.evaluateText('copied')))).toMatchObject({
    reportVersion: 1,
    platform: 'web',
    tasks: [{ name: 'sync' }],
  });
  await tab.evaluateText("Object.defineProperty(navigator, 'clipboard', { configurable: true, value: undefined })");
  await click('Copy report');
  await until('it is offered', async () => String(await said()).startsWith('The clipboard is out of reach'));
  expect(JSON.parse(String(await inside("root.querySelector('textarea').value")))).toMatchObject({ reportVersion: 1 });
});

test('after unmounting it listens to nothing, and mounted again it shows what happened meanwhile', async () => {
  await open('/real');
  await click('Background tasks');
  await until('a reading', async () => (await shown()).includes('sync'));
  const listed = () => inside("root.querySelectorAll('.runs .name').length");
  const before = Number(await listed());
  await tab.evaluateText('mounted.unmount()');
  expect(await tab.evaluateText("document.querySelectorAll('background-task-inspector').length")).toBe(0);
  await tab.evaluateText('void (globalThis.run = mounted.run())');
  await until('the callback runs', () => tab.evaluateText('typeof finish').then((type) => type === 'function'));
  await tab.evaluateText('finish(); run');
  expect(await listed()).toBe(before);
  await tab.evaluateText('document.body.append(mounted.element)');
  await until('the run in the list', async () => (await listed()) === before + 1);
});
