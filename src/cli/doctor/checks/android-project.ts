import { join } from 'node:path';
import { gradleNumber, gradleString, withoutComments } from '../../android/gradle.js';
import { removedParts, type RemovedPart } from '../../android/removed-parts.js';
import { GRADLE_PROJECT, MINIMUM_ANDROID_SDK, MINIMUM_WORK_MANAGER } from '../../package-facts.js';
import { shown, type Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import { androidAppId } from '../app-id.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import { syncRemedy } from '../remedies.js';
import { hasWorkConfiguration } from './work-configuration.js';

const base = { platform: 'android', severity: 'error', link: LINKS.setup } as const;
const CONFLICTS: Readonly<Record<RemovedPart, Pick<Finding, 'id' | 'message' | 'remedy'>>> = {
  initializer: {
    id: 'work-initializer-removed',
    message: "removes WorkManager's initialiser, and no class of the app is a Configuration.Provider: registering a task fails",
    remedy: 'Take the removal out, or let your Application implement androidx.work.Configuration.Provider.',
  },
  'boot-receiver': {
    id: 'boot-receiver-removed',
    message: "removes WorkManager's boot receiver: after a restart nothing runs until the app is opened",
    remedy: 'Take the removal out.',
  },
  'boot-permission': {
    id: 'boot-permission-removed',
    message: 'removes RECEIVE_BOOT_COMPLETED: after a restart nothing runs until the app is opened',
    remedy: 'Take the removal out.',
  },
  'job-service': { id: 'job-service-removed', message: "removes WorkManager's job service: nothing runs", remedy: 'Take the removal out.' },
};

/** The Gradle project and the manifest that the app itself writes. */
export function checkAndroidProject({ project, hasAndroid }: DoctorContext): Finding[] {
  return hasAndroid
    ? [...checkAppId(project), ...checkLinked(project), ...checkSdk(project), ...checkWorkVersion(project), ...checkRemoved(project)]
    : [];
}

function checkAppId(project: Project): Finding[] {
  const app = androidAppId(project);
  if (!app || app.valid) return [];
  const message = `the app id ${JSON.stringify(app.id)} is not one that Android accepts, so no attached device was asked about it`;
  const remedy = 'Give words of letters, digits and _ with dots between them, such as com.example.app (appId, or applicationId in Gradle).';
  return [{ ...base, id: 'app-id-invalid', message, remedy, link: LINKS.capacitorConfig }];
}

function checkLinked(project: Project): Finding[] {
  const settings = join(project.androidDir, 'capacitor.settings.gradle');
  const text = textOf(settings);
  if (text === undefined || withoutComments(text).includes(GRADLE_PROJECT)) return [];
  const message = `${shown(project, settings)} does not name ${GRADLE_PROJECT}: the app is built without the plugin`;
  return [{ ...base, id: 'android-not-synced', message, remedy: syncRemedy('android') }];
}

function checkSdk(project: Project): Finding[] {
  for (const [path, name] of [
    ['variables.gradle', 'minSdkVersion'],
    ['app/build.gradle', 'minSdkVersion'],
    ['app/build.gradle', 'minSdk'],
    ['app/build.gradle.kts', 'minSdk'],
  ] as const) {
    const file = join(project.androidDir, path);
    const minimum = gradleNumber(textOf(file) ?? '', name);
    if (minimum === undefined || minimum >= MINIMUM_ANDROID_SDK) continue;
    const message = `${shown(project, file)} says ${name} ${minimum}; the plugin needs ${MINIMUM_ANDROID_SDK}`;
    return [{ ...base, id: 'min-sdk', message, remedy: `Raise it to ${MINIMUM_ANDROID_SDK}.`, link: LINKS.capacitorUpdate }];
  }
  return [];
}

function checkWorkVersion(project: Project): Finding[] {
  const file = join(project.androidDir, 'variables.gradle');
  const version = gradleString(textOf(file) ?? '', 'androidxWorkVersion');
  if (version === undefined || !isOlder(version, MINIMUM_WORK_MANAGER)) return [];
  const message = `${shown(project, file)} says androidxWorkVersion ${version}; the plugin needs ${MINIMUM_WORK_MANAGER} or newer`;
  return [
    { ...base, id: 'work-version', message, remedy: 'Raise it, or take it out: the plugin then brings its own.', link: LINKS.workManager },
  ];
}

function isOlder(version: string, wanted: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = wanted.split('.').map(Number);
  return major < wantedMajor || (major === wantedMajor && minor < wantedMinor);
}

function checkRemoved(project: Project): Finding[] {
  const manifest = join(project.androidDir, 'app', 'src', 'main', 'AndroidManifest.xml');
  return removedParts(textOf(manifest) ?? '')
    .filter((part) => part !== 'initializer' || !hasWorkConfiguration(project))
    .map((part): Finding => {
      const { id, message, remedy } = CONFLICTS[part];
      return {
        ...base,
        id,
        message: `${shown(project, manifest)} ${message}`,
        remedy,
        link: part === 'initializer' ? LINKS.workInitialization : LINKS.workManager,
      };
    });
}
