import type { RunEnds } from '../shared/run-ends.js';
import type { ClaimedRun } from '../../core/run-transitions.js';

/** Follows claimed runs, each once however often it is asked for. */
export function createWatch(ends: RunEnds): (run: ClaimedRun) => Promise<void> {
  const watched = new Map<string, Promise<void>>();
  return (run) => {
    const watching = watched.get(run.id) ?? ends.until(run).finally(() => watched.delete(run.id));
    watched.set(run.id, watching);
    return watching;
  };
}
