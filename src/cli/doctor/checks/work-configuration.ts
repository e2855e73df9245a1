import { join } from 'node:path';
import { filesBelow } from '../../project/files-below.js';
import type { Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import { withoutComments } from '../../android/gradle.js';

/** Whether a class of the app hands WorkManager its configuration, which then needs no initialiser. */
export function hasWorkConfiguration(project: Project): boolean {
  return ['java', 'kotlin'].some((name) => isIn(join(project.androidDir, 'app', 'src', 'main', name)));
}

function isIn(folder: string): boolean {
  return filesBelow(folder).some((path) => {
    if (!/\.(java|kt)$/.test(path)) return false;
    const text = withoutComments(textOf(path) ?? '');
    return text.includes('androidx.work') && /\bConfiguration\.Provider\b/.test(text);
  });
}
