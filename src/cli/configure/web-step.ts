import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HEADLESS_FILE, MANIFEST_FILE, PACKAGE_NAME, WORKER_FILE } from '../package-facts.js';
import { parseBuildManifest } from '../project/build-manifest.js';
import { frameworkOf } from '../project/framework.js';
import { shown, type Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';
import type { Step } from './step.js';

/** Checks that the web build left its worker, headless page and manifest. It never builds. */
export function webStep(project: Project): Step {
  const folder = shown(project, project.webDir) || '.';
  const base = { id: 'web', platform: 'web', file: folder, changes: [] } as const;
  if (!existsSync(project.webDir)) {
    return { ...base, status: 'skipped', message: `the web folder ${folder} does not exist yet; build the app first`, paste: [] };
  }
  const missing = [WORKER_FILE, HEADLESS_FILE, MANIFEST_FILE].filter((name) => !existsSync(join(project.webDir, name)));
  if (missing.length > 0) {
    const { name, file, lines } = frameworkOf(project.root);
    const effect = `${folder} has no ${missing.join(', ')}: a closed app then starts slowly or, on the web, not at all.`;
    const remedy =
      file === undefined
        ? `See docs/frameworks.md of ${PACKAGE_NAME}.`
        : `${name === undefined ? '' : `${name}: `}add this to ${file} and build again (docs/frameworks.md):`;
    return { ...base, status: 'manual', message: `${effect} ${remedy}`, paste: lines };
  }
  const manifest = parseBuildManifest(textOf(join(project.webDir, MANIFEST_FILE)) ?? '');
  if (!manifest) return { ...base, status: 'manual', message: `${folder}/${MANIFEST_FILE} cannot be read: build the app again`, paste: [] };
  const tasks = manifest.tasks.length === 0 ? 'no task' : manifest.tasks.join(', ');
  return { ...base, status: 'ready', message: `${folder} has worker, headless page and manifest (${tasks})`, paste: [] };
}
