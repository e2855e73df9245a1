import { expect, test } from 'vitest';
import { taskNamesOf } from '../../src/bundler/evaluate.ts';
import { BundleRecord } from '../../src/bundler/recorder.ts';
import type { TaskBuildSettings } from '../../src/bundler/settings.ts';

const settings = { root: '/app', tasksFile: '/app/src/background-tasks.ts', outDir: '/app/dist' } as TaskBuildSettings;
const LIMIT_MS = 1000;

test.each([
  ['a tasks module that starves the microtasks', 'const again = () => Promise.resolve().then(again); again();'],
  ['a tasks module that loops for ever', 'for (;;);'],
])('F-B06: %s ends the build with a message', async (_what, code) => {
  const map = { version: 3, sources: [], names: [], mappings: '' };
  const worker = { fileName: 'background-task-sw.js', code, map, record: new BundleRecord(), pluginNames: [], assets: new Map() };
  await expect(taskNamesOf(worker, settings, LIMIT_MS)).rejects.toThrow(
    /src\/background-tasks\.ts was still busy after 1 s.*loop.*top level/s,
  );
});
