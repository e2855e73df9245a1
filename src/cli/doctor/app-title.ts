import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import { frameworkOf } from '../project/framework.js';
import type { Project } from '../project/project.js';

/** The app that doctor has looked at, as its folder is called: "shop (Vite; iOS, Android)". */
export function appTitle(project: Project): string {
  const platforms = [...(existsSync(project.iosAppDir) ? ['iOS'] : []), ...(existsSync(project.androidDir) ? ['Android'] : [])];
  const framework = frameworkOf(project.root).name ?? 'no known framework';
  return `${basename(project.root)} (${framework}; ${platforms.length === 0 ? 'no native platform' : platforms.join(', ')})`;
}
