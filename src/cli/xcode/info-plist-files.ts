import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { entriesOf } from '../project/files-below.js';
import type { Project } from '../project/project.js';
import { builtApplication, readXcodeProject, type ApplicationTarget } from './xcode-project.js';

export interface InfoPlistFiles {
  /** The one that the set-up edits. */
  readonly edited: string;
  /** Every existing one that an application is built with, and the edited one even if it does not exist. */
  readonly all: readonly string[];
  /** Values of INFOPLIST_FILE with variables whose value is not known here. */
  readonly unknown: readonly string[];
}

const SOURCE_ROOT = /^\$[({](?:SRCROOT|PROJECT_DIR|SOURCE_ROOT)[)}]\/*/;
const TARGET_NAME = /\$[({](?:TARGET_NAME|PRODUCT_NAME|TARGETNAME)(?::[\w,]+)?[)}]/g;

/** The Info.plist files of every application that the Xcode project builds, in each of its configurations. */
export function infoPlistFiles(project: Project): InfoPlistFiles {
  const usual = join(project.iosAppDir, 'Info.plist');
  const xcode = readXcodeProject(project);
  const applications = xcode.state === 'read' ? xcode.applications : [];
  const unknown = new Set<string>();
  const filesOf = (target: ApplicationTarget): string[] =>
    releaseFirst(target).flatMap(({ settings }) => {
      const written = settings['INFOPLIST_FILE'] ?? '';
      const path = resolved(written, target.name);
      if (path.includes('$')) unknown.add(written);
      return path === '' || path.includes('$') ? [] : [isAbsolute(path) ? path : join(project.iosDir, 'App', path)];
    });
  const built = builtApplication(project, applications);
  const own = built ? filesOf(built) : [];
  const edited = own.includes(usual) || own.length === 0 ? usual : (own.find((path) => existsSync(path)) ?? own[0] ?? usual);
  const others = applications.flatMap(filesOf).filter((path) => existsSync(path));
  return { edited, all: [...new Set([edited, ...own.filter((path) => existsSync(path)), ...others])], unknown: [...unknown] };
}

/** A copy per language, in which iOS looks for no background modes; undefined if there is none. */
export function localisedInfoPlist(infoPlist: string): string | undefined {
  const folder = dirname(infoPlist);
  const languages = entriesOf(folder).filter((entry) => entry.isDirectory() && entry.name.endsWith('.lproj'));
  return languages.map(({ name }) => join(folder, name, 'Info.plist')).find((path) => existsSync(path));
}

function resolved(written: string, targetName: string): string {
  return written
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(SOURCE_ROOT, '')
    .replace(TARGET_NAME, targetName);
}

/** What a store gets is built as Release: where the configurations differ, that one is set up. */
function releaseFirst({ configurations }: ApplicationTarget): ApplicationTarget['configurations'] {
  return [...configurations].sort((a, b) => Number(b.name === 'Release') - Number(a.name === 'Release'));
}
