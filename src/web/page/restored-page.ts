import { BACKOFF_FIRST_MS } from '../../core/constants.js';
import type { Clock } from '../../runner/ports.js';
import type { RuntimeLock } from '../shared/runtime-lock.js';

/**
 * Sees to the runs of a page that comes back. In the back/forward cache WebKit takes a page's locks, so that others declare its runs lost; they start the
 * next attempt after the backoff at the earliest. A page that was away for longer cuts its runs synchronously, before its promises go on.
 */
export function onRestored(lock: RuntimeLock, clock: Clock, abandon: () => void): void {
  let leftAt = Infinity;
  const look = (): void => void lock.check();
  addEventListener('pagehide', (event) => {
    if (event.persisted) leftAt = clock.now();
  });
  addEventListener('pageshow', (event) => {
    if (!event.persisted) return;
    if (clock.now() - leftAt >= BACKOFF_FIRST_MS) abandon();
    leftAt = Infinity;
    look();
  });
  document.addEventListener('resume', look);
}
