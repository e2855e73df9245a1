import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { elementsNamed, readManifest } from '../../src/cli/android/manifest.js';
import { withoutComments } from '../../src/cli/android/gradle.js';
import { repository } from './support/cli-process.js';

/** Every library that the package brings: each may add permissions of its own. WorkManager's are listed in docs/platform-limits.md. */
const LIBRARIES = [
  'androidx.appcompat:appcompat',
  'androidx.concurrent:concurrent-futures',
  'androidx.webkit:webkit',
  'androidx.work:work-runtime',
];
const WORK_MANAGER_PERMISSIONS = ['WAKE_LOCK', 'ACCESS_NETWORK_STATE', 'RECEIVE_BOOT_COMPLETED', 'FOREGROUND_SERVICE'];

it('the package itself asks Android for no permission, declares no service and no receiver (S07, A22, A23)', () => {
  const manifest = readManifest(readFileSync(join(repository, 'android/src/main/AndroidManifest.xml'), 'utf8'));
  expect(manifest?.name).toBe('manifest');
  const named = (...names: string[]): (string | undefined)[] =>
    names.flatMap((name) => (manifest ? elementsNamed(manifest, name) : [])).map((element) => element.attributes['android:name']);
  expect(named('uses-permission', 'uses-permission-sdk-23', 'permission', 'uses-feature')).toEqual([]);
  expect(named('service', 'receiver', 'provider', 'activity')).toEqual(['app.capgo.backgroundtask.HeadlessActivity']);
});

it('brings these libraries and no other', () => {
  const gradle = withoutComments(readFileSync(join(repository, 'android/build.gradle'), 'utf8'));
  const libraries = [...gradle.matchAll(/^\s*(?:implementation|api|runtimeOnly)\s*\(?\s*["']([\w.-]+:[\w.-]+):/gm)].map(([, name]) => name);
  expect(libraries.sort()).toEqual(LIBRARIES);
});

it('documents what WorkManager adds', () => {
  const limits = readFileSync(join(repository, 'docs/platform-limits.md'), 'utf8');
  for (const permission of WORK_MANAGER_PERMISSIONS) expect(limits).toContain(`\`${permission}\``);
});
