import { resolve } from 'node:path';
import { rolldown } from 'rolldown';
import { root } from '../../scripts/setup/paths.mjs';

const PACKAGE = '@capgo/capacitor-background-task';

/** Says where the bundle will run, which decides, as in an app's bundler, which files the package's names stand for. */
export type Place = 'page' | 'worker';

const PACKAGES = {
  page: {
    [`${PACKAGE}/testing`]: 'src/testing/index.ts',
    [`${PACKAGE}/inspector`]: 'src/inspector/index.ts',
    [`${PACKAGE}/service-worker`]: 'src/web/worker/index.ts',
    [PACKAGE]: 'src/index.ts',
  },
  worker: { [`${PACKAGE}/service-worker`]: 'src/web/worker/index.ts', [PACKAGE]: 'src/index.worker.ts' },
} as const;

const made = new Map<string, Promise<string>>();

/** Returns one self-contained script of this source text, built with the package's sources. Each text is built only once. */
export function bundle(place: Place, source: string, format: 'iife' | 'es' = 'iife'): Promise<string> {
  const key = `${place} ${format}\n${source}`;
  const known = made.get(key) ?? make(place, source, format);
  made.set(key, known);
  return known;
}

async function make(place: Place, source: string, format: 'iife' | 'es'): Promise<string> {
  const entry = resolve(root, `test/e2e/${place}-entry.ts`);
  const built = await rolldown({
    input: entry,
    platform: 'browser',
    resolve: {
      alias: Object.fromEntries(Object.entries(PACKAGES[place]).map(([name, path]) => [name, resolve(root, path)])),
      conditionNames: place === 'worker' ? ['worker', 'browser', 'import'] : ['browser', 'import'],
    },
    transform: { define: { 'process.env.NODE_ENV': '"production"' } },
    plugins: [{ name: 'source-text', resolveId: (id) => (id === entry ? entry : null), load: (id) => (id === entry ? source : null) }],
    logLevel: 'silent',
  });
  const { output } = await built.generate({ format, codeSplitting: false, minify: true });
  await built.close();
  return output[0].code;
}
