import { basename, join } from 'node:path';
import { elementsNamed, namedElement, readManifest, type ManifestElement } from '../../android/manifest.js';
import { BOOT_PERMISSION, BOOT_RECEIVER, INITIALIZATION_PROVIDER, JOB_SERVICE, WORK_INITIALIZER } from '../../android/removed-parts.js';
import { filesBelow, statsOf } from '../../project/files-below.js';
import { shown, type Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import { hasWorkConfiguration } from './work-configuration.js';

const base = { platform: 'android', severity: 'error', link: LINKS.workManager } as const;

/** The manifest that the last Gradle build merged: what is really in the app, whoever took it out. */
export function checkMergedManifest({ project, hasAndroid }: DoctorContext): Finding[] {
  const path = hasAndroid ? newestMergedManifest(project) : undefined;
  const manifest = path === undefined ? undefined : readManifest(textOf(path) ?? '');
  if (path === undefined || !manifest) return [];
  const where = `the merged manifest of the last build (${shown(project, path)})`;
  const remedy =
    'Look in your manifest and in those of your libraries for tools:node="remove" on it; Android Studio shows the merge under "Merged Manifest".';
  const findings: Finding[] = [];
  const provider = namedElement(manifest, 'provider', INITIALIZATION_PROVIDER);
  const initialized = provider && isEnabled(provider) && namedElement(provider, 'meta-data', WORK_INITIALIZER);
  if (!initialized && !hasWorkConfiguration(project)) {
    findings.push({
      ...base,
      id: 'merged-no-initializer',
      message: `${where} lacks WorkManager's initialiser: registering a task fails`,
      remedy,
      link: LINKS.workInitialization,
    });
  }
  const job = namedElement(manifest, 'service', JOB_SERVICE);
  if (!job)
    findings.push({
      ...base,
      id: 'merged-no-job-service',
      message: `${where} lacks WorkManager's job service: nothing runs. Was the app built after npx cap sync?`,
      remedy,
    });
  // The receiver is shipped disabled: WorkManager enables it while it has work.
  if (!namedElement(manifest, 'receiver', BOOT_RECEIVER)) {
    findings.push({
      ...base,
      id: 'merged-no-boot-receiver',
      message: `${where} lacks WorkManager's boot receiver: after a restart nothing runs until the app is opened`,
      remedy,
    });
  }
  if (!elementsNamed(manifest, 'uses-permission').some((element) => element.attributes['android:name'] === BOOT_PERMISSION)) {
    findings.push({
      ...base,
      id: 'merged-no-boot-permission',
      message: `${where} lacks RECEIVE_BOOT_COMPLETED: after a restart nothing runs until the app is opened`,
      remedy,
    });
  }
  return findings;
}

function isEnabled(element: ManifestElement): boolean {
  return element.attributes['android:enabled'] !== 'false';
}

function newestMergedManifest(project: Project): string | undefined {
  const found: { readonly path: string; readonly builtAt: number }[] = [];
  for (const name of ['merged_manifest', 'merged_manifests']) {
    for (const path of filesBelow(join(project.androidDir, 'app', 'build', 'intermediates', name))) {
      if (basename(path) === 'AndroidManifest.xml') found.push({ path, builtAt: statsOf(path)?.mtimeMs ?? 0 });
    }
  }
  return found.sort((a, b) => b.builtAt - a.builtAt)[0]?.path;
}
