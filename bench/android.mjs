// A closed Android app in the rig: a JVM with the real framework, WorkManager and Capacitor's bridge, real Chromium behind the web view.
// Times are ratios beside a bare web view of the same run: they say what is added, and nothing about a phone.
import { runCommand } from '../scripts/setup/children.mjs';
import { figure, report } from './figure.mjs';

/** By the figure's name; `times`: of what it stands beside. */
const limits = new Map([
  ['start of the work to the first line of the callback, headless page', { times: 3 }],
  ["the same with the example app's full entry", { times: 3 }],
  ['wall time of a whole wake', { times: 5 }],
  ['processor time of a whole wake', { times: 3 }],
  ['peak memory of a whole wake', { times: 2 }],
  ["calls of a run, beside the start's addListener and attach", { most: 2 }],
  ['events of a run', { most: 1 }],
  ['objects left of 500 background runs: views, bridges, activities, plugins, calls', { most: 0 }],
  ['threads of plugins left', { most: 0 }],
  ['pages left in the browser', { most: 0 }],
  ['open, claim and finish one of 1,000 items of 8 kB', { times: 2 }],
  ['read 1,000 items at the start of a process', { most: 250 }],
  ['1,000 items of 8 kB on disk', { most: 9 }],
]);

const found = new Map();
const code = await runCommand(['node', 'scripts/android/test.mjs', '--bench'], {
  limitMs: 25 * 60_000,
  onLine(line) {
    if (!line.startsWith('figure ')) return console.log(line);
    const { name, value, unit, base, note } = JSON.parse(line.slice('figure '.length));
    const limit = limits.get(name);
    if (limit === undefined) throw new Error(`no limit is set for "${name}"`);
    const beside = base === null ? null : Number(base);
    found.set(name, figure(name, { value: Number(value), unit, base: beside, limit: limit.most ?? beside * limit.times, note }));
  },
});
const missing = [...limits.keys()].filter((name) => !found.has(name));
if (code !== 0 || missing.length > 0) throw new Error(`the rig ended with ${code}; not measured: ${missing.join('; ') || 'nothing'}`);
report([...found.values()]);
