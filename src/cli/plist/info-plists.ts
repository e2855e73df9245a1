import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';

/** Every Info.plist that the Xcode project builds the app with, the usual one first. */
export function infoPlistsOf(project: Project): string[] {
  const usual = join(project.iosAppDir, 'Info.plist');
  const settings = textOf(join(project.iosDir, 'App', 'App.xcodeproj', 'project.pbxproj')) ?? '';
  const others = [...settings.matchAll(/INFOPLIST_FILE\s*=\s*"?([^";$]+)"?\s*;/g)]
    .map(([, path = '']) => join(project.iosDir, 'App', path.trim()))
    // Extensions have their own folder and lists of their own.
    .filter((path) => path.startsWith(project.iosAppDir) && existsSync(path));
  return [...new Set([usual, ...others])];
}

/** The one that the set-up edits: a project that names only one other has renamed it. */
export function editedInfoPlist(project: Project): string {
  const [usual = '', ...others] = infoPlistsOf(project);
  return existsSync(usual) || others.length !== 1 ? usual : (others[0] ?? usual);
}
