import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseBuildManifest, type BuildManifest } from '../project/build-manifest.js';
import { frameworkOf, type Framework } from '../project/framework.js';
import { isRecord } from '../project/object-literal.js';
import { contains, type Project } from '../project/project.js';
import { sourcesBeside } from '../project/tasks-file.js';
import { textOf } from '../project/text-file.js';
import { MANIFEST_FILE } from '../package-facts.js';
import { readAppSources, type SourceFile } from './sources/app-sources.js';
import { entriesOf, tasksModuleOf, viteSetupOf, type NamedFile, type TasksModule, type ViteSetup } from './sources/entries.js';
import { findTaskCalls, type TaskCall } from './sources/task-calls.js';

/** What the checks look at, read once. */
export interface DoctorContext {
  readonly project: Project;
  readonly framework: Framework;
  /** Names and ranges of the app's dependencies and devDependencies. */
  readonly dependencies: ReadonlyMap<string, string>;
  readonly hasPackageJson: boolean;
  readonly sources: readonly SourceFile[];
  /** False when the app has more files than doctor reads. */
  readonly hasAllSources: boolean;
  readonly calls: readonly TaskCall[];
  /** The scripts that the app's page starts with. */
  readonly entries: readonly NamedFile[];
  readonly vite: ViteSetup | undefined;
  readonly tasksModule: TasksModule | undefined;
  /** The built manifest; undefined if there is none that can be read. */
  readonly manifest: BuildManifest | undefined;
  readonly hasIos: boolean;
  readonly hasAndroid: boolean;
}

export function readContext(project: Project): DoctorContext {
  const framework = frameworkOf(project.root);
  const setup = viteSetupOf(project.root);
  // The configuration may be that of the tests alone.
  const vite = setup?.usesPlugin === true || framework.way === 'plugin' ? setup : undefined;
  const tasksModule = tasksModuleOf(project, vite);
  // In a workspace the tasks may be a library of their own.
  const library = tasksModule?.exists && !contains(project.root, tasksModule.path) ? [dirname(tasksModule.path)] : [];
  const { files: sources, isComplete: hasAllSources } = readAppSources(project, [...library, ...sourcesBeside(project.root)]);
  const { dependencies, hasPackageJson } = readDependencies(project.root);
  return {
    project,
    framework,
    dependencies,
    hasPackageJson,
    sources,
    hasAllSources,
    calls: findTaskCalls(sources),
    entries: entriesOf(project.root, vite),
    vite,
    tasksModule,
    manifest: parseBuildManifest(textOf(join(project.webDir, MANIFEST_FILE)) ?? ''),
    hasIos: existsSync(project.iosAppDir),
    hasAndroid: existsSync(project.androidDir),
  };
}

/** The version of an installed package as the app at `root` would find it, in workspaces too. */
export function installedVersion(root: string, name: string): string | undefined {
  for (let folder = root; ; folder = dirname(folder)) {
    const version = readJson(join(folder, 'node_modules', name, 'package.json'))?.['version'];
    if (typeof version === 'string') return version;
    if (dirname(folder) === folder) return undefined;
  }
}

/** Whether Yarn resolves the app's packages by a map of its own, so that no node_modules says what is installed. */
export function usesPlugAndPlay(root: string): boolean {
  for (let folder = root; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.pnp.cjs'))) return true;
    if (dirname(folder) === folder) return false;
  }
}

function readDependencies(root: string): Pick<DoctorContext, 'dependencies' | 'hasPackageJson'> {
  const manifest = readJson(join(root, 'package.json'));
  const dependencies = new Map<string, string>();
  for (const section of ['devDependencies', 'dependencies', 'optionalDependencies']) {
    const entries = manifest?.[section];
    if (!isRecord(entries)) continue;
    for (const [name, range] of Object.entries(entries)) dependencies.set(name, String(range));
  }
  return { dependencies, hasPackageJson: manifest !== undefined };
}

function readJson(path: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
