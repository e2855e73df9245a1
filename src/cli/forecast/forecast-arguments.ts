import { parseArgs } from 'node:util';
import type { BackgroundTaskOptions } from '../../definitions.js';
import type { ForecastTask } from '../../testing/index.js';

export interface ForecastArguments {
  /** Empty: the registrations that the project's code shows. */
  readonly tasks: readonly ForecastTask[];
  /** Undefined: the usual one, for a report that of its platform. */
  readonly device: string | undefined;
  /** A report of `getReportAsync()`, which brings tasks, history and platform. */
  readonly from: string | undefined;
  readonly days: number;
  readonly seeds: number;
  readonly json: boolean;
  /** Files to write; undefined: none. */
  readonly svg: string | undefined;
  readonly html: string | undefined;
  /** How many devices ask the server; undefined: it is not asked. */
  readonly fleet: number | undefined;
  readonly root: string | undefined;
}

export type ParsedForecastArguments =
  { readonly ok: true; readonly arguments: ForecastArguments } | { readonly ok: false; readonly reason: string };

/** Short words for the options of a task, as `--task sync:30,charging` has them. */
const WORDS: Readonly<Record<string, BackgroundTaskOptions>> = {
  offline: { requiresNetwork: false },
  unmetered: { requiresUnmeteredNetwork: true },
  charging: { requiresCharging: true },
  battery: { requiresBatteryNotLow: true },
  storage: { requiresStorageNotLow: true },
  idle: { requiresDeviceIdle: true },
};

/** Reads what follows `forecast` on the command line. */
export function parseForecastArguments(argv: readonly string[]): ParsedForecastArguments {
  try {
    const { values } = parseArgs({
      args: [...argv],
      options: {
        task: { type: 'string', multiple: true, default: [] },
        device: { type: 'string' },
        from: { type: 'string' },
        days: { type: 'string', default: '7' },
        seeds: { type: 'string', default: '200' },
        json: { type: 'boolean', default: false },
        svg: { type: 'string' },
        html: { type: 'string' },
        fleet: { type: 'string' },
        root: { type: 'string' },
      },
    });
    const { device, from, json, svg, html, root } = values;
    const fleet = values.fleet === undefined ? undefined : wholeNumber('--fleet', values.fleet);
    const tasks = values.task.map(taskOf);
    if (from !== undefined && tasks.length > 0) throw new Error('--from brings the tasks of the report: leave --task out');
    if (from !== undefined && fleet !== undefined) throw new Error('--from is one device: leave --fleet out');
    return {
      ok: true,
      arguments: {
        tasks,
        device,
        from,
        days: wholeNumber('--days', values.days),
        seeds: wholeNumber('--seeds', values.seeds),
        json,
        svg,
        html,
        fleet,
        root,
      },
    };
  } catch (error: unknown) {
    return { ok: false, reason: error instanceof Error ? error.message : String(error) };
  }
}

function wholeNumber(option: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new Error(`${option} needs a whole number above 0, not ${text}`);
}

function taskOf(text: string): ForecastTask {
  const [, name = '', minutes = '', words = ''] = /^([^:]+):(\d+(?:\.\d+)?)((?:,[a-z]+)*)$/.exec(text) ?? [];
  if (name === '') throw new Error(`--task needs NAME:MINUTES[,${Object.keys(WORDS).join(',')}], such as sync:30,charging, not ${text}`);
  let options: BackgroundTaskOptions = { minimumInterval: Number(minutes) };
  for (const word of words.split(',').slice(1)) {
    const known = WORDS[word];
    if (known === undefined) throw new Error(`--task ${text}: "${word}" is not known; there are ${Object.keys(WORDS).join(', ')}`);
    options = { ...options, ...known };
  }
  return { name, options };
}
