import type { BackgroundTaskExpirationEvent } from '../definitions.js';
import { errorText } from './captured-error.js';
import { createListeners } from './listeners.js';
import type { Listeners } from './listeners.js';

/** Listeners of the app: one that throws or rejects is reported, and the others hear all the same. */
export function createExpirationListeners(warn: (message: string) => void): Listeners<BackgroundTaskExpirationEvent> {
  const listeners = createListeners<BackgroundTaskExpirationEvent>();
  return {
    tell: listeners.tell,
    add: (listener) =>
      listeners.add((event) => {
        new Promise((resolve) => resolve(listener({ ...event }))).catch((error: unknown) => warn(`An expiration listener failed: ${errorText(error)}`));
      }),
  };
}
