import { existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { headlessPage } from '../../bundler/headless-page.js';
import { makeTaskFiles } from '../../bundler/make-files.js';
import { HEADLESS_FILE } from '../../core/artifacts.js';
import type { AppBuild } from './app-build.js';
import { appSettings } from './app-settings.js';
import { baseOf, pageEdits } from './html-pages.js';
import { writeBuildRecord } from './build-record.js';
import type { PageEdit } from './html-pages.js';

export interface BuiltApp {
  readonly taskNames: readonly string[];
  /** Names in the web folder, with their sizes in bytes. */
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly pages: readonly Omit<PageEdit, 'text'>[];
  /** Every file that went into the scripts. */
  readonly sources: readonly string[];
}

/**
 * Makes the worker, the headless page and the manifest beside a built index.html, and tells every page where they are. Nothing is written
 * before everything is made.
 */
export async function buildApp({ root, tasksFile, outDir, base: givenBase, define }: AppBuild): Promise<BuiltApp> {
  const index = join(outDir, 'index.html');
  const appHtml = existsSync(index) ? readFileSync(index, 'utf8') : null;
  const base = givenBase ?? (appHtml === null ? null : baseOf(appHtml)) ?? '/';
  const made = await makeTaskFiles(appSettings({ root, tasksFile, outDir, base, define }));
  const page = headlessPage({ appHtml, script: made.pageScript, nonce: undefined });
  const edits = existsSync(outDir) ? pageEdits(outDir, base) : [];
  const files = [...made.files, [HEADLESS_FILE, page] as const].map(([name, content]) => ({ name, content: Buffer.from(content) }));
  // The pages first: files that are older than the pages count as stale.
  for (const { name, text } of edits) if (text !== null) writeFileSync(join(outDir, name), text, 'latin1');
  for (const { name, content } of files) {
    const file = resolve(outDir, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  writeBuildRecord({ root, tasksFile, outDir: realpathSync(outDir), base: givenBase, define, sources: made.sources });
  return {
    taskNames: made.taskNames,
    files: files.map(({ name, content }) => ({ name, bytes: content.length })),
    pages: edits.map(({ name, why }) => ({ name, why })),
    sources: made.sources,
  };
}
