import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { appsBelow } from './apps-below.js';
import { readCapacitorConfig } from './capacitor-config.js';
import { findProjectRoot, openProject } from './project.js';
import type { Project } from './project.js';

/** So many apps of a workspace are named at most. */
const MOST_APPS = 8;

/** The app at or above the folder of `--root`, else of the shell; or a sentence about why there is none and what to do. */
export function appAt(workingFolder: string, root: string | undefined): Project | string {
  const start = resolve(workingFolder, root ?? '.');
  const exists = existsSync(start);
  const folder = exists ? findProjectRoot(start) : undefined;
  if (folder !== undefined) return openProject(folder, readCapacitorConfig(folder));
  const failure = exists ? `No capacitor.config was found in ${root ?? 'this folder'} or above.` : `There is no folder ${start}.`;
  const apps = exists ? appsBelow(start) : [];
  if (apps.length === 0) return `${failure} Run the command in the app's folder, or give it with --root.`;
  const named = apps.slice(0, MOST_APPS).join(', or --root ');
  return `${failure} Below it ${apps.length === 1 ? 'is an app' : 'are apps'}: run the command with --root ${named}.`;
}
