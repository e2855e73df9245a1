import { expect, test } from 'vitest';
import { HEADLESS_MARKER_PLUGIN_NAME, PLUGIN_NAME } from '../../src/core/artifacts.js';
import * as constants from '../../src/core/constants.js';
import { decodeOpenRun, decodeSettledRun } from '../../src/core/decode.js';
import type { DeclineReason } from '../../src/core/records.js';
import { EXPIRED, NOT_CLAIMED, RUNTIME_DIED } from '../../src/core/run-errors.js';
import type { ClaimRefusal } from '../../src/core/run-transitions.js';
import type { BackgroundTaskBlocker, BackgroundTaskOutcome, BackgroundTaskRuntime, BackgroundTaskTrigger } from '../../src/definitions.js';
import { ERROR_CODES } from '../../src/errors.js';
import { readContract } from './contract.js';

const contract = readContract('constants.json') as Record<string, unknown>;

/** The compiler holds these to the types; `npm run check` compiles the tests. */
const words: Record<string, Record<string, true>> = {
  outcomes: {
    success: true,
    failed: true,
    expired: true,
    lost: true,
    'not-started': true,
    undefined: true,
    cancelled: true,
  } satisfies Record<BackgroundTaskOutcome, true>,
  triggers: {
    'work-manager': true,
    'app-refresh': true,
    processing: true,
    'periodic-sync': true,
    sync: true,
    timer: true,
    foreground: true,
    online: true,
    enqueue: true,
    test: true,
  } satisfies Record<BackgroundTaskTrigger, true>,
  runtimes: { page: true, headless: true, 'service-worker': true } satisfies Record<BackgroundTaskRuntime, true>,
  declineReasons: { undefined: true, runtime: true, busy: true } satisfies Record<DeclineReason, true>,
  claimRefusals: { unknown: true, claimed: true, 'too-late': true, newer: true } satisfies Record<ClaimRefusal | 'newer', true>,
  blockers: {
    network: true,
    'unmetered-network': true,
    charging: true,
    'battery-not-low': true,
    'storage-not-low': true,
    'device-idle': true,
    'background-refresh': true,
    'low-power-mode': true,
    permission: true,
    'restricted-bucket': true,
    quota: true,
    standby: true,
    doze: true,
    'launch-handler': true,
    identifier: true,
    'protected-data': true,
    simulator: true,
    'web-view': true,
    window: true,
    undefined: true,
  } satisfies Record<BackgroundTaskBlocker, true>,
};

/** What only a native platform has. */
const nativeOnly = ['headlessStartMs'];
/** What the tables of the contract have under the web's name, and what only contexts of one browser need. */
const webOnly = ['webGraceMs', 'webPageLimitMs', 'serviceWorkerLimitMs', 'holderFirstMs'];

test('constants.json states every constant of the TypeScript side with its value', () => {
  const camel = (name: string): string => name.toLowerCase().replace(/_(.)/g, (_, letter: string) => letter.toUpperCase());
  const ours = Object.fromEntries(
    Object.entries({ ...constants, PLUGIN_NAME, HEADLESS_MARKER_PLUGIN_NAME })
      .map(([name, value]) => [camel(name), value] as const)
      .filter(([name]) => !webOnly.includes(name)),
  );
  const listed = Object.fromEntries(
    Object.entries(contract).filter(([key]) => !(key in words) && !nativeOnly.includes(key) && !key.startsWith('error')),
  );
  expect(listed).toEqual(ours);
});

test.each(Object.keys(words))('constants.json lists the same %s as the types', (key) => {
  expect(contract[key]).toEqual(Object.keys(words[key] ?? {}));
});

test('constants.json lists the error codes and the messages of the ledger', () => {
  expect(contract['errorCodes']).toEqual([...ERROR_CODES]);
  expect(contract['errors']).toEqual(Object.fromEntries([EXPIRED, NOT_CLAIMED, RUNTIME_DIED].map(({ code, message }) => [code, message])));
});

test('every word of the lists can be decoded', () => {
  const list = (key: string): unknown[] => contract[key] as unknown[];
  const settled = { taskId: 'run-1', taskName: 'a', trigger: 'timer', attempt: 1, timestamp: 1, settledAt: 2, outcome: 'success' };
  const open = {
    version: 1,
    id: 'run-1',
    taskName: 'a',
    trigger: 'timer',
    test: false,
    attempt: 1,
    openedAt: 1,
    declines: [] as unknown[],
  };
  for (const outcome of list('outcomes')) expect(decodeSettledRun({ ...settled, outcome }).kind).toBe('ok');
  for (const trigger of list('triggers')) expect(decodeOpenRun({ ...open, trigger }).kind).toBe('ok');
  for (const runtime of list('runtimes')) expect(decodeSettledRun({ ...settled, runtime }).kind).toBe('ok');
  for (const reason of list('declineReasons')) expect(decodeOpenRun({ ...open, declines: [{ runtimeId: 'r', reason }] }).kind).toBe('ok');
});
