import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND, IMPORT_LINE, LAUNCH_CALL, LAUNCH_METHOD, LAUNCH_TYPE } from '../../package-facts.js';
import { shown, type Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import { editAppDelegate } from '../../swift/edit-app-delegate.js';
import { maskSwift } from '../../swift/mask-swift.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const base = { platform: 'ios', severity: 'error', link: LINKS.iosRegister } as const;

/** The launch call, and what is left of the older background fetch. */
export function checkAppDelegate({ project, hasIos }: DoctorContext): Finding[] {
  return hasIos ? [...checkLaunchCall(project), ...checkPerformFetch(project)] : [];
}

function checkLaunchCall(project: Project): Finding[] {
  const path = join(project.iosAppDir, 'AppDelegate.swift');
  const text = textOf(path);
  if (text === undefined) return checkWithoutSwift(project, path);
  const file = shown(project, path);
  const result = editAppDelegate(text);
  if (!result.ok) {
    const id = result.reason.includes('called outside') ? 'launch-call-late' : 'app-delegate-unknown';
    const message = `${file}: ${result.reason}. iOS must know every handler before launching ends, or it stops the app`;
    return [{ ...base, id, message, remedy: `Call ${LAUNCH_CALL} as the first statement of application(_:didFinishLaunchingWithOptions:).` }];
  }
  return result.changes.map((change): Finding => {
    const isImport = change.includes(IMPORT_LINE);
    const message = isImport
      ? `${file} lacks "${IMPORT_LINE}": it does not compile, or finds no handler to register`
      : `${file} does not call ${LAUNCH_CALL}: iOS wakes the app and nothing answers`;
    return { ...base, id: isImport ? 'import-missing' : 'launch-call-missing', message, remedy: `Run "${COMMAND} configure" (npx cap sync does it too).` };
  });
}

function checkWithoutSwift(project: Project, swift: string): Finding[] {
  const sources = nativeSources(project);
  if (sources.some(({ text }) => new RegExp(`\\b${LAUNCH_TYPE}\\b[\\s.]*${LAUNCH_METHOD}\\b`).test(text))) return [];
  const message = `${shown(project, swift)} does not exist, and no other file there calls ${LAUNCH_METHOD}`;
  return [{ ...base, id: 'launch-call-missing', message, remedy: `Call ${LAUNCH_CALL} ([${LAUNCH_TYPE} ${LAUNCH_METHOD}] in Objective-C) first thing when the app launches.` }];
}

function checkPerformFetch(project: Project): Finding[] {
  return nativeSources(project)
    .filter(({ text }) => /performFetchWithCompletionHandler|setMinimumBackgroundFetchInterval/.test(text))
    .map(({ path }): Finding => {
      const message = `${shown(project, path)} uses the older background fetch: iOS no longer calls it once Info.plist has permitted identifiers`;
      return { ...base, id: 'legacy-perform-fetch', severity: 'warning', message, remedy: 'Move that work into a task and take the old calls out.', link: LINKS.iosBackground };
    });
}

/** The app target's own sources, comments and strings masked. */
function nativeSources(project: Project): { readonly path: string; readonly text: string }[] {
  if (!existsSync(project.iosAppDir)) return [];
  return readdirSync(project.iosAppDir)
    .filter((name) => /\.(swift|m|mm)$/.test(name))
    .map((name) => join(project.iosAppDir, name))
    .map((path) => ({ path, text: maskSwift(textOf(path) ?? '') }));
}
