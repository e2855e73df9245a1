import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArguments, type Arguments } from './arguments.js';
import { runBuild } from './build/run-build.js';
import { configure, PLATFORMS } from './configure/configure.js';
import { printSteps } from './configure/print-steps.js';
import { isOpen } from './configure/step.js';
import { appTitle } from './doctor/app-title.js';
import { doctor } from './doctor/doctor.js';
import { printFindings } from './doctor/print-findings.js';
import { EXIT } from './exit-code.js';
import { runForecast } from './forecast/run-forecast.js';
import { HELP } from './help.js';
import { runCopyHook } from './hook/copy-hook.js';
import { hookFailure, runHook } from './hook/hook.js';
import { appsBelow } from './project/apps-below.js';
import { readCapacitorConfig } from './project/capacitor-config.js';
import { findProjectRoot, openProject, type Project } from './project/project.js';
import type { Surroundings } from './surroundings.js';
import type { Terminal } from './terminal.js';
import { packageVersion } from './version.js';

/** So many apps of a workspace are named at most. */
const MOST_APPS = 8;

/** Runs one command line and returns its exit code. */
export function run(argv: readonly string[], surroundings: Surroundings): number | Promise<number> {
  if (argv[0] === 'build' && !argv.includes('--help')) return runBuild(argv.slice(1), surroundings);
  if (argv[0] === 'forecast' && !argv.includes('--help')) return runForecast(argv.slice(1), surroundings);
  const { terminal, environment, workingFolder } = surroundings;
  const parsed = parseArguments(argv);
  if (!parsed.ok) {
    terminal.error(`${parsed.reason}. See: npx capacitor-background-task --help`);
    return EXIT.usage;
  }
  const { command, root, json } = parsed.arguments;
  switch (command) {
    case 'help':
      terminal.out(HELP.trimEnd());
      return EXIT.done;
    case 'version':
      terminal.out(packageVersion());
      return EXIT.done;
    case 'hook':
      try {
        runHook(environment, terminal);
      } catch (error: unknown) {
        terminal.error(hookFailure(environment['CAPACITOR_PLATFORM_NAME'], error));
      }
      return EXIT.done;
    case 'copy-hook':
      return runCopyHook(environment, terminal)
        .catch((error: unknown) => terminal.error(hookFailure(environment['CAPACITOR_PLATFORM_NAME'], error)))
        .then(() => EXIT.done);
  }
  const start = resolve(workingFolder, root ?? '.');
  const folder = existsSync(start) ? findProjectRoot(start) : undefined;
  if (folder === undefined) {
    const failure = existsSync(start)
      ? `No capacitor.config was found in ${root ?? 'this folder'} or above.`
      : `There is no folder ${start}.`;
    const apps = existsSync(start) ? appsBelow(start) : [];
    const remedy =
      apps.length === 0
        ? "Run the command in the app's folder, or give it with --root."
        : `Below it ${apps.length === 1 ? 'is an app' : 'are apps'}: run the command with --root ${apps.slice(0, MOST_APPS).join(', or --root ')}.`;
    const reason = `${failure} ${remedy}`;
    if (json) terminal.out(JSON.stringify({ version: 1, command, ok: false, error: reason }));
    else terminal.error(reason);
    return EXIT.noProject;
  }
  const project = openProject(folder, readCapacitorConfig(folder));
  return command === 'configure'
    ? runConfigure(project, parsed.arguments, terminal)
    : runDoctor(project, parsed.arguments, terminal, environment);
}

function runConfigure(project: Project, { check, json }: Arguments, terminal: Terminal): number {
  const steps = configure(project, PLATFORMS, { check });
  const ok = !steps.some(isOpen);
  if (json) terminal.out(JSON.stringify({ version: 1, command: 'configure', check, root: project.root, ok, steps }, null, 2));
  else printSteps(terminal, steps);
  return ok ? EXIT.done : EXIT.open;
}

function runDoctor(project: Project, { json, details }: Arguments, terminal: Terminal, environment: Surroundings['environment']): number {
  const report = doctor(project, environment);
  const exitCode = report.ok ? EXIT.done : EXIT.open;
  if (json) terminal.out(JSON.stringify({ version: 1, command: 'doctor', root: project.root, ...report }, null, 2));
  else printFindings(terminal, report, { title: appTitle(project), exitCode, details });
  return exitCode;
}
