import type { Forecast, TaskForecast } from '../forecast/forecast.js';
import { bandText, durationText, shareText } from './words.js';

const WIDTH = 960;
const LEFT = 16;
const RIGHT = 16;
const HEAD = 64;
const LANE = 96;
const LEGEND_LINE = 22;
/** More bands than this would blur into each other; the lane then shows one device only. */
const MOST_BANDS = 60;
const DAY = 86_400_000;

/** Each kind of waiting has a colour that is readable on white and on black. */
const COLOURS: Readonly<Record<string, string>> = {
  network: '#b4532a',
  'unmetered-network': '#b4532a',
  charging: '#8a6d00',
  'battery-not-low': '#8a6d00',
  quota: '#8e3b8e',
  doze: '#4b5fb5',
  window: '#2f7d6d',
  'periodic-gap': '#8e3b8e',
  permission: '#a33b3b',
  engagement: '#a33b3b',
  'force-quit': '#a33b3b',
  'low-power-mode': '#a33b3b',
  'background-refresh': '#a33b3b',
  system: '#6b7280',
};
const OTHER = '#6b7280';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Draws the forecast as one SVG for light and dark pages. Each task has a lane: what it waits for, when it runs, and the bands of many devices. */
export function forecastSvg(forecast: Forecast): string {
  const { tasks, from, to, profile, note, seeds } = forecast;
  const x = (time: number): number => LEFT + ((Math.min(Math.max(time, from), to) - from) / (to - from)) * (WIDTH - LEFT - RIGHT);
  const blockers = [...new Set(tasks.flatMap(({ waits }) => waits.map(({ blocker }) => blocker)))];
  const legendAt = HEAD + tasks.length * LANE + 24;
  const height = legendAt + Math.max(1, blockers.length) * LEGEND_LINE + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-labelledby="forecast-title forecast-note">`,
    `<title id="forecast-title">Forecast of background tasks: ${escaped(profile.about)}</title>`,
    `<desc id="forecast-note">${escaped(note)} ${escaped(tasks.map(sentenceOf).join(' '))}</desc>`,
    STYLE,
    `<rect class="paper" width="${WIDTH}" height="${height}"/>`,
    `<text x="${LEFT}" y="24" class="strong">${escaped(profile.about)}</text>`,
    `<text x="${LEFT}" y="44">${escaped(`${seeds} devices; a bar from the 10th to the 90th percentile, a dot at the middle`)}</text>`,
    ...days(forecast, x, legendAt - 12),
    ...tasks.flatMap((task, index) => lane(task, HEAD + index * LANE, x)),
    ...blockers.map((blocker, index) => legendLine(blocker, legendAt + index * LEGEND_LINE)),
    `<text x="${LEFT}" y="${height - 14}" class="weak">${escaped(note)}</text>`,
    '</svg>',
  ].join('\n');
}

const STYLE = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2430; }
  .strong { font-weight: 600; font-size: 15px; }
  .weak, .day { fill: #5b6170; font-size: 12px; }
  .paper { fill: #ffffff; }
  .rule { stroke: #d5d8df; }
  .ground { fill: #eceef2; }
  .run { stroke: #176b3a; stroke-width: 2; }
  .band { stroke: #1f4fa3; stroke-width: 3; stroke-linecap: round; }
  .middle { fill: #1f4fa3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e8ee; }
    .weak, .day { fill: #a4abba; }
    .paper { fill: #14161b; }
    .rule { stroke: #333844; }
    .ground { fill: #22262f; }
    .run { stroke: #5bd08a; }
    .band { stroke: #7fb0ff; }
    .middle { fill: #7fb0ff; }
  }
</style>`;

function days({ from, to }: Forecast, x: (time: number) => number, bottom: number): string[] {
  const marks: string[] = [];
  for (let day = Math.ceil(from / DAY) * DAY; day < to; day += DAY) {
    const name = new Date(day).toISOString().slice(5, 10);
    marks.push(`<line class="rule" x1="${at(x(day))}" x2="${at(x(day))}" y1="${HEAD - 8}" y2="${bottom}"/>`);
    marks.push(`<text class="day" x="${at(x(day) + 4)}" y="${HEAD}">${name}</text>`);
  }
  return marks;
}

const at = (value: number): string => value.toFixed(1);

function lane(task: TaskForecast, top: number, x: (time: number) => number): string[] {
  const barAt = top + 34;
  const bandAt = top + 66;
  return [
    `<g><title>${escaped(sentenceOf(task))}</title>`,
    `<text x="${LEFT}" y="${top + 24}" class="strong">${escaped(task.name)}</text>`,
    `<text x="${WIDTH - RIGHT}" y="${top + 24}" text-anchor="end">${escaped(factsOf(task))}</text>`,
    `<rect class="ground" x="${LEFT}" y="${barAt}" width="${WIDTH - LEFT - RIGHT}" height="18"/>`,
    ...task.example.waits.map(
      ({ from, to, blocker }) =>
        `<rect x="${at(x(from))}" y="${barAt}" width="${at(Math.max(0.5, x(to) - x(from)))}" height="18" fill="${COLOURS[blocker] ?? OTHER}"/>`,
    ),
    ...task.example.runs.map((time) => `<line class="run" x1="${at(x(time))}" x2="${at(x(time))}" y1="${barAt - 3}" y2="${barAt + 21}"/>`),
    ...(task.runs.length > MOST_BANDS ? [] : task.runs).flatMap(({ p10, p50, p90 }, index) => {
      const y = bandAt + (index % 3) * 8;
      return [
        `<line class="band" x1="${at(x(p10))}" x2="${at(Math.max(x(p90), x(p10) + 0.1))}" y1="${y}" y2="${y}"/>`,
        `<circle class="middle" cx="${at(x(p50))}" cy="${y}" r="3"/>`,
      ];
    }),
    '</g>',
  ];
}

function legendLine(blocker: string, y: number): string {
  return `<rect x="${LEFT}" y="${y - 11}" width="14" height="14" fill="${COLOURS[blocker] ?? OTHER}"/><text x="${LEFT + 22}" y="${y}">waits for: ${escaped(blocker)}</text>`;
}

function factsOf({ runsPerDay, longestGap, ageAtVisit }: TaskForecast): string {
  return `${bandText(runsPerDay)} runs a day · longest gap ${bandText(longestGap, durationText)} · age at a visit ${bandText(ageAtVisit, durationText)}`;
}

/** Returns a lane's description, for screen readers and as its tooltip. */
function sentenceOf(task: TaskForecast): string {
  const waits = task.waits.map(({ blocker, share }) => `${blocker} ${shareText(share)}`).join(', ') || 'nothing';
  return `${task.name}: ${factsOf(task)}. It waits for: ${waits}.`;
}
