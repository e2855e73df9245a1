import { CONTRACT_VERSION, MAXIMUM_ITEMS, MAXIMUM_LOGGED_RUNS } from '../core/constants.js';
import type { TaskView } from '../core/platform.js';
import type { RunView } from '../core/records.js';
import { PACKAGE_VERSION } from '../core/version.js';
import type { BackgroundTaskPlugin, BackgroundTaskReport, BackgroundTaskReportRun, BackgroundTaskStatusDetails } from '../definitions.js';
import type { BackgroundTaskParts, PlatformConnection } from './platform-connection.js';
import { completeRun, listOf, publicTask } from './public-views.js';
import { parseReportOptions } from './query-options.js';
import type { Waits } from './waits.js';

/** What the report needs of the ordinary API. */
export interface ReportPorts {
  readonly parts: BackgroundTaskParts;
  readonly connection: PlatformConnection;
  readonly query: <T>(method: string, answer: () => Promise<T>) => Promise<T>;
  readonly status: () => Promise<BackgroundTaskStatusDetails>;
  readonly waits: Waits;
  readonly now: () => number;
}

const METHOD = 'getReportAsync';

export function createReportMethod({
  parts,
  connection,
  query,
  status,
  waits,
  now: time,
}: ReportPorts): BackgroundTaskPlugin['getReportAsync'] {
  const { platform, runner, kind } = connection;

  return async (options) => {
    const { messages } = parseReportOptions(options);
    const messageOf = (message: string): string | null => (messages ? message : null);
    const [details, { tasks }, open, settled, items] = await Promise.all([
      status(),
      query(METHOD, () => platform.getTasks()),
      query(METHOD, () => platform.getRuns({ state: 'open' })),
      query(METHOD, () => platform.getRuns({ state: 'settled', limit: MAXIMUM_LOGGED_RUNS })),
      // A native part of contract version 1 has no queue.
      query(METHOD, () => platform.getEnqueued({ limit: MAXIMUM_ITEMS, includeData: false })).catch(() => null),
    ]);
    const definitions = parts.definitions();
    const now = time();

    const reportRun = (view: RunView): BackgroundTaskReportRun => {
      const { taskName, trigger, attempt, runtime, timestamp, claimedAt, deadline, settledAt, outcome, error, enqueuedId, final } =
        completeRun(view);
      return {
        taskName,
        enqueued: enqueuedId !== null,
        trigger,
        attempt,
        runtime,
        timestamp,
        claimedAt,
        deadline,
        settledAt,
        outcome,
        error: error && { code: error.code, message: messageOf(error.message) },
        final,
      };
    };

    const reportTask = (view: TaskView): BackgroundTaskReport['tasks'][number] => {
      const {
        name,
        options: inForce,
        registeredAt,
        nextEligibleAt,
        blockedBy,
        waits: waited,
        stalled,
      } = publicTask(view, waits(view, now));
      return {
        name,
        defined: definitions.get(name) !== undefined,
        options: inForce,
        registeredAt,
        nextEligibleAt,
        blockedBy,
        waits: waited,
        stalled,
      };
    };

    return {
      reportVersion: 1,
      createdAt: now,
      utcOffset: connection.time?.utcOffset() ?? 0 - new Date(now).getTimezoneOffset(),
      versions: { package: PACKAGE_VERSION, contract: CONTRACT_VERSION, nativeContract: runner.contractVersion() },
      platform: kind,
      status: details.status,
      runsWhileClosed: details.runsWhileClosed,
      reasons: details.reasons.map(({ code, message }) => ({ code, message: messageOf(message) })),
      facts: Object.fromEntries(Object.entries(details.platform).map(([key, value]) => [key, withoutHost(value)])),
      tasks: listOf(tasks).map(reportTask),
      items: listOf(items?.items).map(({ taskName, enqueuedAt, eligibleAt, attempts, running, blockedBy }) => ({
        taskName,
        enqueuedAt,
        eligibleAt,
        attempts,
        running,
        blockedBy: listOf(blockedBy),
      })),
      runs: [...listOf(open.runs), ...listOf(settled.runs)].map(reportRun),
    };
  };
}

/** An address names a host, which may be a person's own; its path says all that a report needs. */
function withoutHost<Value>(value: Value): Value | string {
  return typeof value === 'string' ? value.replace(/^[a-z]+:\/\/[^/]*/, '') : value;
}
