import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MINIMUM_IOS, NATIVE_PACKAGE } from '../../package-facts.js';
import { entriesOf } from '../../project/files-below.js';
import { shown, type Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import { readXcodeProject, xcodeProjectFile } from '../../xcode/xcode-project.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import { syncRemedy } from '../remedies.js';

const base = { platform: 'ios', severity: 'error', link: LINKS.setup } as const;

/** The Xcode project: the package in it, and the iOS version it is built for. */
export function checkIosProject({ project, hasIos }: DoctorContext): Finding[] {
  if (hasIos) return [...checkName(project), ...checkLinked(project), ...checkTarget(project)];
  const folder = join(project.iosDir, 'App');
  if (!existsSync(folder)) return [];
  const renamed = entriesOf(folder).find(({ name }) => existsSync(join(folder, name, 'Info.plist')));
  if (renamed) return [renamedTo(project, join(folder, renamed.name), project.iosAppDir)];
  const message = `${shown(project, project.iosAppDir)} does not exist: the iOS folder holds no app`;
  return [{ ...base, id: 'ios-app-missing', message, remedy: 'Remove the folder and run npx cap add ios.' }];
}

function checkName(project: Project): Finding[] {
  const wanted = join(project.iosDir, 'App', 'App.xcodeproj');
  const other = existsSync(wanted) ? undefined : entriesOf(join(project.iosDir, 'App')).find(({ name }) => name.endsWith('.xcodeproj'));
  return other ? [renamedTo(project, join(project.iosDir, 'App', other.name), wanted)] : [];
}

function renamedTo(project: Project, found: string, wanted: string): Finding {
  const message = `${shown(project, found)} is there, and Capacitor looks for ${shown(project, wanted)} only: it was not looked at, and cap sync fails`;
  const remedy =
    'Name it App again, in Xcode. What users see is CFBundleDisplayName; a target of another name is ios.scheme in capacitor.config.';
  return { ...base, id: 'ios-app-renamed', message, remedy, link: LINKS.capacitorConfig };
}

function checkLinked(project: Project): Finding[] {
  const folder = join(project.iosDir, 'App');
  const list = [packageList(project), join(folder, 'Podfile')].find((path) => existsSync(path));
  if (list === undefined) return [];
  const file = shown(project, list);
  if (!textOf(list)?.includes(NATIVE_PACKAGE)) {
    return [
      {
        ...base,
        id: 'ios-not-synced',
        message: `${file} does not name ${NATIVE_PACKAGE}: the app is built without the plugin`,
        remedy: syncRemedy('ios'),
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
  const xcode = readXcodeProject(project);
  if (xcode.state === 'unknown') {
    const message = `${shown(project, xcodeProjectFile(project))} was not understood: only ${shown(project, project.iosAppDir)} was looked at`;
    const remedy = 'Open the project in Xcode and save it; compare the targets by hand with docs/setup.md.';
    return [{ ...base, id: 'xcode-project-unknown', severity: 'warning', message, remedy }];
  }
  const targets = (xcode.state === 'read' ? xcode.applications : [])
    .flatMap(({ configurations }) => configurations)
    .map(({ settings }) => Number.parseInt(settings['IPHONEOS_DEPLOYMENT_TARGET'] ?? '', 10));
  const podfile = join(project.iosDir, 'App', 'Podfile');
  // Capacitor writes the package's list when it builds with Swift Package Manager, and leaves an old Podfile where it is.
  const pods = existsSync(packageList(project)) ? '' : (textOf(podfile) ?? '');
  const platforms = [...pods.matchAll(/^\s*platform\s*\(?\s*:ios\s*,\s*['"](\d+)/gm)].map(([, version]) => Number(version));
  return [...tooOld(project, xcodeProjectFile(project), targets), ...tooOld(project, podfile, platforms)];
}

function tooOld(project: Project, path: string, versions: readonly number[]): Finding[] {
  const lowest = Math.min(...versions.filter((version) => !Number.isNaN(version)));
  if (lowest >= MINIMUM_IOS) return [];
  const message = `${shown(project, path)} builds for iOS ${lowest}; the plugin needs ${MINIMUM_IOS}`;
  const remedy = `Set the deployment target to ${MINIMUM_IOS}.0 in Xcode, and in the Podfile if there is one.`;
  return [{ ...base, id: 'ios-target', message, remedy, link: LINKS.capacitorUpdate }];
}

function packageList(project: Project): string {
  return join(project.iosDir, 'App', 'CapApp-SPM', 'Package.swift');
}
