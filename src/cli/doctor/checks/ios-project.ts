import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MINIMUM_IOS, NATIVE_PACKAGE } from '../../package-facts.js';
import { shown, type Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const base = { platform: 'ios', severity: 'error', link: LINKS.setup } as const;

/** The Xcode project: the package in it, and the iOS version it is built for. */
export function checkIosProject({ project, hasIos }: DoctorContext): Finding[] {
  return hasIos ? [...checkLinked(project), ...checkTarget(project)] : [];
}

function checkLinked(project: Project): Finding[] {
  const folder = join(project.iosDir, 'App');
  const list = [join(folder, 'CapApp-SPM', 'Package.swift'), join(folder, 'Podfile')].find((path) => existsSync(path));
  if (list === undefined) return [];
  const file = shown(project, list);
  if (!textOf(list)?.includes(NATIVE_PACKAGE)) {
    return [
      {
        ...base,
        id: 'ios-not-synced',
        message: `${file} does not name ${NATIVE_PACKAGE}: the app is built without the plugin`,
        remedy: 'Run npx cap sync ios.',
      },
    ];
  }
  const lock = textOf(join(folder, 'Podfile.lock'));
  if (!list.endsWith('Podfile') || lock === undefined || lock.includes(NATIVE_PACKAGE)) return [];
  return [
    {
      ...base,
      id: 'pods-not-installed',
      message: `${file} names ${NATIVE_PACKAGE}, but Podfile.lock does not`,
      remedy: 'Run pod install in ios/App, on the Mac that builds.',
    },
  ];
}

function checkTarget(project: Project): Finding[] {
  const folder = join(project.iosDir, 'App');
  const places = [
    [join(folder, 'App.xcodeproj', 'project.pbxproj'), /IPHONEOS_DEPLOYMENT_TARGET\s*=\s*"?(\d+)(?:\.\d+)*"?\s*;/g],
    [join(folder, 'Podfile'), /^\s*platform\s*\(?\s*:ios\s*,\s*['"](\d+)/gm],
  ] as const;
  return places.flatMap(([path, pattern]): Finding[] => {
    const targets = [...(textOf(path) ?? '').matchAll(pattern)].map(([, version]) => Number(version));
    const lowest = Math.min(...targets);
    if (targets.length === 0 || lowest >= MINIMUM_IOS) return [];
    const message = `${shown(project, path)} builds for iOS ${lowest}; the plugin needs ${MINIMUM_IOS}`;
    return [
      {
        ...base,
        id: 'ios-target',
        message,
        remedy: `Set the deployment target to ${MINIMUM_IOS}.0 in Xcode, and in the Podfile if there is one.`,
        link: LINKS.capacitorUpdate,
      },
    ];
  });
}
