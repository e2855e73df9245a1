import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { configFileOf, type CapacitorConfig } from './capacitor-config.js';

export interface Project {
  /** The app's folder, links resolved. */
  readonly root: string;
  readonly config: CapacitorConfig;
  readonly webDir: string;
  readonly iosDir: string;
  readonly iosAppDir: string;
  readonly androidDir: string;
}

export function openProject(root: string, config: CapacitorConfig, webDir?: string): Project {
  const real = realpathSync(root);
  const iosDir = resolve(real, config.iosPath);
  return {
    root: real,
    config,
    webDir: webDir ?? resolve(real, config.webDir),
    iosDir,
    iosAppDir: join(iosDir, 'App', 'App'),
    androidDir: resolve(real, config.androidPath),
  };
}

/** The nearest folder at or above `from` that has a Capacitor configuration. */
export function findProjectRoot(from: string): string | undefined {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (configFileOf(folder) !== undefined) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/**
 * Whether a file lies in the project once links are resolved. An iOS folder that the configuration itself puts
 * elsewhere belongs to the project, a link that leads out of it does not.
 */
export function isInsideProject(project: Project, file: string): boolean {
  let real: string;
  try {
    real = realpathSync(file);
  } catch {
    return false;
  }
  return contains(project.root, real) || (!contains(project.root, project.iosDir) && contains(project.iosDir, real));
}

/** The path to show: relative to the project, with forward slashes everywhere. */
export function shown(project: Project, path: string): string {
  return relative(project.root, path).replaceAll('\\', '/');
}

/** The root of the Nx workspace that holds `folder`; Capacitor then reads hooks from its package.json only. */
export function nxWorkspaceOf(folder: string): string | undefined {
  for (let at = resolve(folder); ; at = dirname(at)) {
    if (existsSync(join(at, 'nx.json'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Whether `path` lies below `folder`, both without links. */
export function contains(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '' && way !== '..' && !way.startsWith('../') && !way.startsWith('..\\') && !isAbsolute(way);
}
