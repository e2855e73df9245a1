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
import { appAt } from './project/app-at.js';
import type { Project } from './project/project.js';
import type { CommandContext } from './command-context.js';
import type { Terminal } from './terminal.js';
import { packageVersion } from './version.js';

/** Runs one command line and returns its exit code. */
export function run(argv: readonly string[], context: CommandContext): number | Promise<number> {
  if (argv[0] === 'build' && !argv.includes('--help')) return runBuild(argv.slice(1), context);
  if (argv[0] === 'forecast' && !argv.includes('--help')) return runForecast(argv.slice(1), context);
  const { terminal, environment, workingFolder } = context;
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
  const project = appAt(workingFolder, root);
  if (typeof project === 'string') {
    if (json) terminal.out(JSON.stringify({ version: 1, command, ok: false, error: project }));
    else terminal.error(project);
    return EXIT.noProject;
  }
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

function runDoctor(project: Project, { json, details }: Arguments, terminal: Terminal, environment: CommandContext['environment']): number {
  const report = doctor(project, environment);
  const exitCode = report.ok ? EXIT.done : EXIT.open;
  if (json) terminal.out(JSON.stringify({ version: 1, command: 'doctor', root: project.root, ...report }, null, 2));
  else printFindings(terminal, report, { title: appTitle(project), exitCode, details });
  return exitCode;
}
