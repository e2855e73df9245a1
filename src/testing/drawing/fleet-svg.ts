import type { FleetForecast, FleetLoad } from '../forecast/fleet.js';

const WIDTH = 960;
const HEIGHT = 360;
const LEFT = 64;
const TOP = 56;
const BOTTOM = 300;
/** The chart draws one point for each quarter of an hour, because the single minutes of a week are too many. */
const STEP = 15;

/** Draws the requests a minute over the days, as scheduled and with jitter, as one SVG for light and dark pages. */
export function fleetSvg({ devices, sample, plain, withJitter }: FleetForecast): string {
  const highest = Math.max(1, ...[plain, withJitter].flatMap(quarters));
  const y = (value: number): number => BOTTOM - (value / highest) * (BOTTOM - TOP);
  const line = (load: FleetLoad): string => {
    const points = quarters(load);
    const x = (index: number): number => LEFT + (index / Math.max(1, points.length - 1)) * (WIDTH - LEFT - 16);
    return points.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  };
  const title = `Requests a minute of ${devices.toLocaleString('en')} devices, ${sample.toLocaleString('en')} of them simulated`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img" aria-labelledby="fleet-title fleet-note">`,
    `<title id="fleet-title">${title}</title>`,
    `<desc id="fleet-note">As scheduled: mean ${whole(plain.mean)}, peak ${whole(plain.peak)} ± ${whole(plain.peakError)}. With jitter: mean ${whole(withJitter.mean)}, peak ${whole(withJitter.peak)}.</desc>`,
    STYLE,
    `<rect class="paper" width="${WIDTH}" height="${HEIGHT}"/>`,
    `<text x="16" y="28" class="strong">${title}</text>`,
    `<line class="mean" x1="${LEFT}" x2="${WIDTH - 16}" y1="${y(plain.mean).toFixed(1)}" y2="${y(plain.mean).toFixed(1)}"/>`,
    `<text x="16" y="${(y(plain.mean) + 4).toFixed(1)}">${whole(plain.mean)}</text>`,
    `<text x="16" y="${TOP + 4}">${whole(highest)}</text>`,
    `<polyline class="plain" points="${line(plain)}"/>`,
    `<polyline class="jitter" points="${line(withJitter)}"/>`,
    `<line class="plain" x1="${LEFT}" x2="${LEFT + 24}" y1="334" y2="334"/><text x="${LEFT + 32}" y="338">as scheduled</text>`,
    `<line class="jitter" x1="${LEFT + 150}" x2="${LEFT + 174}" y1="334" y2="334"/><text x="${LEFT + 182}" y="338">with jitter</text>`,
    `<line class="mean" x1="${LEFT + 280}" x2="${LEFT + 304}" y1="334" y2="334"/><text x="${LEFT + 312}" y="338">mean</text>`,
    '</svg>',
  ].join('\n');
}

const whole = (value: number): string => Math.round(value).toLocaleString('en');

function quarters({ perMinute }: FleetLoad): number[] {
  const means: number[] = [];
  for (let from = 0; from < perMinute.length; from += STEP) {
    const minutes = perMinute.slice(from, from + STEP);
    means.push(minutes.reduce((sum, value) => sum + value, 0) / minutes.length);
  }
  return means;
}

const STYLE = `<style>
  text { font: 13px system-ui, sans-serif; fill: #1f2430; }
  .strong { font-weight: 600; font-size: 15px; }
  .paper { fill: #ffffff; }
  polyline { fill: none; }
  .plain { stroke: #1f4fa3; stroke-width: 1.5; }
  .jitter { stroke: #b4532a; stroke-width: 1.5; stroke-dasharray: 4 3; }
  .mean { stroke: #6b7280; stroke-dasharray: 2 4; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6e8ee; }
    .paper { fill: #14161b; }
    .plain { stroke: #7fb0ff; }
    .jitter { stroke: #f0a37e; }
    .mean { stroke: #a4abba; }
  }
</style>`;
