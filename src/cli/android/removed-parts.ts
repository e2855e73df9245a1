import { elementsNamed, readManifest } from './manifest.js';

export const INITIALIZATION_PROVIDER = 'androidx.startup.InitializationProvider';
export const WORK_INITIALIZER = 'androidx.work.WorkManagerInitializer';
export const BOOT_RECEIVER = 'androidx.work.impl.background.systemalarm.RescheduleReceiver';
export const BOOT_PERMISSION = 'android.permission.RECEIVE_BOOT_COMPLETED';
export const JOB_SERVICE = 'androidx.work.impl.background.systemjob.SystemJobService';

export type RemovedPart = 'initializer' | 'boot-receiver' | 'boot-permission' | 'job-service';

const PARTS: Readonly<Record<string, RemovedPart>> = {
  [INITIALIZATION_PROVIDER]: 'initializer',
  [WORK_INITIALIZER]: 'initializer',
  [BOOT_RECEIVER]: 'boot-receiver',
  [BOOT_PERMISSION]: 'boot-permission',
  [JOB_SERVICE]: 'job-service',
};

/** The parts of WorkManager that an app's own manifest takes out with `tools:node="remove"` or disables. */
export function removedParts(manifestXml: string): RemovedPart[] {
  const manifest = readManifest(manifestXml);
  if (!manifest) return [];
  const candidates = ['provider', 'meta-data', 'receiver', 'service', 'uses-permission'].flatMap((name) => elementsNamed(manifest, name));
  const removed = candidates.filter(
    ({ attributes }) => attributes['tools:node']?.startsWith('remove') || attributes['android:enabled'] === 'false',
  );
  return [...new Set(removed.flatMap(({ attributes }) => PARTS[attributes['android:name'] ?? ''] ?? []))];
}
