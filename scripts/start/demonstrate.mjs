import { setTimeout as pause } from 'node:timers/promises';
import { openBrowser } from './browser.mjs';

const NOTES = ['Written without a network', 'Written a moment later', 'And the page is closed now'];
/** The first run comes one interval, a minute, after registration; a loaded machine takes its time. */
const WAKE_LIMIT_MS = 180_000;

/**
 * The main job: notes written offline, the page closed, the worker woken by the browser's own periodic sync, the notes at the server, the
 * run in the log. `arrivals` is the list of notes that the server tells of. Resolves with whether all of it happened.
 */
export async function demonstrate({ browserPath, appUrl, arrivals, say }) {
  const browser = await openBrowser(browserPath);
  try {
    say(`${await browser.version()}, with periodic sync every 2 seconds instead of 12 hours`);
    await browser.allowPeriodicSync(appUrl);
    const page = await browser.openPage(appUrl);
    await until('the tasks on the page', () =>
      page.evaluate(`document.querySelectorAll('.task').length === 2 && document.querySelector('.status.good') !== null`),
    );
    say('the app is open; it has registered sync-notes (every minute) and refresh-feed');
    await page.setOffline(true);
    say('the page is offline');
    for (const [index, text] of NOTES.entries()) {
      await page.evaluate(
        `(() => { const text = document.querySelector('#note'); text.value = ${JSON.stringify(text)}; text.form.requestSubmit(); })()`,
      );
      await until('the note in the list', () => page.evaluate(`document.querySelectorAll('.sync.waiting').length === ${index + 1}`));
      say(`note kept on the device: “${text}”`);
    }
    if (arrivals.length > 0) throw new Error('a note arrived although the page was offline');
    await watchWorker(browser, say);
    await page.close();
    say('the page is closed; no page of the app is open. The first run is due a minute after registration; waiting for the browser');

    await until('the notes at the server', () => NOTES.every((text) => arrivals.some((note) => note.text === text)), WAKE_LIMIT_MS);
    say(`all ${NOTES.length} notes are at the server, and nobody had the app open`);

    const again = await browser.openPage(appUrl);
    const rows = `[...document.querySelectorAll('.run')].map((row) => row.innerText.replace(/\\s+/g, ' '))`;
    await until('the run in the log', () =>
      again.evaluate(
        `document.querySelectorAll('.sync.sent').length === ${NOTES.length} && ${rows}.some((row) => row.includes('sync-notes') && row.includes('periodic sync'))`,
      ),
    );
    say('the app is open again; its log of runs:');
    for (const row of await again.evaluate(rows)) say(`  ${row}`);
    return true;
  } catch (error) {
    say(`that did not work: ${error.message}`);
    return false;
  } finally {
    await browser.close();
  }
}

/** Tells when the browser stops and starts the worker. It watches from a blank page, attached to nothing of the app. */
async function watchWorker(browser, say) {
  const blank = await browser.openPage('about:blank');
  let last = 'running';
  browser.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { scriptURL, runningStatus } of versions) {
      if (!scriptURL.endsWith('/background-task-sw.js') || runningStatus === last) continue;
      if (runningStatus === 'stopped') say('the browser has stopped the idle worker');
      if (runningStatus === 'running' && last !== 'running') say('the browser has woken the worker');
      last = runningStatus;
    }
  });
  await blank.send('ServiceWorker.enable');
}

async function until(what, condition, limitMs = 30_000) {
  const end = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`no ${what} within ${limitMs / 1000} s`);
    await pause(100);
  }
}
