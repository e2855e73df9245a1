import { buildStep } from './build-step.mjs';
import { android, chromium, secondEngine } from './needs.mjs';

const vitest = (project, ...rest) => ['node', 'scripts/test/vitest.mjs', project, ...rest];

// Tests in a browser may fail for reasons of the machine, so a failed file runs once more alone: see rerun.mjs.
const aloneInBrowser = { nameIn: /^FAIL (\S+\.test\.ts)\b/, command: (file) => vitest('e2e', file) };
const aloneInProjects = { ...aloneInBrowser, command: (file) => vitest('frameworks', file) };
const aloneOnAndroid = {
  nameIn: /^FAIL (?:.*[.(])?(\w+Test)\b/,
  command: (name) => ['node', 'scripts/android/test.mjs', name],
};
const aloneOnIos = { nameIn: /^(?:failed|crashed): (?:\w+\.)*(\w+Tests)\.\w+/, command: (name) => ['node', 'scripts/ios/test.mjs', name] };

/**
 * Every suite of `npm test`, in the order in which they run. A suite's command prints `N passed, N failed` at its end and leaves with 0
 * (green), 1 (red) or 77 (not run: it has said what it lacks). `needs` answers with what is missing, or null. A `series` runs by name, with
 * CI=true when the commit draws it (`everyCommit`: each time, `soakOnly`: never), and in the soak; always at its full length, which is about
 * `minutes`. `alone` says how one file of it runs by itself.
 */
export const suites = [
  { ...buildStep },
  {
    name: 'unit',
    about: 'core, runner, ledger, web, build and the contract vectors',
    command: vitest('unit'),
    limitMinutes: 10,
    needsBuild: true,
  },
  {
    name: 'package',
    about: 'import and defineTask in Node, jsdom, Jest and on an edge server',
    command: vitest('package'),
    limitMinutes: 5,
    needsBuild: true,
  },
  { name: 'cli', about: 'configure, doctor and the hook of cap sync', command: vitest('cli'), limitMinutes: 10, needsBuild: true },
  {
    name: 'e2e',
    about: 'real Chromium: pages, workers, wakes, crashes and restarts',
    command: vitest('e2e', '--exclude', '**/webkit*', '--exclude', '**/device-agreement*'),
    limitMinutes: 15,
    needs: chromium,
    tools: 'browser',
    alone: aloneInBrowser,
  },
  {
    name: 'webkit',
    about: 'the fallback path in a second engine, WebKitGTK',
    command: vitest('e2e', 'webkit'),
    limitMinutes: 10,
    needs: secondEngine,
    tools: 'secondEngine',
    alone: aloneInBrowser,
  },
  {
    name: 'agreement',
    about: 'the virtual device beside real Chromium, in ten scripted weeks',
    command: vitest('e2e', 'device-agreement'),
    limitMinutes: 8,
    needs: chromium,
    tools: 'browser',
    alone: aloneInBrowser,
  },
  {
    name: 'kills',
    about: 'at least 20 kills at each point of a run in real Chromium; the server says what arrived',
    command: vitest('e2e', 'kill-series'),
    limitMinutes: 25,
    needs: chromium,
    tools: 'browser',
    series: true,
    minutes: 8,
    alone: aloneInBrowser,
  },
  {
    name: 'android',
    about: 'the plugin on a JVM with the real framework, androidx and Capacitor',
    command: ['node', 'scripts/android/test.mjs'],
    limitMinutes: 20,
    needs: android,
    tools: 'android',
    alone: aloneOnAndroid,
  },
  {
    name: 'android-kills',
    about: 'at least 20 kills at each point of a run, in JVMs of their own, and one at each with WorkManager and the web view',
    command: ['node', 'scripts/android/test.mjs', '--long', 'DeathTest'],
    limitMinutes: 15,
    needs: android,
    tools: 'android',
    series: true,
    minutes: 5,
    alone: { ...aloneOnAndroid, command: (name) => ['node', 'scripts/android/test.mjs', '--long', name] },
  },
  {
    name: 'shrunk',
    about: 'the Android app as R8 leaves it for a store, through a whole wake; every framework member on each API level',
    command: ['node', 'scripts/android/shrunk.mjs'],
    limitMinutes: 15,
    needs: android,
    tools: 'android',
    series: true,
    everyCommit: true,
  },
  {
    name: 'ios',
    about: 'the plugin with Swift on Linux, beside stand-ins for Apple frameworks',
    command: ['node', 'scripts/ios/test.mjs'],
    limitMinutes: 30,
    alone: aloneOnIos,
  },
  {
    name: 'ios-series',
    about: 'the same with long random series, more kills and the thread sanitizer',
    command: ['node', 'scripts/ios/test.mjs', '--no-model'],
    limitMinutes: 30,
    series: true,
    minutes: 7,
    alone: aloneOnIos,
  },
  {
    name: 'frameworks',
    about: "projects of the frameworks' own starters, with the lines of docs/frameworks.md",
    command: vitest('frameworks'),
    limitMinutes: 25,
    needs: chromium,
    tools: 'browser',
    needsBuild: true,
    series: true,
    everyCommit: true,
    alone: aloneInProjects,
  },
  {
    name: 'bare-machines',
    about: 'npm start and npm test on Debian 12 and 13 where nothing was done yet, as root and as a user',
    command: ['node', 'scripts/bare/trial.mjs'],
    limitMinutes: 40,
    series: true,
    soakOnly: true,
  },
];
