import type { BackgroundTaskExpirationEvent } from '../definitions.js';
import { createListeners, guarded } from './listeners.js';
import type { Listeners } from './listeners.js';

export function createExpirationListeners(warn: (message: string) => void): Listeners<BackgroundTaskExpirationEvent> {
  const listeners = createListeners<BackgroundTaskExpirationEvent>();
  return {
    tell: listeners.tell,
    add(listener) {
      const safe = guarded('An expiration', listener, warn);
      return listeners.add((event) => safe({ ...event }));
    },
  };
}
