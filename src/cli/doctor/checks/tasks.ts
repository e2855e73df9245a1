import { dirname, relative } from 'node:path';
import { differInCase } from '../../project/letter-case.js';
import { contains, shown } from '../../project/project.js';
import { nearest } from '../../text/near.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import type { SourceFile } from '../sources/app-sources.js';
import { isImported, reach } from '../sources/import-graph.js';

const base = { platform: 'all', link: LINKS.troubleshooting } as const;
const ANDROID_MINIMUM_MINUTES = 15;

/** Names that are registered, defined and built, and whether the app loads their definitions. */
export function checkTasks(context: DoctorContext): Finding[] {
  return [...checkSources(context), ...checkSpelling(context), ...checkModule(context), ...checkNames(context), ...checkIntervals(context)];
}

/** What doctor cannot say, because it has not seen the sources. */
function checkSources({ sources, hasAllSources }: DoctorContext): Finding[] {
  const finding = { ...base, severity: 'note' } as const;
  if (!hasAllSources) {
    const message = `only the first ${sources.length} source files were read: tasks defined or registered in others are not known`;
    return [{ ...finding, id: 'sources-not-all-read', message, remedy: 'Look by getRegisteredTasksAsync() in the app.' }];
  }
  if (sources.length > 0) return [];
  const message = "this folder has none of the app's sources: what defines and registers tasks was not looked at";
  return [{ ...finding, id: 'sources-elsewhere', message, remedy: 'Look by getRegisteredTasksAsync() in the app.' }];
}

/** What a file names in other letter case than the disk has it. */
function checkSpelling({ project, entries, tasksModule }: DoctorContext): Finding[] {
  return [...entries, ...(tasksModule ? [tasksModule] : [])]
    .filter(({ path, writtenAs }) => differInCase(writtenAs, path))
    .map(({ path, writtenAs, namedIn }) => misspelling(`${namedIn ?? 'the app'} names ${shown(project, writtenAs)}`, shown(project, path)));
}

function misspelling(what: string, file: string): Finding {
  return {
    ...base,
    id: 'letter-case',
    severity: 'warning',
    message: `${what}, and the file is ${file}: they differ in letter case, which fails on Linux and in CI`,
    remedy: 'Write the name as the file has it.',
  };
}

function checkModule({ project, tasksModule, sources, entries, hasAllSources }: DoctorContext): Finding[] {
  if (!tasksModule || !hasAllSources) return [];
  const file = shown(project, tasksModule.path);
  if (!tasksModule.exists) {
    return [
      {
        ...base,
        id: 'tasks-module-missing',
        severity: 'error',
        message: `${tasksModule.namedIn ?? 'the build'} names ${file}, and there is no such file`,
        remedy: 'Create it, or correct the path.',
      },
    ];
  }
  // The name of a workspace's library says nothing about where its files are.
  if (!contains(project.root, tasksModule.path)) return [];
  const entry = entries.at(-1);
  if (entry === undefined) {
    if (isImported(sources, project.root, tasksModule.path)) return [];
    return [
      {
        ...base,
        id: 'tasks-module-not-imported',
        severity: 'warning',
        message: `no file of the app imports ${file}`,
        remedy: `Import it in the file that the app starts with.`,
      },
    ];
  }
  const from = shown(project, entry.path);
  const routes = entries.map(({ path }) => reach(sources, project.root, path, tasksModule.path));
  const remedy = `Write "import '${specifierOf(entry.path, tasksModule.path)}';" in ${from}.`;
  const route = ['static', 'dynamic'].flatMap((way) => routes.find((found) => found.way === way) ?? [])[0];
  switch (route?.way) {
    case 'static':
      return route.misspelt.map(({ from: importer, specifier, path }) =>
        misspelling(`${shown(project, importer)} imports "${specifier}"`, shown(project, path)),
      );
    case 'dynamic':
      return [
        {
          ...base,
          id: 'tasks-module-lazy',
          severity: 'warning',
          message: `${from} reaches ${file} only through import(): the tasks are defined late, or never when the system starts the app`,
          remedy,
        },
      ];
    default:
      return [
        {
          ...base,
          id: 'tasks-module-not-imported',
          severity: 'error',
          message: `${from} does not import ${file}, not even through other files: the open app defines no task`,
          remedy,
        },
      ];
  }
}

/** How `from` would name `to` in an import. */
function specifierOf(from: string, to: string): string {
  const way = relative(dirname(from), to)
    .replaceAll('\\', '/')
    .replace(/(?:\/index)?\.\w+$/, '');
  return way.startsWith('.') ? way : `./${way}`;
}

