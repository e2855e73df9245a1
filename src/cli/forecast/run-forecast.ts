import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BackgroundTaskError } from '../../errors.js';
import { forecast, forecastFleet } from '../../testing/index.js';
import type { ForecastTask } from '../../testing/index.js';
import { fleetSvg } from '../../testing/drawing/fleet-svg.js';
import { forecastSvg } from '../../testing/drawing/forecast-svg.js';
import { EXIT } from '../exit-code.js';
import { isFileError } from '../file-error.js';
import { readCapacitorConfig } from '../project/capacitor-config.js';
import { findProjectRoot, openProject } from '../project/project.js';
import type { CommandContext } from '../command-context.js';
import { parseForecastArguments } from './forecast-arguments.js';
import type { ForecastArguments } from './forecast-arguments.js';
import { forecastHtml } from './forecast-html.js';
import { printFleet, printForecast } from './forecast-text.js';
import { projectTasks } from './project-tasks.js';
import { readReport } from './read-report.js';

/** Runs `forecast` with what follows it on the command line, and returns the exit code. */
export function runForecast(argv: readonly string[], { terminal, workingFolder }: CommandContext): number {
  const parsed = parseForecastArguments(argv);
  if (!parsed.ok) {
    terminal.error(`${parsed.reason}. See: npx capacitor-background-task --help`);
    return EXIT.usage;
  }
  const given = parsed.arguments;
  if (given.from !== undefined) return forecastFromReport(given, given.from, { terminal, workingFolder });
  const found = given.tasks.length > 0 ? { tasks: given.tasks, unread: [] } : tasksOfProject(given, workingFolder);
  if (found === null || found.tasks.length === 0) {
    terminal.error(
      found === null
        ? 'No capacitor.config was found here or above. Run the command in the app’s folder, or give tasks: --task sync:30,charging'
        : `No registerTaskAsync('name', …) was found in the app${found.unread.length > 0 ? ` that can be read without running it (${found.unread.join('; ')})` : ''}. Give tasks: --task sync:30,charging`,
    );
    return found === null ? EXIT.noProject : EXIT.open;
  }
  return orRefusal(terminal, () => draw(given, found.tasks, found.tasks, found.unread, { terminal, workingFolder }));
}

/** Goes on where the device is that a report is of. */
function forecastFromReport(given: ForecastArguments, file: string, output: Output): number {
  return orRefusal(output.terminal, () => {
    const { report, tasks, unread } = readReport(resolve(output.workingFolder, file), file);
    draw(given, report, tasks, unread, output);
  });
}

type Output = Pick<CommandContext, 'terminal' | 'workingFolder'>;

function orRefusal(terminal: CommandContext['terminal'], work: () => void): number {
  try {
    work();
    return EXIT.done;
  } catch (error: unknown) {
    if (!(error instanceof BackgroundTaskError) && !isFileError(error)) throw error;
    terminal.error(error.message);
    return EXIT.usage;
  }
}

function tasksOfProject({ root }: ForecastArguments, workingFolder: string): ReturnType<typeof projectTasks> | null {
  const start = resolve(workingFolder, root ?? '.');
  const folder = existsSync(start) ? findProjectRoot(start) : undefined;
  return folder === undefined ? null : projectTasks(openProject(folder, readCapacitorConfig(folder)));
}

function draw(
  { device, days, seeds, json, svg, html, fleet }: ForecastArguments,
  start: Parameters<typeof forecast>[0],
  tasks: readonly ForecastTask[],
  unread: readonly string[],
  { terminal, workingFolder }: Output,
): void {
  const profile = device === undefined ? {} : { profile: device };
  const result = forecast(start, { ...profile, days, seeds });
  const load = fleet === undefined ? null : forecastFleet(tasks, { ...profile, days, devices: fleet, sample: Math.min(2000, fleet) });
  if (svg !== undefined) writeFileSync(resolve(workingFolder, svg), `${load === null ? forecastSvg(result) : fleetSvg(load)}\n`);
  if (html !== undefined) writeFileSync(resolve(workingFolder, html), forecastHtml({ tasks, profile: result.profile.id, days, seeds }));
  if (json) {
    terminal.out(JSON.stringify({ version: 1, command: 'forecast', unread, ...result, fleet: load }, null, 2));
    return;
  }
  printForecast(terminal, result);
  if (load !== null) printFleet(terminal, load);
  for (const one of unread) terminal.out(`not read: ${one}`);
  for (const file of [svg, html]) if (file !== undefined) terminal.out(`written: ${file}`);
}
