import { parseAst } from 'vite';
import { expect, test } from 'vitest';
import { resultOf } from './evaluate.ts';
import { VITE_VERSIONS, withViteProject } from './vite-project.ts';

const LIMIT = 120_000;
const IMPORT = `import { BackgroundTask } from '@capgo/capacitor-background-task';\n`;
const MADE = ['background-task-sw.js', 'background-task-page.js'];

test.each(VITE_VERSIONS)(
  'F-B01: beside plugin-legacy of Vite $major a callback may use the whole of import.meta.env',
  async (version) => {
    const files = { 'src/background-tasks.ts': `${IMPORT}BackgroundTask.defineTask('facts', () => ({ ...import.meta.env }) as never);` };
    await withViteProject(version, files, { legacy: true }, async ({ build, dist }) => {
      await build();
      for (const name of MADE) expect({ name, marked: dist(name).includes('__VITE_IS_LEGACY__') }).toEqual({ name, marked: false });
      expect(await resultOf(dist('background-task-sw.js'), 'facts')).toMatchObject({ LEGACY: false, PROD: true });
    });
  },
  LIMIT,
);

test.each(VITE_VERSIONS)(
  'F-B02: beside plugin-legacy of Vite $major worker and headless page are lowered for the oldest web view of Capacitor',
  async (version) => {
    const files = {
      'src/background-tasks.ts': `${IMPORT}class Counter { #count = 0; next() { return (this.#count += 1); } }
        const counter = new Counter();
        BackgroundTask.defineTask('count', async ({ signal }) => { globalThis.name = globalThis.name ?? signal?.reason?.code; return counter.next() as never; });`,
    };
    await withViteProject(version, files, { legacy: true }, async ({ build, dist }) => {
      await build();
      for (const name of MADE) expect({ name, newer: newerSyntax(dist(name)) }).toEqual({ name, newer: [] });
      expect(await resultOf(dist('background-task-sw.js'), 'count')).toBe(1);
    });
  },
  LIMIT,
);

/** Syntax and globals that Chromium 60 does not have. */
function newerSyntax(code: string): string[] {
  const found = new Set<string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (typeof value !== 'object' || value === null) return;
    const node = value as Record<string, unknown>;
    if (['ChainExpression', 'PropertyDefinition', 'PrivateIdentifier', 'StaticBlock'].includes(String(node['type'])))
      found.add(String(node['type']));
    if (node['type'] === 'CatchClause' && node['param'] === null) found.add('catch without a binding');
    if (node['operator'] === '??' || node['operator'] === '??=') found.add('??');
    if (node['type'] === 'Identifier' && node['name'] === 'globalThis') found.add('globalThis');
    Object.values(node).forEach(visit);
  };
  visit(parseAst(code));
  return [...found];
}
