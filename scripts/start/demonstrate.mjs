import { Chromium } from '../../test/drivers/chromium.ts';
import { until } from '../../test/drivers/until.ts';

const FIRST = 'Written with a network';
const NOTES = ['Written without a network', 'Written a moment later', 'And the page is closed now'];
const ALL = [FIRST, ...NOTES];
/** The first run comes one interval (a minute) after the registration, and a busy machine needs time on top. */
const WAKE_LIMIT_MS = 180_000;

/**
 * Shows the package's main job: a note is sent as it is written; notes are written offline, the page is closed, the browser itself wakes the worker,
 * and the notes reach the server; then the periodic task runs in its time. `arrivals` lists the notes that the server has got, `ended` the tasks
 * whose callbacks have ended. Resolves with whether all of it happened.
 */
export async function demonstrate({ browserPath, appUrl, arrivals, ended, say }) {
  // Two seconds replace the twelve hours between two wakes. All else is the browser's own doing: it decides when to fire, and starts the worker.
  const browser = await Chromium.launch({ path: browserPath, sandbox: true, realPeriodicSync: true, mayPeriodicSync: [appUrl] });
  try {
    say(`${await browser.version()}, with periodic sync every 2 seconds instead of 12 hours`);
    const page = await browser.tab(appUrl);
    await until('the tasks on the page', () =>
      page.evaluateText(`document.querySelectorAll('.task').length === 2 && document.querySelector('.status.good') !== null`),
    );
    say('the app is open; it has registered sync-notes (every minute) and refresh-feed');
    const write = (text) =>
      page.evaluateText(
        `(() => { const text = document.querySelector('#note'); text.value = ${JSON.stringify(text)}; text.form.requestSubmit(); })()`,
      );
    await write(FIRST);
    await until('the first note at the server', () => arrivals.some((note) => note.text === FIRST));
    await until('the note is marked as sent', () => page.evaluateText(`document.querySelectorAll('.sync.sent').length === 1`));
    say(`sent as it was written: “${FIRST}”`);
    await page.setOffline(true);
    say('the page is offline');
    for (const [index, text] of NOTES.entries()) {
      await write(text);
      await until('the note in the list', () => page.evaluateText(`document.querySelectorAll('.sync.waiting').length === ${index + 1}`));
      say(`note kept on the device: “${text}”`);
    }
    if (arrivals.length > 1) throw new Error('a note arrived although the page was offline');
    watchWorker(browser, say);
    await page.close();
    say('the page is closed; no page of the app is open. Waiting for the browser');

    await until('the notes at the server', () => NOTES.every((text) => arrivals.some((note) => note.text === text)), WAKE_LIMIT_MS);
    say(`all ${ALL.length} notes are at the server, and nobody had the app open`);
    say('the safety net, sync-notes, is due a minute after registration; waiting for the browser');
    await until('the run of sync-notes', () => ended.includes('sync-notes'), WAKE_LIMIT_MS);

    const again = await browser.tab(appUrl);
    const rows = `[...document.querySelectorAll('.run')].map((row) => row.innerText.replace(/\\s+/g, ' '))`;
    await until('the run in the log', () =>
      again.evaluateText(
        `document.querySelectorAll('.sync.sent').length === ${ALL.length} && ${rows}.some((row) => row.includes('sync-notes') && row.includes('periodic sync'))`,
      ),
    );
    say('the app is open again; its log of runs:');
    for (const row of /** @type {string[]} */ (await again.evaluateText(rows))) say(`  ${row}`);
    return true;
  } catch (error) {
    say(`that did not work: ${error.message}`);
    return false;
  } finally {
    await browser.dispose();
  }
}

/** Tells when the browser stops and starts the worker. The driver watches from a blank page, which is not attached to the app. */
function watchWorker(browser, say) {
  let last = 'running';
  browser.cdp.on('ServiceWorker.workerVersionUpdated', (/** @type {any} */ { versions }) => {
    for (const { scriptURL, runningStatus } of versions) {
      if (!scriptURL.endsWith('/background-task-sw.js') || runningStatus === last) continue;
      if (runningStatus === 'stopped') say('the browser has stopped the idle worker');
      if (runningStatus === 'running' && last !== 'running') say('the browser has woken the worker');
      last = runningStatus;
    }
  });
}
