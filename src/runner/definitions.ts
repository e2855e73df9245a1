import type { BackgroundTaskRuntime } from '../definitions.js';
import { createListeners } from './listeners.js';
import type { Definition, Definitions } from './ports.js';
import { shared } from './shared.js';

export function createDefinitions(): Definitions {
  // A Map, so that `__proto__` is a name like any other.
  const definitions = new Map<string, Definition>();
  const listeners = createListeners<Definition>();
  return {
    define(definition) {
      definitions.set(definition.name, definition);
      listeners.tell(definition);
    },
    get: (name) => definitions.get(name),
    names: () => [...definitions.keys()],
    onDefine: listeners.add,
  };
}

export function runsIn(definition: Definition, runtime: BackgroundTaskRuntime): boolean {
  return definition.runtimes === null || definition.runtimes.includes(runtime);
}

export function sharedDefinitions(): Definitions {
  return shared('definitions', createDefinitions);
}
