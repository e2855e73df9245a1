import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import { withoutComments } from '../../android/gradle.js';

/** Whether a class of the app hands WorkManager its configuration, which then needs no initialiser. */
export function hasWorkConfiguration(project: Project): boolean {
  return ['java', 'kotlin'].some((name) => isIn(join(project.androidDir, 'app', 'src', 'main', name)));
}

function isIn(folder: string): boolean {
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { withFileTypes: true, recursive: true }).some((entry) => {
    if (!entry.isFile() || !/\.(java|kt)$/.test(entry.name)) return false;
    const text = withoutComments(textOf(join(entry.parentPath, entry.name)) ?? '');
    return text.includes('androidx.work') && /\bConfiguration\.Provider\b/.test(text);
  });
}
