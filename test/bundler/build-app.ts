import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { InlineConfig } from 'vite';
import { backgroundTask } from '../../src/vite/index.ts';
import type { BackgroundTaskPluginOptions } from '../../src/vite/index.ts';
import { withApp } from './app-folder.ts';

export interface BuiltApp {
  /** Names of the files in dist, folders left out. */
  readonly names: readonly string[];
  text(name: string): string;
  readonly manifest: { version: number; tasks: string[]; plugins: string[] };
}

export const TASKS_FILE = 'src/background-tasks.ts';

/** Builds an app with the plugin and reads what came out. */
export function buildApp(
  files: Readonly<Record<string, string>>,
  config: InlineConfig = {},
  options: Partial<BackgroundTaskPluginOptions> = {},
): Promise<BuiltApp> {
  return withApp(files, async (app) => {
    await build({
      configFile: false,
      logLevel: 'silent',
      root: app.root,
      ...config,
      plugins: [backgroundTask({ tasks: TASKS_FILE, ...options }), ...(config.plugins ?? [])],
    });
    const dist = app.path('dist');
    const names = existsSync(dist) ? readdirSync(dist, { recursive: true, encoding: 'utf8' }) : [];
    const texts = new Map(names.filter((name) => /\.\w+$/.test(name)).map((name) => [name, readFileSync(join(dist, name), 'utf8')]));
    const text = (name: string): string => {
      const found = texts.get(name);
      if (found === undefined) throw new Error(`the build made no ${name}, but ${[...texts.keys()].join(', ')}`);
      return found;
    };
    return { names: [...texts.keys()].sort(), text, manifest: JSON.parse(text('background-task.json')) as BuiltApp['manifest'] };
  });
}

/** Builds an app that must be refused; answers with the message. */
export async function refusal(files: Readonly<Record<string, string>>): Promise<string> {
  try {
    await buildApp(files);
  } catch (error: unknown) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('the build was not refused');
}
