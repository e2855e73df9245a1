import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gradleNumber } from '../android/gradle.js';
import { removedParts, type RemovedPart } from '../android/removed-parts.js';
import { MINIMUM_ANDROID_SDK } from '../package-facts.js';
import { shown, type Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';
import type { Step } from './step.js';

const REMOVED: Readonly<Record<RemovedPart, string>> = {
  initializer: "it removes WorkManager's initialiser (right only if your Application is a Configuration.Provider)",
  'boot-receiver': "it removes WorkManager's boot receiver: no task runs after a restart until the app is opened",
  'boot-permission': 'it removes RECEIVE_BOOT_COMPLETED: no task runs after a restart until the app is opened',
  'job-service': "it removes WorkManager's job service: no task runs",
};

/** Nothing on Android needs an edit; what the app itself has changed can stand in the way. */
export function androidStep(project: Project): Step {
  const base = { id: 'android', platform: 'android', changes: [], paste: [] } as const;
  if (!existsSync(project.androidDir)) {
    return { ...base, file: '', status: 'skipped', message: `there is no ${shown(project, project.androidDir)} folder` };
  }
  const variables = join(project.androidDir, 'variables.gradle');
  const minimum = gradleNumber(textOf(variables) ?? '', 'minSdkVersion');
  if (minimum !== undefined && minimum < MINIMUM_ANDROID_SDK) {
    const message = `${shown(project, variables)} says minSdkVersion ${minimum}; the plugin needs ${MINIMUM_ANDROID_SDK}`;
    return { ...base, file: shown(project, variables), status: 'manual', message };
  }
  const manifest = join(project.androidDir, 'app', 'src', 'main', 'AndroidManifest.xml');
  const file = shown(project, manifest);
  const [removed] = removedParts(textOf(manifest) ?? '');
  if (removed) return { ...base, file, status: 'manual', message: `look at ${file}: ${REMOVED[removed]}` };
  return { ...base, file: '', status: 'ready', message: 'android needs no edit and is ready' };
}
