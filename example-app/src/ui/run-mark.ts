import type { BackgroundTaskRun } from '@capgo/capacitor-background-task';
import { svg } from './element';
import { OUTCOMES } from './words';

const tone = ({ outcome }: BackgroundTaskRun): string => (outcome === null ? 'open' : OUTCOMES[outcome].tone);

/**
 * A run's mark: colour says how it ended, shape says where it ran. A diamond ran with the app closed (worker or headless), a circle in a
 * page, a bar nowhere.
 */
export function mark(run: BackgroundTaskRun, x: number, y: number, size: number): SVGElement {
  const half = size / 2;
  const look = { class: `mark ${tone(run)}` };
  if (run.runtime === 'page') return svg('circle', { ...look, cx: x, cy: y, r: half * 0.86 });
  if (run.runtime === null) return svg('rect', { ...look, x: x - half, y: y - 1.5, width: size, height: 3, rx: 1.5 });
  return svg('path', { ...look, d: `M${x} ${y - half}L${x + half} ${y}L${x} ${y + half}L${x - half} ${y}Z` });
}

export function shape(run: BackgroundTaskRun, size: number): SVGElement {
  return svg(
    'svg',
    { class: 'shape', viewBox: `0 0 ${size} ${size}`, width: size, height: size, 'aria-hidden': 'true' },
    mark(run, size / 2, size / 2, size - 2),
  );
}