function checkNames({ project, calls, manifest, tasksModule, sources, hasAllSources }: DoctorContext): Finding[] {
  const findings: Finding[] = [];
  const defined = new Map(calls.filter((call) => call.method === 'defineTask').map((call) => [call.task, call]));
  // Enqueueing needs no registration.
  const registered = new Map(calls.filter((call) => call.method !== 'defineTask').map((call) => [call.task, call]));
  // A name that only running the code would tell could be any of those that seem to be missing.
  const allDefinitionsKnown = hasAllSources && !defined.has(undefined);
  const allRegistrationsKnown = hasAllSources && !registered.has(undefined);

  for (const [task, call] of registered) {
    if (task === undefined || manifest?.tasks.includes(task)) continue;
    const where = shown(project, call.path);
    const verb = call.method === 'enqueueTaskAsync' ? 'enqueues' : 'registers';
    if (!defined.has(task) && allDefinitionsKnown) {
      findings.push({
        ...base,
        id: 'task-undefined',
        severity: 'error',
        message: `${where} ${verb} "${task}", which no defineTask defines`,
        remedy: definitionRemedy(task, [...defined.keys()]),
      });
    } else if (manifest) {
      findings.push({
        ...base,
        id: 'task-not-built',
        severity: 'error',
        message: `${where} ${verb} "${task}", which the built manifest does not contain (it has ${manifest.tasks.join(', ') || 'none'})`,
        remedy: 'Define it in the tasks module, at module scope, and build again.',
      });
    }
  }
  for (const [task, call] of defined) {
    if (task !== undefined && allRegistrationsKnown && !registered.has(task)) {
      findings.push({
        ...base,
        id: 'task-not-registered',
        severity: 'warning',
        message: `${shown(project, call.path)} defines "${task}", which nothing registers or enqueues: it never runs`,
        remedy: `Call registerTaskAsync('${task}') when the app has what the task needs, or enqueueTaskAsync('${task}') for work that happens once.`,
      });
    }
  }
  for (const call of calls.filter(({ method }) => method === 'defineTask')) {
    const { task } = call;
    if (
      hasAllSources &&
      tasksModule?.exists &&
      call.path !== tasksModule.path &&
      reach(sources, project.root, tasksModule.path, call.path).way === 'none'
    ) {
      findings.push({
        ...base,
        id: 'task-outside-module',
        severity: 'warning',
        message: `${shown(project, call.path)} defines ${task === undefined ? 'a task' : `"${task}"`} outside the tasks module: a closed app does not find it`,
        remedy: `Move it into ${shown(project, tasksModule.path)}, or import that file there.`,
      });
    }
  }
  if (hasAllSources && sources.length > 0 && calls.length === 0 && !sources.some(usesCompatibleJob)) {
    findings.push({
      ...base,
      id: 'no-task',
      severity: 'warning',
      message: 'no call of defineTask or registerTaskAsync was found in the app',
      remedy: 'Define a task at module scope and register it: see the README.',
      link: LINKS.setup,
    });
  }
  return findings;
}

function definitionRemedy(task: string, defined: readonly (string | undefined)[]): string {
  const near = nearest(
    task,
    defined.filter((name) => name !== undefined),
  );
  return near === undefined
    ? `Call defineTask('${task}', …) in the tasks module.`
    : `Write "${near}", if that is meant; else call defineTask('${task}', …) in the tasks module.`;
}

/** `BackgroundTask.define(…)`, the one job of apps that come from react-native-background-task. */
function usesCompatibleJob({ tokens }: SourceFile): boolean {
  return tokens.some(
    (token, at) =>
      token.value === 'BackgroundTask' &&
      tokens[at + 1]?.value === '.' &&
      tokens[at + 2]?.value === 'define' &&
      tokens[at + 3]?.value === '(',
  );
}

function checkIntervals({ project, calls }: DoctorContext): Finding[] {
  return calls
    .filter(({ minimumInterval }) => minimumInterval !== undefined && minimumInterval < ANDROID_MINIMUM_MINUTES)
    .map(({ path, task, minimumInterval }): Finding => ({
      ...base,
      id: 'interval-short',
      severity: 'warning',
      message: `${shown(project, path)} registers "${task ?? 'a task'}" every ${minimumInterval} minutes; Android makes that ${ANDROID_MINIMUM_MINUTES}, and iOS and browsers often hours`,
      remedy: 'minimumInterval is in minutes. For a fixed moment use a push message or a local notification.',
      link: LINKS.limits,
    }));
}
