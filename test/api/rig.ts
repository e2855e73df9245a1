import { createAsyncMethods } from '../../src/api/async-methods.js';
import { createBackgroundTask } from '../../src/api/create-background-task.js';
import type { PlatformConnection } from '../../src/api/platform-connection.js';
import { listeningPlatform } from '../../src/api/listening-platform.js';
import type { TaskPlatform } from '../../src/core/platform.js';
import { createDefinitions } from '../../src/runner/definitions.js';
import type { Runner } from '../../src/runner/ports.js';
import { createRunner } from '../../src/runner/runner.js';
import { FakeClock } from '../support/fake-clock.js';
import { MemoryPlatform } from './memory-platform.js';

/** The public object as an app gets it, on a platform in memory. */
export function rig({
  kind = 'web',
  platform: other,
}: { kind?: PlatformConnection['kind']; platform?: (memory: MemoryPlatform) => TaskPlatform } = {}) {
  const clock = new FakeClock();
  const memory = new MemoryPlatform(() => clock.now());
  const platform = other?.(memory) ?? memory;
  const definitions = createDefinitions();
  const warnings: string[] = [];
  let ids = 0;
  const log = { warn: (message: string) => void warnings.push(message) };
  const runner: Runner = createRunner({
    platform: listeningPlatform(platform, () => runner),
    runtime: 'page',
    runtimeId: 'page-1',
    definitions,
    clock,
    log,
    production: true,
  });
  const task = createBackgroundTask({
    definitions: () => definitions,
    connection: () => ({ kind, platform, runner }),
    isHeadless: () => false,
    attaches: true,
    asyncMethods: async (parts, connection) => createAsyncMethods(parts, connection),
    clock,
    newId: () => `item-${++ids}`,
    log,
  });
  return { clock, memory, definitions, warnings, runner, task };
}

/** As on a server. */
export function inert() {
  const definitions = createDefinitions();
  const asyncMethods = (): never => {
    throw new Error('nothing is loaded where tasks cannot run');
  };
  return createBackgroundTask({
    definitions: () => definitions,
    connection: () => null,
    isHeadless: () => false,
    attaches: true,
    asyncMethods,
    clock: new FakeClock(),
    newId: () => 'item',
    log: { warn: () => undefined },
  });
}

/** A platform in memory with some of its methods replaced. */
export const platformWith = (replaced: Partial<TaskPlatform>) => ({
  platform: (memory: TaskPlatform): TaskPlatform =>
    new Proxy(memory, {
      get: (target, key) => {
        const value: unknown = Reflect.get(replaced, key) ?? Reflect.get(target, key);
        return typeof value === 'function' ? (value as () => unknown).bind(target) : value;
      },
    }),
});
