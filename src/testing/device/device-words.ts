import { BackgroundTaskError } from '../../errors.js';
import type { DeviceLedger } from './device-ledger.js';

/** Returns one phrase for each kind of thing that the test has left on the device. */
export function leftovers(ledger: DeviceLedger): string[] {
  const quoted = (names: Iterable<string>): string => [...names].map((name) => `"${name}"`).join(', ');
  return [
    ledger.tasks.size > 0 ? `registered tasks: ${quoted(ledger.tasks.keys())}` : '',
    ledger.items.size > 0 ? `${ledger.items.size} items in the queue` : '',
    ledger.openRuns.size > 0 ? `open runs of ${quoted(ledger.openRuns.keys())}` : '',
  ].filter((one) => one !== '');
}

export function unknownTask(taskName: string, { tasks, items }: DeviceLedger): BackgroundTaskError {
  const known = new Set([...tasks.keys(), ...[...items.values()].map((item) => item.taskName)]);
  const list = [...known].map((name) => `"${name}"`).join(', ') || 'none';
  return new BackgroundTaskError('INVALID_OPTIONS', `"${taskName}" is neither registered on the device nor enqueued. Known: ${list}.`);
}
