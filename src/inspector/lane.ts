import type { PlannedRun } from './plan.js';
import { toneOf } from './tone.js';
import { moment } from './words.js';

const SVG = 'http://www.w3.org/2000/svg';
const DAY = 86_400_000;
const WIDTH = 300;

function shape(name: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Draws the last day and the next run on one axis: what was planned above it, what ran below it. */
export function lane(name: string, planned: readonly PlannedRun[], nextAt: number, now: number): SVGElement {
  const from = now - DAY;
  const to = Math.max(now, Math.min(nextAt, now + DAY)) + DAY / 50;
  const x = (at: number): number => Math.round(((at - from) / (to - from)) * WIDTH * 10) / 10;
  // A failure is drawn last, so that the retry that follows it does not hide it.
  const rank = ({ run }: PlannedRun): number => (toneOf(run.outcome) === 'bad' ? 1 : 0);
  const recent = planned.filter(({ run }) => run.timestamp > from).sort((a, b) => rank(a) - rank(b));
  const plans = [...recent.map(({ plannedAt }) => plannedAt), nextAt].filter((at) => at !== null && at > from && at < to) as number[];
  const svg = shape('svg', {
    viewBox: `0 0 ${WIDTH} 26`,
    preserveAspectRatio: 'none',
    role: 'img',
    'aria-label': `${name}, last 24 hours: planned ${plans.filter((at) => at <= now).length} times, ran ${recent.length} times; next ${moment(nextAt, now)}`,
  });
  svg.append(
    shape('line', { x1: 0, x2: WIDTH, y1: 13, y2: 13, class: 'axis' }),
    shape('line', { x1: x(now), x2: x(now), y1: 0, y2: 26, class: 'now' }),
    ...plans.map((at) => shape('rect', { x: x(at) - 1, y: 2, width: 2, height: 9, class: 'plan' })),
    ...recent.map(({ run }) => {
      const width = Math.max(3, x(run.settledAt ?? now) - x(run.timestamp));
      return shape('rect', { x: x(run.timestamp) - 1, y: 15, width, height: 9, class: toneOf(run.outcome) });
    }),
  );
  return svg;
}
