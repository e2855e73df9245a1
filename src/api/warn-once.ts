import type { Log } from '../runner/ports.js';

const KEPT = 500;

export function createWarnOnce(log: Log): (message: string) => void {
  const seen = new Set<string>();
  return (message) => {
    if (seen.has(message)) return;
    if (seen.size >= KEPT) seen.clear();
    seen.add(message);
    log.warn(message);
  };
}
