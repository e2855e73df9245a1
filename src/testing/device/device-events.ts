import type { PlatformEvents } from '../../core/platform.js';
import { createListeners } from '../../runner/listeners.js';
import type { Listeners } from '../../runner/listeners.js';

/** Keeps the app's listeners and sends the device's events to them. */
export class DeviceEvents {
  readonly #listeners = new Map<string, Listeners<unknown>>();

  /** Calls back with each of these events. Returns a function that removes the listener. */
  on<Name extends keyof PlatformEvents>(name: Name, listener: (event: PlatformEvents[Name]) => void): () => void {
    return this.#listenersOf(name).add(listener as (event: unknown) => void);
  }

  emit<Name extends keyof PlatformEvents>(name: Name, event: PlatformEvents[Name]): void {
    this.#listenersOf(name).tell(event);
  }

  #listenersOf(name: string): Listeners<unknown> {
    const listeners = this.#listeners.get(name) ?? createListeners<unknown>();
    this.#listeners.set(name, listeners);
    return listeners;
  }
}
