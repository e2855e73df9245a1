import { wantsInstallation } from '../setup/install.mjs';
import { demonstrate } from './demonstrate.mjs';
import { findBrowser, getBrowser } from './find-browser.mjs';
import { serve } from './serve.mjs';

const NO_BROWSER = 77;
const once = process.argv.includes('--once');
const started = performance.now();

const say = (text) => console.log(`${String(Math.round((performance.now() - started) / 1000)).padStart(4)} s  ${text}`);
const arrivals = [];
const ended = [];

const served = await serve({
  say,
  onNote: (note) => {
    arrivals.push(note);
    say(`the server has a note: “${note.text}”`);
  },
  onMark({ phase, taskName, trigger, runtime }) {
    if (phase === 'end') ended.push(taskName);
    say(`${taskName} ${phase === 'start' ? 'runs' : 'ends'} (woken by ${trigger}, in a ${runtime})`);
  },
});
console.log(`\n        the app                ${served.appUrl}\n        what arrives           ${served.serverUrl}\n`);

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(0));

const browserPath = (await findBrowser()) ?? (wantsInstallation(process.argv) && !process.env.CHROME_PATH ? await getBrowser(say) : null);
let code;
if (browserPath === null) {
  say('the demonstration needs Chrome, Chromium or Edge, and none was found or could be downloaded.');
  say('Install one, or set CHROME_PATH to its program, and start again. The app itself is served.');
  code = NO_BROWSER;
} else {
  code = (await demonstrate({ browserPath, appUrl: served.appUrl, arrivals, ended, say })) ? 0 : 1;
}

if (once) {
  await served.close();
  process.exit(code);
}
say('the app and the server stay up; Ctrl-C ends them');
