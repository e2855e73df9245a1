import type { BackgroundTaskInfo, BackgroundTaskRun } from '@capgo/capacitor-background-task';
import { el, svg } from './element';
import { mark } from './run-mark';
import { span } from './time';
import { OUTCOMES } from './words';

const WIDTH = 360;
const LANE = 42;
const TOP = 16;
const MINUTE = 60_000;
/** How much of the past is shown: the shortest that holds the newest runs. */
const RANGES = [2, 5, 15, 60, 6 * 60, 24 * 60, 7 * 24 * 60].map((minutes) => minutes * MINUTE);
/** The part of the width that is still to come. */
const AHEAD = 0.22;

/** One lane for each task: past runs left of the line that is now, the next time right of it. */
export function timeline(tasks: readonly BackgroundTaskInfo[], runs: readonly BackgroundTaskRun[]): HTMLElement {
  const now = Date.now();
  const names = [...new Set([...tasks.map((task) => task.name), ...runs.map((run) => run.taskName)])].sort();
  const oldest = Math.min(now - 1, ...runs.slice(0, 24).map((run) => run.timestamp));
  const range = RANGES.find((length) => now - oldest <= length) ?? RANGES.at(-1) ?? MINUTE;
  const line = WIDTH * (1 - AHEAD);
  const x = (at: number): number => line + ((at - now) / range) * line;
  // The future has its own scale: every next time is in sight, in its order.
  const furthest = Math.max(MINUTE, ...tasks.map((task) => task.nextEligibleAt - now));
  const ahead = (at: number): number => line + 10 + (Math.max(0, at - now) / furthest) * (WIDTH - line - 20);
  const height = TOP + names.length * LANE;
  const lanes = names.map((name, index) => {
    const y = TOP + index * LANE + 29;
    const task = tasks.find((one) => one.name === name);
    const past = runs.filter((run) => run.taskName === name);
    return svg(
      'g',
      {},
      svg('text', { class: 'lane-name', x: 0, y: y - 11 }, name),
      svg('line', { class: 'lane', x1: 0, x2: WIDTH, y1: y, y2: y }),
      ...apart(
        past.map((run) => x(run.timestamp)),
        line - 8,
      ).flatMap((place, at) => (place < 6 ? [] : [mark(past[at] as BackgroundTaskRun, place, y, 13)])),
      task === undefined ? null : svg('circle', { class: 'next', cx: ahead(task.nextEligibleAt), cy: y, r: 4.5 }),
    );
  });
  const picture = svg(
    'svg',
    { class: 'timeline', viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': summary(runs) },
    svg('rect', { class: 'ahead', x: line, y: 0, width: WIDTH - line, height, rx: 4 }),
    svg('text', { class: 'axis', x: 0, y: 10 }, `${span(range)} ago`),
    svg('text', { class: 'axis', x: line - 5, y: 10, 'text-anchor': 'end' }, 'now'),
    svg('text', { class: 'axis', x: WIDTH - 4, y: 10, 'text-anchor': 'end' }, 'next'),
    ...lanes,
    svg('line', { class: 'now', x1: line, x2: line, y1: 0, y2: height }),
  );
  return el('figure', {}, picture, legend());
}

/** Places from right to left, moved left just as far as is needed to tell the marks apart. */
function apart(places: readonly number[], rightmost: number): number[] {
  let next = rightmost;
  return places.map((place) => {
    const free = Math.min(place, next);
    next = free - 12;
    return free;
  });
}

function legend(): HTMLElement {
  const size = 11;
  const sample = (outcome: BackgroundTaskRun['outcome'], runtime: BackgroundTaskRun['runtime']): SVGElement =>
    svg(
      'svg',
      { viewBox: `0 0 ${size} ${size}`, width: size, height: size, 'aria-hidden': 'true' },
      mark({ outcome, runtime } as BackgroundTaskRun, size / 2, size / 2, size - 1),
    );
  return el(
    'figcaption',
    {},
    el('span', {}, sample('success', 'service-worker'), 'app closed or in the worker'),
    el('span', {}, sample('success', 'page'), 'on a page'),
    el('span', {}, sample('failed', 'page'), 'failed'),
  );
}

function summary(runs: readonly BackgroundTaskRun[]): string {
  const counts = new Map<string, number>();
  for (const { outcome } of runs) if (outcome !== null) counts.set(OUTCOMES[outcome].word, (counts.get(OUTCOMES[outcome].word) ?? 0) + 1);
  return runs.length === 0 ? 'No runs yet' : `Runs: ${[...counts].map(([word, count]) => `${count} ${word}`).join(', ')}`;
}
