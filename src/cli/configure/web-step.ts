import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HEADLESS_FILE, MANIFEST_FILE, WORKER_FILE } from '../package-facts.js';
import { parseBuildManifest } from '../project/build-manifest.js';
import { shown, type Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';
import type { Step } from './step.js';

/** Lines for the app's Vite configuration. */
export const VITE_LINES: readonly string[] = [
  "import { backgroundTask } from '@capgo/capacitor-background-task/vite';",
  '',
  "plugins: [backgroundTask({ tasks: 'src/background-tasks.ts' })],",
];

/** Checks that the web build left its worker, headless page and manifest. It never builds. */
export function webStep(project: Project): Step {
  const folder = shown(project, project.webDir) || '.';
  const base = { id: 'web', platform: 'web', file: folder, changes: [] } as const;
  if (!existsSync(project.webDir)) {
    return { ...base, status: 'skipped', message: `the web folder ${folder} does not exist yet; build the app first`, paste: [] };
  }
  const missing = [WORKER_FILE, HEADLESS_FILE, MANIFEST_FILE].filter((name) => !existsSync(join(project.webDir, name)));
  if (missing.length > 0) {
    const message = `${folder} has no ${missing.join(', ')}: a closed app then starts slowly or, on the web, not at all. Add this to vite.config and build again (without Vite: see docs/build.md):`;
    return { ...base, status: 'manual', message, paste: VITE_LINES };
  }
  const manifest = parseBuildManifest(textOf(join(project.webDir, MANIFEST_FILE)) ?? '');
  if (!manifest) return { ...base, status: 'manual', message: `${folder}/${MANIFEST_FILE} cannot be read: build the app again`, paste: [] };
  const tasks = manifest.tasks.length === 0 ? 'no task' : manifest.tasks.join(', ');
  return { ...base, status: 'ready', message: `${folder} has worker, headless page and manifest (${tasks})`, paste: [] };
}
