import { join } from 'node:path';
import { gradleString } from '../android/gradle.js';
import type { Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';

/** The id that Android knows the app by: Gradle's, which may differ from Capacitor's. */
export function androidAppId(project: Project): string | undefined {
  const gradle = ['build.gradle', 'build.gradle.kts'].map((name) => textOf(join(project.androidDir, 'app', name)) ?? '').join('\n');
  return gradleString(gradle, 'applicationId') ?? project.config.appId;
}
