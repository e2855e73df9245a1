/**
 * A measured value with its limit, both in `unit`. A figure that only means something beside another one of the same run gives that as
 * `base`, and then `limit` bounds the value itself (work out the ratio's limit before).
 */
export const figure = (name, { value, unit, limit, base = null, note = '' }) => ({
  name,
  value,
  unit,
  limit,
  base,
  note,
  ok: value <= limit,
});

const round = (value) => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));

/** One line for a figure, as `npm run bench` prints it. */
export function figureLine({ name, value, unit, limit, base, note, ok }) {
  const ratio = base === null ? '' : ` | ${round(value / base)} × ${round(base)} ${unit}`;
  return `${ok ? 'ok ' : 'OVER'} | ${name} | ${round(value)} ${unit} | limit ${round(limit)} ${unit}${ratio}${note ? ` | ${note}` : ''}`;
}

/** Prints the figures and the line that is summed up; sets the exit code. */
export function report(figures) {
  for (const entry of figures) console.log(figureLine(entry));
  const failed = figures.filter((entry) => !entry.ok).length;
  console.log(`${figures.length - failed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && figures.length > 0 ? 0 : 1;
}
