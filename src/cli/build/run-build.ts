import { TasksModuleError } from '../../bundler/build-error.js';
import { EXIT } from '../exit-code.js';
import { appAt } from '../project/app-at.js';
import { shown } from '../project/project.js';
import type { Project } from '../project/project.js';
import type { CommandContext } from '../command-context.js';
import type { AppBuild } from './app-build.js';
import type { BuiltApp } from './build-app.js';
import { parseBuildArguments } from './build-arguments.js';
import { isExplained } from './build-refusal.js';
import { loadEngine } from './load-engine.js';
import { givenTasksFile, planBuild } from './plan-build.js';
import { SourceWatch } from './source-watch.js';

/** Runs `build` with what follows it on the command line, and returns the exit code. */
export async function runBuild(argv: readonly string[], { terminal, workingFolder }: CommandContext): Promise<number> {
  const parsed = parseBuildArguments(argv);
  if (!parsed.ok) {
    terminal.error(`${parsed.reason}. See: npx capacitor-background-task --help`);
    return EXIT.usage;
  }
  const { json, watch: watches } = parsed.arguments;
  const say = (object: object, lines: readonly string[]): void => {
    if (json) terminal.out(JSON.stringify({ version: 1, command: 'build', ...object }, null, watches ? 0 : 2));
    else for (const line of lines) terminal.out(line);
  };
  const fail = (error: string): void => {
    if (json) say({ ok: false, error }, []);
    else terminal.error(error);
  };
  const project = appAt(workingFolder, parsed.arguments.root);
  if (typeof project === 'string') {
    fail(project);
    return EXIT.noProject;
  }
  const attempt = async (): Promise<Attempt> => {
    try {
      const plan = planBuild(project, parsed.arguments);
      const built = await (await loadEngine()).buildApp(plan);
      const { sources: _, ...told } = built;
      say({ ok: true, root: project.root, webDir: shown(project, plan.outDir), ...told }, linesOf(project, plan, built));
      return { done: true, sources: built.sources };
    } catch (error: unknown) {
      if (!(error instanceof Error) || !isExplained(error)) throw error;
      fail(error.message);
      return { done: false, sources: error instanceof TasksModuleError ? error.sources : [] };
    }
  };
  if (!watches) return (await attempt()).done ? EXIT.done : EXIT.open;
  const tasksFile = givenTasksFile(project, parsed.arguments.tasks);
  if (tasksFile !== undefined) return rebuildOnChange(attempt, tasksFile);
  // Says what is missing.
  await attempt();
  return EXIT.open;
}

interface Attempt {
  readonly done: boolean;
  readonly sources: readonly string[];
}

function linesOf(project: Project, { tasksFile, outDir }: AppBuild, { taskNames, files, pages }: BuiltApp): string[] {
  const place = shown(project, outDir);
  const lines = files.map(({ name, bytes }) => `${place}/${name}  ${(bytes / 1000).toFixed(1)} kB`);
  const tagged = pages.filter(({ why }) => why === 'added').length;
  const listed = pages.filter(({ why }) => why === 'integrity-list').map(({ name }) => name);
  const unfit = pages.filter(({ why }) => why === 'no-head').map(({ name }) => name);
  const names = taskNames.length === 0 ? 'no task: call defineTask at its top level' : taskNames.join(', ');
  return [
    ...lines,
    `${shown(project, tasksFile)} defines ${names}.`,
    ...(tagged > 0 ? [`${tagged} HTML ${tagged === 1 ? 'page' : 'pages'} told where the worker is.`] : []),
    ...(listed.length > 0 ? [`Left as they are, because ngsw.json has their hashes: ${listed.join(', ')}. Their <base href> serves.`] : []),
    ...(unfit.length > 0 ? [`Left as they are, because they have no end of a head and no body: ${unfit.join(', ')}.`] : []),
  ];
}

/** Builds again after each change of a source, one build at a time, until the process is ended. */
async function rebuildOnChange(attempt: () => Promise<Attempt>, tasksFile: string): Promise<never> {
  const sources = new SourceWatch();
  sources.add([tasksFile]);
  for (;;) {
    const attempted = await attempt();
    sources.add(attempted.sources.filter((file) => !file.includes('/node_modules/')));
    await sources.change();
  }
}
