const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Returns words of at most two units, such as `2 h 5 min` or `340 ms`. */
export function duration(ms: number): string {
  if (ms < SECOND) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(ms < 10 * SECOND ? 1 : 0)} s`;
  const two = (big: number, name: string, small: number, other: string): string => {
    const rest = Math.floor((ms % big) / small);
    return `${Math.floor(ms / big)} ${name}${rest === 0 ? '' : ` ${rest} ${other}`}`;
  };
  if (ms < HOUR) return two(MINUTE, 'min', SECOND, 's');
  return ms < DAY ? two(HOUR, 'h', MINUTE, 'min') : two(DAY, 'd', HOUR, 'h');
}

export function countdown(at: number, now: number): string {
  const ms = Math.floor((at - now) / SECOND) * SECOND;
  return ms > 0 ? `in ${duration(ms)}` : `due${ms < -MINUTE ? ` for ${duration(-ms)}` : ''}`;
}

/** Turns a code such as `low-power-mode` into words. */
export const words = (code: string): string => code.replaceAll('-', ' ');

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });

/** Returns the time of day, or date and time when it is half a day or more away from now. */
export function moment(at: number, now: number): string {
  return (Math.abs(now - at) < DAY / 2 ? clock : date).format(at);
}

/** Returns words for the interval and for each option that differs from its default. */
export function optionWords(options: Readonly<Record<string, unknown>>): string[] {
  const { minimumInterval, notHonoured, window, ...others } = options;
  const asked = Object.entries(others).flatMap(([name, value]) => {
    const isPlain = value === null || value === 0 || value === false;
    if (isPlain && !(name === 'requiresNetwork')) return [];
    if (name === 'requiresNetwork') return value === true ? ['network'] : ['no network needed'];
    const words = name.replace(/^requires/, '').replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
    return [`${words.trim()}${value === true ? '' : `: ${String(value)}${name === 'timeLimit' ? ' s' : ''}`}`];
  });
  const { from, to } = (window ?? {}) as { from?: string; to?: string };
  return [
    `every ${duration(Number(minimumInterval) * MINUTE)}`,
    ...asked,
    ...(from === undefined ? [] : [`from ${from} to ${String(to)}`]),
    ...(notHonoured as readonly string[]).map((name) => `${name} is not honoured here`),
  ];
}
