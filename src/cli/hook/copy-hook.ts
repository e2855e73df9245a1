import { existsSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { HEADLESS_FILE, HEADLESS_SCRIPT_FILE, MANIFEST_FILE, NATIVE_PLUGIN, WORKER_FILE } from '../package-facts.js';
import type { AppBuild } from '../build/app-build.js';
import { readBuildRecord } from '../build/build-record.js';
import { BuildRefusal, isExplained } from '../build/build-refusal.js';
import { loadEngine } from '../build/load-engine.js';
import { viteSetupOf } from '../doctor/sources/entries.js';
import { configFromEnvironment, readCapacitorConfig } from '../project/capacitor-config.js';
import { statsOf } from '../project/files-below.js';
import { openProject, shown } from '../project/project.js';
import type { Project } from '../project/project.js';
import { tasksFileOf } from '../project/tasks-file.js';
import type { Terminal } from '../terminal.js';
import type { HookEnvironment } from './hook.js';

const NATIVE = ['android', 'ios'];
/** What Android and iOS load for a wake; the worker comes with them. */
const NATIVE_FILES = [HEADLESS_FILE, HEADLESS_SCRIPT_FILE, MANIFEST_FILE];
const OWN_ENTRY = 'The copy goes on: for each wake Android and iOS load the page that the open app loads.';
const OLDER = `The copy goes on with the older ${HEADLESS_FILE}.`;

/**
 * `capacitor:copy:before`. Makes what `build` makes when the web folder lacks it or has it older than its sources. Capacitor stops the user's copy on
 * any other exit status than 0: whatever goes wrong here is told and nothing more.
 */
export async function runCopyHook(environment: HookEnvironment, terminal: Terminal): Promise<void> {
  const { CAPACITOR_ROOT_DIR: root, CAPACITOR_PLATFORM_NAME: platform } = environment;
  if (root === undefined || platform === undefined || !NATIVE.includes(platform)) return;
  const config = configFromEnvironment(environment.CAPACITOR_CONFIG) ?? readCapacitorConfig(root);
  const project = openProject(root, config, environment.CAPACITOR_WEB_DIR);
  const due = dueBuild(project);
  if (due === undefined) return;
  const { plan, isAgain } = due;
  try {
    if (!existsSync(plan.tasksFile)) throw new BuildRefusal(`There is no tasks module at ${plan.tasksFile}.`);
    const { taskNames } = await (await loadEngine()).buildApp(plan);
    const tasks = taskNames.length === 0 ? 'which defines no task' : taskNames.join(', ');
    terminal.out(`[${NATIVE_PLUGIN}] made ${HEADLESS_FILE} and its files from ${shown(project, plan.tasksFile)} (${tasks})`);
  } catch (error: unknown) {
    // Of another version of the tasks, so the app's own page is the better one. What something else has made is not this hook's to remove.
    if (isAgain) for (const name of NATIVE_FILES) rmSync(join(plan.outDir, name), { force: true });
    const reason = explained(error);
    terminal.error(
      `[${NATIVE_PLUGIN}] ${HEADLESS_FILE} was not made. ${reason}\n${existsSync(join(plan.outDir, HEADLESS_FILE)) ? OLDER : OWN_ENTRY}`,
    );
  }
}

function explained(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return isExplained(error) ? error.message : (error.stack ?? error.message);
}

interface DueBuild {
  readonly plan: AppBuild;
  /** Whether this command has made the files that are there. */
  readonly isAgain: boolean;
}

/** The build that is due; undefined when all is there and newer than its sources, or when it is not this hook's to make. */
function dueBuild(project: Project): DueBuild | undefined {
  const { root, config, webDir } = project;
  const named = config.section['tasks'];
  if (named === false || statsOf(join(webDir, 'index.html')) === undefined) return undefined;
  // The app's own build makes them, with its own aliases and plugins.
  if (viteSetupOf(root)?.usesPlugin === true) return undefined;
  const outDir = realpathSync(webDir);
  const record = readBuildRecord(root, outDir);
  const tasksFile =
    (named === undefined && record && existsSync(record.tasksFile) ? record.tasksFile : undefined) ??
    tasksFileOf(project) ??
    record?.tasksFile;
  if (tasksFile === undefined) return undefined;
  const plan = { root, tasksFile, outDir, base: record?.base, define: record?.define ?? {} };
  const made = [...NATIVE_FILES, WORKER_FILE].map((name) => statsOf(join(outDir, name))?.mtimeMs ?? -Infinity);
  // Of files that something else has made no more is known than that they come from the tasks module.
  const sources = record === undefined ? [tasksFile] : [tasksFile, ...record.sources, join(outDir, 'index.html')];
  const newest = Math.max(...sources.map((file) => statsOf(file)?.mtimeMs ?? Infinity));
  return Math.min(...made) < newest ? { plan, isAgain: record !== undefined } : undefined;
}
