import { decodeOpenRun, decodeRunOffer, decodeSettledRun, isTrigger } from '../../core/decode.js';
import { isObject } from '../../core/is-object.js';
import type { ChannelMessage } from './channel-message.js';

type Holds = (value: unknown) => boolean;
type Fields = Readonly<Record<string, Holds>>;

const isText: Holds = (value) => typeof value === 'string' && value !== '';
const isTime: Holds = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isOffer: Holds = (value) => decodeRunOffer(value).kind === 'ok';
const isClaimedRun: Holds = (value) => {
  const decoded = decodeOpenRun(value);
  return decoded.kind === 'ok' && decoded.value.claim !== null;
};
const isSettledRun: Holds = (value) => decodeSettledRun(value).kind === 'ok';
const isExpireEvent: Holds = (value) =>
  isObject(value) && holdsAll(value, { taskId: isText, taskName: isText, token: isText, reason: isText, settlesAt: isTime });
const isProgressEvent: Holds = (value) => isObject(value) && holdsAll(value, { taskId: isText, taskName: isText, progress: isText });
const isOneOf =
  (...values: readonly unknown[]): Holds =>
  (value) =>
    values.includes(value);

const FIELDS: Readonly<Record<ChannelMessage['kind'], Fields>> = {
  offer: { run: isOffer, to: isOneOf('visible', 'hidden') },
  wake: { id: isText, to: isOneOf('visible'), trigger: isTrigger, deadline: isTime, runtimeId: isText },
  'wake-taken': { id: isText, runtimeId: isText },
  'wake-done': { id: isText, runtimeId: isText },
  claimed: { id: isText, run: isClaimedRun },
  declined: { id: isText },
  settled: { id: isText, run: isSettledRun },
  vacated: { id: isText },
  expire: { event: isExpireEvent },
  progress: { event: isProgressEvent },
  'tasks-changed': {},
};

/**
 * Returns the message if this version understands all of it, else null. Another version of this package, or anything else of this origin, may speak on the
 * channel; a lost message only costs time, while a half-understood one would be stored or thrown at.
 */
export function decodeMessage(data: unknown): ChannelMessage | null {
  if (!isObject(data) || typeof data['kind'] !== 'string' || !Object.hasOwn(FIELDS, data['kind'])) return null;
  return holdsAll(data, FIELDS[data['kind'] as ChannelMessage['kind']]) ? (data as unknown as ChannelMessage) : null;
}

function holdsAll(value: Readonly<Record<string, unknown>>, fields: Fields): boolean {
  return Object.entries(fields).every(([name, holds]) => holds(value[name]));
}
