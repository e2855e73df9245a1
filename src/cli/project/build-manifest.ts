import { isRecord } from './object-literal.js';

/** `background-task.json`, written by the web build: what the tasks module defines and uses. */
export interface BuildManifest {
  readonly version: number;
  readonly tasks: readonly string[];
  readonly plugins: readonly string[];
}

export function parseBuildManifest(json: string): BuildManifest | undefined {
  try {
    const value: unknown = JSON.parse(json);
    if (!isRecord(value)) return undefined;
    const { version, tasks, plugins } = value;
    if (typeof version !== 'number' || !isStrings(tasks) || !isStrings(plugins)) return undefined;
    return { version, tasks, plugins };
  } catch {
    return undefined;
  }
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
