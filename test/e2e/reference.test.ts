import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/setup/paths.mjs';
import type { Seen } from '../reference/run.ts';
import { until } from '../drivers/until.ts';
import { play } from './scene.ts';

const TASKS = `
import { runSnippets } from '${resolve(root, 'test/reference/run.ts')}';
void runSnippets().then((seen) => Object.assign(globalThis, { seen }));
`;

test('code that was written for the earlier versions runs in a page, every snippet of it', async () => {
  await play({ tasks: TASKS, withoutWorker: true }, async (scene) => {
    const page = await scene.page();
    const seen = await until('all snippets have run', () => page.evaluate(() => (globalThis as { seen?: Seen[] }).seen));
    expect(seen.length).toBeGreaterThanOrEqual(26);
    expect(seen.map(({ title, saw }) => ({ title, saw }))).toEqual(seen.map(({ title, sees }) => ({ title, saw: sees })));
  });
});
