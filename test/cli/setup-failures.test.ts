import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { withoutComments } from '../../src/cli/android/gradle.js';
import { NATIVE_PACKAGE, SWIFT_MODULE } from '../../src/cli/package-facts.js';
import { BROKEN_PROJECTS } from './support/broken/index.js';
import { repository } from './support/cli-process.js';

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');
const swift = readdirSync(join(repository, 'ios/Sources'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.swift'))
  .map((name) => read(join('ios/Sources', name)));

// Failures that users of such plugins report about set-up; S01, S03, S05 and S06 are among doctor's broken projects.
describe('the set-up failures of other plugins', () => {
  it('S02: libraries come from the usual repositories only, and installing runs no script', () => {
    const gradle = withoutComments(read('android/build.gradle'));
    expect(gradle).not.toMatch(/flatDir|\burl\b|fileTree|files\(/);
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(Object.keys(scripts).filter((name) => /^(pre|post)?install$|^prepare$/.test(name))).toEqual([]);
  });

  it('S04: Swift package and pod are both there, named alike, with one import line for both', () => {
    const manifest = read('Package.swift');
    const pod = read(`${NATIVE_PACKAGE}.podspec`);
    expect(manifest).toMatch(/^\/\/ swift-tools-version: ?5\.9$/m);
    expect(manifest).toContain(`name: "${NATIVE_PACKAGE}"`);
    expect(manifest).toContain(`.library(name: "${NATIVE_PACKAGE}", targets: ["${SWIFT_MODULE}"])`);
    expect(pod).toContain(`s.name = '${NATIVE_PACKAGE}'`);
    expect(pod).toContain(`s.module_name = '${SWIFT_MODULE}'`);
    const { files } = JSON.parse(read('package.json')) as { files: string[] };
    expect(files).toEqual(expect.arrayContaining(['/Package.swift', `${NATIVE_PACKAGE}.podspec`, 'ios/Sources/']));
  });

  it('S05, S06: the call that the set-up inserts exists, for Swift and for Objective-C', () => {
    const launch = swift.find((text) => text.includes('class CapgoBackgroundTask:')) ?? '';
    expect(launch).toMatch(/@objc\s+public final class CapgoBackgroundTask: NSObject \{/);
    expect(launch).toMatch(/@objc public static func registerLaunchHandlers\(\) \{/);
  });

  it('S08: iOS asks for no location and links no framework that needs a usage description', () => {
    const imports = new Set(
      swift.flatMap((text) => [...text.matchAll(/^\s*(?:@preconcurrency )?import (?:\w+ )?(\w+)/gm)].map(([, name]) => name)),
    );
    const harmless = [
      'BackgroundTasks',
      'Capacitor',
      'Cordova',
      'Dispatch',
      'Foundation',
      'Network',
      'ObjectiveC',
      'UIKit',
      'UserNotifications',
      'WebKit',
      'os',
    ];
    expect([...imports].filter((name) => !harmless.includes(name ?? ''))).toEqual([]);
  });

  it('S09: an app can choose the version of WorkManager', () => {
    expect(read('android/build.gradle')).toMatch(/project\.hasProperty\('androidxWorkVersion'\) \? rootProject\.ext\.androidxWorkVersion/);
  });

  it('S10: the privacy manifest is a valid plist, in the pod and in the Swift package', () => {
    const path = `ios/Sources/${SWIFT_MODULE}/PrivacyInfo.xcprivacy`;
    expect(parse(read(path))).toMatchObject({ NSPrivacyTracking: false });
    expect(read(`${NATIVE_PACKAGE}.podspec`)).toContain(path);
    expect(read('Package.swift')).toContain('PrivacyInfo.xcprivacy');
  });

  it('are all in docs/troubleshooting.md, and what doctor calls them there is what it says', () => {
    const setup = read('docs/troubleshooting.md').split('\n## Set-up\n')[1]?.split('\n## ')[0] ?? '';
    for (const id of ['S01', 'S02', 'S03', 'S04', 'S05', 'S06', 'S07', 'S08', 'S09', 'S10', 'S12'])
      expect(setup).toMatch(new RegExp(`^### .*\\b${id}\\b`, 'm'));
    const ids = [...setup.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, id]) => id ?? '');
    const known = BROKEN_PROJECTS.map((project) => project.id);
    expect(ids.length).toBeGreaterThan(8);
    expect(ids.filter((id) => !known.includes(id))).toEqual([]);
  });
});
