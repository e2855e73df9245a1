import { isObject } from '../../core/is-object.js';

const REPORT_VERSION = 1;
const PLATFORMS: readonly unknown[] = ['android', 'ios', 'web'];

type Test = (value: unknown) => boolean;
const isText: Test = (value) => typeof value === 'string';
const isTime: Test = (value) => Number.isFinite(value);
const OUTCOMES: readonly unknown[] = ['success', 'failed', 'expired', 'lost', 'not-started', 'undefined', 'cancelled'];
const isOutcomeOrNull: Test = (value) => value === null || OUTCOMES.includes(value);
const isTimeOrNull: Test = (value) => value === null || isTime(value);

/** Lists the fields of a report that the virtual device and the forecast read, each with a test of its kind. */
const DOCUMENT: Readonly<Record<string, Test>> = {
  platform: (value) => PLATFORMS.includes(value),
  createdAt: isTime,
  utcOffset: isTime,
  facts: isObject,
  reasons: Array.isArray,
  tasks: Array.isArray,
  items: Array.isArray,
  runs: Array.isArray,
};
const LISTS: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
  tasks: { name: isText, options: isObject, registeredAt: isTime, blockedBy: Array.isArray },
  items: { taskName: isText, eligibleAt: isTime, blockedBy: Array.isArray },
  runs: { taskName: isText, trigger: isText, timestamp: isTime, settledAt: isTimeOrNull, outcome: isOutcomeOrNull },
};

/** Returns why this version cannot read it as a report, such as "tasks[1].options is missing"; null when it can. */
export function reportProblem(given: unknown): string | null {
  if (!isObject(given)) return 'it is not an object';
  const { reportVersion } = given;
  if (typeof reportVersion === 'number' && reportVersion > REPORT_VERSION)
    return `its reportVersion is ${reportVersion}, and this package knows ${REPORT_VERSION}: update the package`;
  if (reportVersion !== REPORT_VERSION) return `it has no reportVersion ${REPORT_VERSION}`;
  const lists = Object.entries(LISTS).flatMap(([list, fields]) => {
    const entries: unknown = given[list];
    if (!Array.isArray(entries)) return [];
    return entries.flatMap((entry: unknown, index) =>
      isObject(entry) ? wrongFields(entry, fields, `${list}[${index}].`) : [`${list}[${index}] is not an object`],
    );
  });
  return [...wrongFields(given, DOCUMENT, ''), ...lists][0] ?? null;
}

function wrongFields(record: Readonly<Record<string, unknown>>, fields: Readonly<Record<string, Test>>, place: string): string[] {
  return Object.entries(fields)
    .filter(([name, test]) => !test(record[name]))
    .map(([name]) => `${place}${name} is ${record[name] === undefined ? 'missing' : 'of the wrong kind'}`);
}
