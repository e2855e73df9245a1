import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { IDENTIFIERS_KEY, MODES_KEY } from '../package-facts.js';
import { editInfoPlist, infoPlistLines } from '../plist/edit-info-plist.js';
import { shown, type Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';
import { appDelegateLines, editAppDelegate, objectiveCLines } from '../swift/edit-app-delegate.js';
import { launchCallElsewhere } from '../swift/native-sources.js';
import { infoPlistFiles } from '../xcode/info-plist-files.js';
import { runEditStep } from './edit-step.js';
import type { ConfigureOptions, Step } from './step.js';

export function iosSteps(project: Project, options: ConfigureOptions): Step[] {
  if (!existsSync(project.iosDir)) {
    const message = `there is no ${shown(project, project.iosDir)} folder`;
    return [{ id: 'info-plist', platform: 'ios', file: '', status: 'skipped', message, changes: [], paste: [] }];
  }
  if (!existsSync(project.iosAppDir) && !existsSync(infoPlistFiles(project).edited)) {
    const file = shown(project, project.iosAppDir);
    const message = `${file} does not exist: the iOS folder holds no app that Capacitor knows. If it was renamed, name it App again; else remove ${shown(project, project.iosDir)} and run npx cap add ios`;
    return [{ id: 'info-plist', platform: 'ios', file, status: 'manual', message, changes: [], paste: [] }];
  }
  return [infoPlistStep(project, options), ...otherInfoPlists(project), appDelegateStep(project, options)];
}

function infoPlistStep(project: Project, options: ConfigureOptions): Step {
  const { refresh } = project.config;
  const { edited } = infoPlistFiles(project);
  return runEditStep(project, options, {
    id: 'info-plist',
    path: edited,
    paste: infoPlistLines(refresh),
    place: 'between the outer <dict> and </dict>',
    edit: (text) => editInfoPlist(text, { refresh }),
  });
}

/** One line each for the lists of other configurations and targets, which a person edits. */
function otherInfoPlists(project: Project): Step[] {
  const { refresh } = project.config;
  const { edited, all } = infoPlistFiles(project);
  return all.flatMap((path): Step[] => {
    const text = path === edited ? undefined : textOf(path);
    const result = text === undefined ? undefined : editInfoPlist(text, { refresh });
    if (!result?.ok || result.text === text) return [];
    const file = shown(project, path);
    const message = `${file} lacks lines that ${shown(project, edited)} needs too: copy ${MODES_KEY} and ${IDENTIFIERS_KEY} by hand, for builds that use it`;
    return [{ id: 'info-plist', platform: 'ios', file, status: 'manual', message, changes: [], paste: [] }];
  });
}

function appDelegateStep(project: Project, options: ConfigureOptions): Step {
  const path = join(project.iosAppDir, 'AppDelegate.swift');
  const elsewhere = launchCallElsewhere(project);
  if (elsewhere !== undefined) {
    const file = shown(project, elsewhere);
    return { id: 'app-delegate', platform: 'ios', file, status: 'ready', message: `${file} has the launch call`, changes: [], paste: [] };
  }
  const objectiveC = ['AppDelegate.m', 'AppDelegate.mm'].find((name) => existsSync(join(project.iosAppDir, name)));
  if (!existsSync(path) && objectiveC !== undefined) {
    const file = shown(project, join(project.iosAppDir, objectiveC));
    return {
      id: 'app-delegate',
      platform: 'ios',
      file,
      status: 'manual',
      message: `${file} was left as it is: it is Objective-C. Add this as the first statement of its launch method:`,
      changes: [],
      paste: objectiveCLines(),
    };
  }
  return runEditStep(project, options, {
    id: 'app-delegate',
    path,
    paste: appDelegateLines(),
    place: "to the app's UIApplicationDelegate, the call as the first statement of its launch method",
    edit: editAppDelegate,
  });
}
