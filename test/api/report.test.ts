import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { PACKAGE_VERSION } from '../../src/core/version.js';
import { settle } from '../support/fake-clock.js';
import { platformWith, rig } from './rig.js';

const SECRET = 'anna@example.com';

async function busyDevice(replaced: Parameters<typeof platformWith>[0] = {}) {
  const device = rig(platformWith(replaced));
  const { task, memory } = device;
  task.defineTask('sync', () => {
    throw new TypeError(`no mail for ${SECRET}`);
  });
  task.defineTask('upload', async ({ setProgress }) => {
    setProgress({ note: SECRET });
    await new Promise(() => undefined);
  });
  await task.registerTaskAsync('sync', { minimumInterval: 30, requiresCharging: true });
  memory.wake('sync', 'timer');
  await settle();
  await task.enqueueTaskAsync('upload', { id: SECRET, data: { mail: SECRET } });
  await settle();
  return device;
}

it('a report holds versions, tasks, items and runs, open ones first, and nothing that a user wrote', async () => {
  const { task, clock } = await busyDevice({
    getStatus: async () => ({
      status: 1,
      reasons: [{ code: 'WORKER_FAILED', message: `of ${SECRET}` }],
      runsWhileClosed: false,
      platform: { worker: `https://${SECRET.split('@')[1] ?? ''}/app/sw.js`, apiLevel: 36 },
    }),
  });
  const report = await task.getReportAsync();
  expect(JSON.stringify(report)).not.toMatch(/anna|example\.com|note"/);
  expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  expect(report).toMatchObject({
    reportVersion: 1,
    createdAt: clock.now(),
    versions: { package: PACKAGE_VERSION, contract: 2, nativeContract: 2 },
    platform: 'web',
    status: 1,
    reasons: [{ code: 'WORKER_FAILED', message: null }],
    facts: { worker: '/app/sw.js', apiLevel: 36 },
    tasks: [{ name: 'sync', defined: true, options: { minimumInterval: 30, requiresCharging: true } }],
    items: [{ taskName: 'upload', running: true }],
    runs: [
      { taskName: 'upload', enqueued: true, outcome: null },
      { taskName: 'sync', enqueued: false, outcome: 'failed', error: { code: 'TypeError', message: null } },
    ],
  });
});

it('messages are in a report that asks for them', async () => {
  const { task } = await busyDevice();
  expect((await task.getReportAsync({ messages: true })).runs[1]?.error?.message).toContain(SECRET);
  await expect(task.getReportAsync({ messages: 'yes' as never })).rejects.toMatchObject({ code: 'INVALID_OPTIONS' });
});

it('a native part without a queue is reported without items', async () => {
  const { task } = await busyDevice({ getEnqueued: () => Promise.reject(new Error('UNIMPLEMENTED')) });
  expect((await task.getReportAsync()).items).toEqual([]);
});

it('the version in a report is that of package.json', () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(PACKAGE_VERSION).toBe(version);
});
