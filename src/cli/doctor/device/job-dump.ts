import type { BackgroundTaskBlocker } from '../../../definitions.js';
import type { ScheduledJob } from '../finding.js';

const SERVICE = 'androidx.work.impl.background.systemjob.SystemJobService';
/** `JOB #u0a231/5: …` up to Android 13, `JOB namespace:u0a233/1: …` from 14 on. */
const HEAD = /^\s*JOB (?:#|([\w.]+):)\w+\/(-?\d+):/;

/** The words of `blockedBy` for what the dump names otherwise; null: the line says it already, as a time. */
const BLOCKERS = new Map<string, BackgroundTaskBlocker | null>([
  ['CONNECTIVITY', 'network'],
  ['IDLE', 'device-idle'],
  ['WITHIN_QUOTA', 'quota'],
  ['DEVICE_NOT_DOZING', 'doze'],
  ['BACKGROUND_NOT_RESTRICTED', 'background-refresh'],
  ['TIMING_DELAY', null],
]);

/** What a job waits for, in the words that `blockedBy` has in the app; a name that has none in small letters. */
export function blockersIn(unsatisfied: readonly string[]): string[] {
  return unsatisfied.flatMap((name) => {
    const blocker = BLOCKERS.get(name);
    return blocker === undefined ? [name.toLowerCase().replaceAll('_', '-')] : (blocker ?? []);
  });
}

/** WorkManager's jobs of one app, out of `dumpsys jobscheduler`. Unknown lines are passed over: each Android has its own. */
export function parseJobDump(dump: string, appId: string): ScheduledJob[] {
  const jobs = new Map<string, ScheduledJob>();
  for (const block of dump.split(/^(?=\s*JOB\s)/m)) {
    const head = HEAD.exec(block);
    const firstLine = block.trimStart().split('\n', 1)[0] ?? '';
    const component = firstLine.trimEnd().split(/[@\s]/).at(-1);
    if (!head || component !== `${appId}/${SERVICE}`) continue;
    const id = head[2] ?? '';
    // The dump names a job again under its queues: the first mention carries the details.
    if (jobs.has(id)) continue;
    const earliest = /^\s*Run time:.*?earliest=([^,\s]+)/m.exec(block)?.[1];
    jobs.set(id, {
      id,
      namespace: head[1],
      required: words(block, 'Required constraints'),
      unsatisfied: words(block, 'Unsatisfied constraints'),
      earliest: earliest === undefined || earliest === 'none' || earliest.startsWith('-') ? undefined : earliest,
      standbyBucket: /^\s*Standby bucket:\s*(\w+)/m.exec(block)?.[1],
      ready: /^\s*Ready:\s*true\b/m.test(block),
    });
  }
  return [...jobs.values()];
}

function words(block: string, label: string): string[] {
  const line = new RegExp(`^\\s*${label}:(.*)$`, 'm').exec(block)?.[1] ?? '';
  return line
    .replace(/\[.*?\]/g, '')
    .split(/\s+/)
    .filter((word) => /^[A-Z_]+$/.test(word));
}
