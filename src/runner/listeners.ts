import { errorText } from './captured-error.js';

/** Calls its listeners in the order in which they were added. */
export interface Listeners<Event> {
  /** Returns a function that removes the listener. */
  readonly add: (listener: (event: Event) => unknown) => () => void;
  readonly tell: (event: Event) => void;
}

export function createListeners<Event>(): Listeners<Event> {
  const all = new Set<(event: Event) => unknown>();
  return {
    add(listener) {
      // The function is wrapped, so that one that is added twice is two listeners.
      const entry = (event: Event): unknown => listener(event);
      all.add(entry);
      return () => void all.delete(entry);
    },
    tell(event) {
      for (const listener of [...all]) if (all.has(listener)) listener(event);
    },
  };
}

/** Calls listeners of the app, each with a copy of the event. */
export function createAppListeners<Event extends object>(kind: string, warn: (message: string) => void): Listeners<Event> {
  const { add, tell } = createListeners<Event>();
  return {
    tell,
    add(listener) {
      const safe = guarded(kind, listener, warn);
      return add((event) => safe({ ...event }));
    },
  };
}

/** Returns a listener that never throws: what the app's own throws or rejects with is reported, and no other listener notices. */
export function guarded<Event>(kind: string, listener: (event: Event) => unknown, warn: (message: string) => void): (event: Event) => void {
  return (event) => {
    new Promise((resolve) => resolve(listener(event))).catch((error: unknown) => warn(`${kind} listener failed: ${errorText(error)}`));
  };
}
