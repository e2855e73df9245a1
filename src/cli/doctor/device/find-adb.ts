import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { statsOf } from '../../project/files-below.js';
import { contains, type Project } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The places that `findAdb` looks at, for a person. */
export const ADB_PLACES = 'PATH, ANDROID_HOME, ANDROID_SDK_ROOT, local.properties, the usual folders';

/**
 * Returns the absolute path of `adb`. A bare name will not do: Windows looks for it in the current folder first. An adb
 * that lies in the app or in its repository is passed over, because doctor runs none of the app's code.
 */
export function findAdb(project: Project, environment: Environment): string | undefined {
  const name = process.platform === 'win32' ? 'adb.exe' : 'adb';
  const repository = repositoryOf(project.root, homeOf(environment));
  const folders = [
    ...(variable(environment, 'PATH') ?? '').split(delimiter).map((entry) => entry.replace(/^"(.*)"$/, '$1')),
    ...sdkFolders(project, environment).map((sdk) => join(sdk, 'platform-tools')),
  ];
  for (const folder of folders) {
    // A share of another machine is not this developer's own tool either.
    if (!isAbsolute(folder) || folder.startsWith('\\\\')) continue;
    const path = join(folder, name);
    if (!statsOf(path)?.isFile()) continue;
    if (!contains(repository, realpathSync(path)) && !contains(repository, path)) return path;
  }
  return undefined;
}

function sdkFolders(project: Project, environment: Environment): string[] {
  const home = homeOf(environment);
  const localAppData = variable(environment, 'LOCALAPPDATA');
  const named = [variable(environment, 'ANDROID_HOME'), variable(environment, 'ANDROID_SDK_ROOT'), sdkOfLocalProperties(project)];
  const usual = home === undefined ? [] : [join(home, 'Library', 'Android', 'sdk'), join(home, 'Android', 'Sdk')];
  if (localAppData) usual.push(join(localAppData, 'Android', 'Sdk'));
  // An empty variable would make a path below the current folder.
  return [...named, ...usual].filter((folder): folder is string => folder !== undefined && folder !== '');
}

/** `sdk.dir` of the file in which Android Studio keeps it. A Java properties file escapes `\`, `:` and blanks with `\`. */
function sdkOfLocalProperties(project: Project): string | undefined {
  const value = /^[ \t]*sdk\.dir[ \t]*[=:][ \t]*(.+?)[ \t\r]*$/m.exec(textOf(join(project.androidDir, 'local.properties')) ?? '')?.[1];
  return value?.replace(/\\(.)/g, '$1');
}

/** The nearest folder at or above the app that is under version control; the app's own folder if there is none. */
function repositoryOf(root: string, home: string | undefined): string {
  for (let folder = root; dirname(folder) !== folder; folder = dirname(folder)) {
    // Some keep their whole home folder in a repository, and the Android SDK with it.
    if (folder === home) break;
    if (existsSync(join(folder, '.git'))) return folder;
  }
  return root;
}

function homeOf(environment: Environment): string | undefined {
  const home = variable(environment, process.platform === 'win32' ? 'USERPROFILE' : 'HOME');
  return home === '' ? undefined : home;
}

/** Windows knows variables in any case; a copy of its environment keeps the case that it was written in. */
function variable(environment: Environment, name: string): string | undefined {
  return environment[name] ?? Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1];
}
