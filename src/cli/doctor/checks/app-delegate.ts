import { join } from 'node:path';
import { IMPORT_LINE, LAUNCH_CALL, LAUNCH_METHOD, LAUNCH_TYPE } from '../../package-facts.js';
import { shown, type Project } from '../../project/project.js';
import { readTextFile } from '../../project/text-file.js';
import { editAppDelegate } from '../../swift/edit-app-delegate.js';
import { launchCallElsewhere, nativeSources } from '../../swift/native-sources.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import { CONFIGURE_REMEDY } from '../remedies.js';

const base = { platform: 'ios', severity: 'error', link: LINKS.iosRegister } as const;

/** The launch call, and what is left of the older background fetch. */
export function checkAppDelegate({ project, hasIos }: DoctorContext): Finding[] {
  return hasIos ? [...checkLaunchCall(project), ...checkPerformFetch(project)] : [];
}

function checkLaunchCall(project: Project): Finding[] {
  const path = join(project.iosAppDir, 'AppDelegate.swift');
  if (launchCallElsewhere(project) !== undefined) return [];
  const read = readTextFile(path);
  // A file that cannot be read is said so, and nothing is known of what it calls.
  if (read.state === 'unreadable') return [];
  if (read.state === 'absent') return [withoutSwift(project, path)];
  const file = shown(project, path);
  const result = editAppDelegate(read.text);
  if (!result.ok) {
    const id = result.reason.includes('called outside') ? 'launch-call-late' : 'app-delegate-unknown';
    const message = `${file}: ${result.reason}. iOS must know every handler before launching ends, or it stops the app`;
    return [
      { ...base, id, message, remedy: `Call ${LAUNCH_CALL} as the first statement of application(_:didFinishLaunchingWithOptions:).` },
    ];
  }
  return result.changes.map((change): Finding => {
    const isImport = change.includes(IMPORT_LINE);
    const message = isImport
      ? `${file} lacks "${IMPORT_LINE}": it does not compile, or finds no handler to register`
      : `${file} does not call ${LAUNCH_CALL}: iOS wakes the app and nothing answers`;
    return {
      ...base,
      id: isImport ? 'import-missing' : 'launch-call-missing',
      message,
      remedy: CONFIGURE_REMEDY,
    };
  });
}

function withoutSwift(project: Project, swift: string): Finding {
  const message = `${shown(project, swift)} does not exist, and no other file there calls ${LAUNCH_METHOD} while the app launches`;
  return {
    ...base,
    id: 'launch-call-missing',
    message,
    remedy: `Call ${LAUNCH_CALL} ([${LAUNCH_TYPE} ${LAUNCH_METHOD}] in Objective-C) first thing when the app launches.`,
  };
}

function checkPerformFetch(project: Project): Finding[] {
  return nativeSources(project)
    .filter(({ masked }) => /performFetchWithCompletionHandler|setMinimumBackgroundFetchInterval/.test(masked))
    .map(({ path }): Finding => {
      const message = `${shown(project, path)} uses the older background fetch: iOS no longer calls it once Info.plist has permitted identifiers`;
      return {
        ...base,
        id: 'legacy-perform-fetch',
        severity: 'warning',
        message,
        remedy: 'Move that work into a task and take the old calls out.',
        link: LINKS.iosBackground,
      };
    });
}
