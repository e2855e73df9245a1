import { join } from 'node:path';
import { readManifest } from '../../android/manifest.js';
import { shown, type Project } from '../../project/project.js';
import { readTextFile } from '../../project/text-file.js';
import { xcodeProjectFile } from '../../xcode/xcode-project.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const base = { id: 'file-unreadable', severity: 'error', link: LINKS.setup } as const;

/** Files that are there and say nothing to doctor: what it finds about them otherwise would be a guess. */
export function checkReadable({ project, vite, hasIos, hasAndroid }: DoctorContext): Finding[] {
  const { root, iosDir, iosAppDir, androidDir } = project;
  return [
    ...unreadable(project, 'all', [join(root, 'package.json'), ...(vite ? [join(root, vite.file)] : []), join(root, 'index.html')]),
    ...(hasIos
      ? unreadable(project, 'ios', [
          join(iosAppDir, 'AppDelegate.swift'),
          xcodeProjectFile(project),
          join(iosDir, 'App', 'Podfile'),
          join(iosDir, 'App', 'CapApp-SPM', 'Package.swift'),
        ])
      : []),
    ...(hasAndroid
      ? [
          ...unreadable(
            project,
            'android',
            ['variables.gradle', 'capacitor.settings.gradle', 'app/build.gradle', 'app/build.gradle.kts', MANIFEST].map((name) =>
              join(androidDir, name),
            ),
          ),
          ...brokenManifest(project),
        ]
      : []),
  ];
}

const MANIFEST = 'app/src/main/AndroidManifest.xml';

function unreadable(project: Project, platform: Finding['platform'], paths: readonly string[]): Finding[] {
  return paths.flatMap((path): Finding[] => {
    const read = readTextFile(path);
    if (read.state !== 'unreadable') return [];
    const message = `${shown(project, path)} could not be looked at: ${read.reason}`;
    return [{ ...base, platform, message, remedy: 'Make it a text file in UTF-8 that you may read, and run doctor again.' }];
  });
}

function brokenManifest(project: Project): Finding[] {
  const path = join(project.androidDir, MANIFEST);
  const read = readTextFile(path);
  if (read.state !== 'text' || readManifest(read.text)) return [];
  const message = `${shown(project, path)} is not XML that can be understood: a tag is not closed, or closes another`;
  return [{ ...base, platform: 'android', message, remedy: 'Repair it; Android Studio shows the line.' }];
}
