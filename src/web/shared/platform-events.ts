import type { PlatformEvents, TaskPlatform } from '../../core/platform.js';
import { createListeners } from '../../runner/listeners.js';

type Name = keyof PlatformEvents;

export interface Events {
  readonly addListener: TaskPlatform['addListener'];
  readonly emit: <Given extends Name>(name: Given, event: PlatformEvents[Given]) => void;
}

/** Carries the events of a platform that has no native bridge. */
export function createEvents(): Events {
  const listeners = createListeners<{ readonly name: Name; readonly event: unknown }>();
  return {
    addListener(name, listener) {
      const off = listeners.add((told) => told.name === name && listener(told.event as never));
      return Promise.resolve({ remove: () => Promise.resolve(off()) });
    },
    emit: (name, event) => listeners.tell({ name, event }),
  };
}
