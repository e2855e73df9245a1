import type { BackgroundTaskReport } from '../../definitions.js';
import { BackgroundTaskError } from '../../errors.js';
import type { ForecastTask } from '../../testing/index.js';
import { reportProblem } from '../../testing/device/report-shape.js';
import { readTextFile } from '../project/text-file.js';

export interface ReadReport {
  readonly report: BackgroundTaskReport;
  /** Its registrations, for a page on which all of it can be moved by hand. */
  readonly tasks: readonly ForecastTask[];
  /** What the report has and a forecast does not know. */
  readonly unread: readonly string[];
}

const REMEDY = 'Write JSON.stringify(await BackgroundTask.getReportAsync()) of the device into a file, whole, and give that file.';

/** Reads a report of a device. Throws `INVALID_OPTIONS` with what is wrong with the file; `forecast` says what is wrong with the report in it. */
export function readReport(path: string, shownPath: string): ReadReport {
  const file = readTextFile(path);
  if (file.state !== 'text')
    throw refusal(`there is ${file.state === 'absent' ? 'no such file' : `nothing to read: ${file.reason}`}`, shownPath);
  let report: BackgroundTaskReport;
  try {
    report = JSON.parse(file.text.replace(/^\uFEFF/, '')) as BackgroundTaskReport;
  } catch (error: unknown) {
    throw refusal(`it is not JSON (${error instanceof Error ? error.message : String(error)})`, shownPath);
  }
  const problem = reportProblem(report);
  if (problem !== null) throw refusal(`it is no report of getReportAsync(): ${problem}`, shownPath);
  if (report.tasks.length === 0) throw refusal('no task was registered on that device, so there is nothing to forecast', shownPath);
  const waiting = report.items.length;
  return {
    report,
    tasks: report.tasks.map(({ name, options: { notHonoured: _, ...options } }) => ({
      name,
      options: Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null)),
    })),
    unread: waiting === 0 ? [] : [`${waiting} item${waiting === 1 ? '' : 's'} of the queue: a forecast knows registrations only`],
  };
}

function refusal(what: string, file: string): BackgroundTaskError {
  return new BackgroundTaskError('INVALID_OPTIONS', `--from ${file}: ${what}. ${REMEDY}`);
}
