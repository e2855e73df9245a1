// Everything from outside is read into a known shape, or refused with null.
const isText = (value, limit) => typeof value === 'string' && value !== '' && value.length <= limit;
/** Epoch milliseconds; a `Date` cannot hold more than this limit of ECMAScript. */
const LATEST_TIME = 8.64e15;
const isTime = (value) => Number.isSafeInteger(value) && value > 0 && value <= LATEST_TIME;

export function readNote(id, body) {
  if (!/^[\w-]{1,64}$/.test(id) || !isText(body?.text, 10_000) || !isTime(body.createdAt)) return null;
  return { id, text: body.text, createdAt: body.createdAt };
}

export function readRunMark(body) {
  const { phase, taskId, taskName, trigger, runtime, attempt } = body ?? {};
  if (phase !== 'start' && phase !== 'end') return null;
  if (![taskId, taskName, trigger, runtime].every((value) => isText(value, 200)) || !Number.isSafeInteger(attempt)) return null;
  return { phase, taskId, taskName, trigger, runtime, attempt };
}
