import type { FleetForecast, Forecast, FleetLoad, TaskForecast, TaskPast } from '../../testing/index.js';
import { bandText, durationText, shareText } from '../../testing/drawing/words.js';
import { paint } from '../terminal.js';
import type { Terminal } from '../terminal.js';

/** Of a terminal's line. */
const COLUMNS = 72;
const DAY_MS = 24 * 3_600_000;
const RUN = '█';
const WAITS = '░';
const RESTS = '·';

/** A lane for each task of one device, and the figures of all of them. */
export function printForecast(terminal: Terminal, forecast: Forecast): void {
  const { profile, seeds, from, to, tasks, note } = forecast;
  terminal.out(paint(terminal, 'bold', profile.about));
  terminal.out(paint(terminal, 'dim', `${seeds} devices, ${durationText(to - from)}; in brackets the 10th and the 90th percentile`));
  for (const task of tasks) printTask(terminal, task, forecast);
  terminal.out('');
  terminal.out(paint(terminal, 'dim', `${RUN} runs  ${WAITS} due, and waits  ${RESTS} not due. ${note}`));
}

function printTask(terminal: Terminal, task: TaskForecast, { from, to }: Forecast): void {
  terminal.out('');
  terminal.out(`${paint(terminal, 'bold', task.name)}  ${bandText(task.runsPerDay)} runs a day`);
  if (task.past !== null) terminal.out(`  in the report ${pastText(task.past)}`);
  terminal.out(laneOf(task, from, to));
  terminal.out(`  longest gap ${bandText(task.longestGap, durationText)}`);
  terminal.out(`  age of the data when the app is opened ${bandText(task.ageAtVisit, durationText)}`);
  for (const { blocker, share, rule, remedy } of task.waits) {
    const source = rule === null ? '' : ` [${rule.standing}: ${rule.source}]`;
    terminal.out(`  ${shareText(share).padStart(5)} of the wait: ${blocker}: ${remedy}${source}`);
  }
}

function pastText({ from, to, runs, longestGap }: TaskPast): string {
  const days = (to - from) / DAY_MS;
  return `${runs.length} run${runs.length === 1 ? '' : 's'} in ${durationText(to - from)} (${days === 0 ? '0.0' : (runs.length / days).toFixed(1)} a day), longest gap ${durationText(longestGap)}`;
}

function laneOf({ example }: TaskForecast, from: number, to: number): string {
  const width = (to - from) / COLUMNS;
  return Array.from({ length: COLUMNS }, (_, column) => {
    const [start, end] = [from + column * width, from + (column + 1) * width];
    if (example.runs.some((time) => time >= start && time < end)) return RUN;
    return example.waits.some((wait) => wait.from < end && wait.to > start) ? WAITS : RESTS;
  }).join('');
}

export function printFleet(terminal: Terminal, fleet: FleetForecast): void {
  terminal.out('');
  terminal.out(
    paint(terminal, 'bold', `${fleet.devices.toLocaleString('en')} devices (${fleet.sample.toLocaleString('en')} simulated, and scaled)`),
  );
  terminal.out(`  as scheduled: ${loadText(fleet.plain)}`);
  terminal.out(`  with jitter:  ${loadText(fleet.withJitter)}`);
}

function loadText({ mean, peak, peakError, hourAfterOutage }: FleetLoad): string {
  const times = mean === 0 ? 0 : peak / mean;
  return `${Math.round(mean)} requests a minute, peak ${Math.round(peak)} ± ${Math.round(peakError)} (${times.toFixed(1)} × the mean); the hour after an outage ${hourAfterOutage.toFixed(2)} × the mean`;
}
