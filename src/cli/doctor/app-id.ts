import { join } from 'node:path';
import { gradleString } from '../android/gradle.js';
import { isAppId } from '../project/app-id.js';
import type { Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';

export interface WrittenAppId {
  readonly id: string;
  /** Whether Android accepts it; an id that is not valid is shown, and used for nothing else. */
  readonly valid: boolean;
}

/** The id that Android knows the app by: Gradle's, which may differ from Capacitor's. */
export function androidAppId(project: Project): WrittenAppId | undefined {
  const gradle = ['build.gradle', 'build.gradle.kts'].map((name) => textOf(join(project.androidDir, 'app', name)) ?? '').join('\n');
  const id = gradleString(gradle, 'applicationId') ?? project.config.appId;
  return id === undefined ? undefined : { id, valid: isAppId(id) };
}
