import { join } from 'node:path';
import { LAUNCH_METHOD, LAUNCH_TYPE } from '../package-facts.js';
import { filesBelow } from '../project/files-below.js';
import type { Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';
import { isCalledAtWrongTime } from './launch-method.js';
import { maskSwift } from './mask-swift.js';

export interface NativeSource {
  readonly path: string;
  /** Comments and strings masked. */
  readonly masked: string;
}

const CALL = new RegExp(`\\b${LAUNCH_TYPE}\\b[\\s.]*${LAUNCH_METHOD}\\b`);

/** The app target's own Swift and Objective-C; the web app's copy beside it holds none. */
export function nativeSources(project: Project): NativeSource[] {
  return filesBelow(project.iosAppDir, ['public'])
    .filter((path) => /\.(swift|m|mm)$/.test(path))
    .map((path) => ({ path, masked: maskSwift(textOf(path) ?? '') }));
}

/** The file, other than the usual one, in which a person has written the launch call. */
export function launchCallElsewhere(project: Project): string | undefined {
  const usual = join(project.iosAppDir, 'AppDelegate.swift');
  return nativeSources(project).find(({ path, masked }) => {
    const call = path === usual ? -1 : masked.search(CALL);
    return call !== -1 && !isCalledAtWrongTime(masked, call);
  })?.path;
}
