import { createContext, runInContext } from 'node:vm';
import type { BackgroundTaskCallback } from '../../src/definitions.ts';

interface Definitions {
  names(): string[];
  get(name: string): { readonly callback: BackgroundTaskCallback } | undefined;
}

/** Evaluates a built script with these globals and answers with the tasks that it defined. */
export function definitionsOf(script: string, globals: Readonly<Record<string, unknown>>): Definitions | undefined {
  const realm = createContext({ console, setTimeout, clearTimeout, crypto, EventTarget, AbortController, ...globals });
  runInContext('globalThis.self = globalThis', realm);
  runInContext(script, realm);
  return (realm as Record<symbol, Definitions | undefined>)[Symbol.for('@capgo/capacitor-background-task:definitions:1')];
}

/** What a task of the worker answers with. */
export async function resultOf(script: string, taskName: string): Promise<unknown> {
  const definition = definitionsOf(script, {})?.get(taskName);
  if (definition === undefined) throw new Error(`the script defines no ${taskName}`);
  return definition.callback({} as never);
}
