import { afterEach, expect, test, vi } from 'vitest';
import { openRun } from '../../../src/core/run-transitions.js';
import { newTask } from '../../../src/core/schedule.js';
import { openChannel } from '../../../src/web/shared/channel.js';
import { decodeMessage } from '../../../src/web/shared/decode-message.js';
import { markedRequest, unmarkedRequest } from '../../../src/web/shared/worker-messages.js';
import { settle } from '../../support/fake-clock.js';
import { TASK_OPTIONS } from '../../support/task-options.js';

const T0 = 1_700_000_000_000;
const RUN = openRun(newTask('sync', TASK_OPTIONS, T0), { trigger: 'timer', now: T0, deadline: null }, 'run-1');
const CLAIMED = { ...RUN, claim: { token: 't', runtimeId: 'r', runtime: 'page', claimedAt: T0, deadline: T0 + 1 } };
const OFFER = { taskId: 'run-1', taskName: 'sync', trigger: 'timer', test: false, attempt: 1, timestamp: T0 };
const SETTLED = { ...OFFER, claimedAt: null, settledAt: T0, runtime: null, deadline: null, outcome: 'success', error: null };

const UNDERSTOOD = [
  { kind: 'offer', run: OFFER, to: 'hidden' },
  { kind: 'wake', id: 'w', to: 'visible', trigger: 'periodic-sync', deadline: T0, runtimeId: 'r' },
  { kind: 'claimed', id: 'run-1', run: CLAIMED },
  { kind: 'settled', id: 'run-1', run: SETTLED },
  { kind: 'expire', event: { taskId: 'run-1', taskName: 'sync', token: 't', reason: 'unregistered', settlesAt: T0 } },
  { kind: 'vacated', id: 'run-1' },
  { kind: 'tasks-changed' },
];

test.each(UNDERSTOOD)('a message of this version is understood: $kind', (message) => {
  expect(decodeMessage(message)).toBe(message);
});

const NOT_UNDERSTOOD = [
  null,
  'wake',
  {},
  { kind: 'of-the-future' },
  { kind: 'toString' },
  { kind: 'settled', id: 'x' },
  { kind: 'settled', id: 'x', run: null },
  { kind: 'expire' },
  { kind: 'claimed', id: 'run-1', run: RUN },
  { kind: 'offer', to: 'visible', run: { ...OFFER, trigger: 'moonrise' } },
  { kind: 'wake', id: 'w', to: 'visible', trigger: 'moonrise', deadline: T0, runtimeId: 'r' },
  { kind: 'wake', id: 'w', to: 'visible', trigger: 'timer', deadline: 'soon', runtimeId: 'r' },
];

test.each(NOT_UNDERSTOOD.map((one) => [one]))('F-P16: what another version or a stranger says is left alone: %j', (message) => {
  expect(decodeMessage(message)).toBeNull();
});

test('F-P16: on the channel a malformed message or a later trigger reaches nobody, and the next message does', async () => {
  const heard: unknown[] = [];
  const channel = openChannel('decode-test', (message) => void heard.push(message));
  const stranger = new BroadcastChannel('decode-test');
  for (const message of [...NOT_UNDERSTOOD, ...UNDERSTOOD]) stranger.postMessage(message);
  await vi.waitFor(() => expect(heard).toHaveLength(UNDERSTOOD.length));
  expect(heard).toEqual(UNDERSTOOD);
  stranger.close();
  channel.close();
});

test('F-P16: the worker leaves a wake with a later trigger and a malformed offer alone', () => {
  expect(unmarkedRequest(markedRequest({ kind: 'wake', trigger: 'moonrise' as never }))).toBeNull();
  expect(unmarkedRequest(markedRequest({ kind: 'offer', run: {} as never }))).toBeNull();
  expect(unmarkedRequest(markedRequest({ kind: 'wake', trigger: 'timer' }))).toEqual({ kind: 'wake', trigger: 'timer' });
  expect(unmarkedRequest(markedRequest({ kind: 'offer', run: OFFER as never }))).toEqual({ kind: 'offer', run: OFFER });
});

afterEach(() => vi.unstubAllGlobals());

test('F-P17: where BroadcastChannel throws (blocked cookies) a channel says and hears nothing, and nothing fails', async () => {
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      constructor() {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      }
    },
  );
  const channel = openChannel('blocked', () => undefined);
  channel.post({ kind: 'tasks-changed' });
  channel.close();
  await settle();
});
