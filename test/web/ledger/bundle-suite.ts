import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ENTRY = fileURLToPath(new URL('entry-of-the-bundle.ts', import.meta.url));

/** One plain script of this source text, which imports as if it stood in this folder. */
export async function bundleHere(source: string): Promise<string> {
  const built = await rolldown({
    input: ENTRY,
    platform: 'browser',
    plugins: [{ name: 'source-text', resolveId: (id) => (id === ENTRY ? id : null), load: (id) => (id === ENTRY ? source : null) }],
    logLevel: 'silent',
  });
  const { output } = await built.generate({ format: 'iife', codeSplitting: false });
  await built.close();
  return output[0].code;
}

/** A page that can run the suites itself and in a worker, and whose `ledger` is open to the test. */
export async function suitePage(file: (path: string, text: string) => void): Promise<void> {
  file('/ledger.html', '<!doctype html><meta charset="utf-8"><title>Ledger</title><script src="/ledger-page.js"></script>');
  file(
    '/ledger-page.js',
    await bundleHere(`
      import { runLedgerSuites } from './in-browser.ts';
      import { openIndexedDbLedger } from '../../../src/web/ledger/index.ts';
      import { browserClock } from '../../../src/web/shared/clock.ts';
      import { OPTIONS, ownWakeAt } from './fixture.ts';
      const ledger = openIndexedDbLedger({ newId: () => crypto.randomUUID() }, browserClock, 'capgo-background-task:/');
      Object.assign(globalThis, { runLedgerSuites, ledger, OPTIONS, ownWakeAt });`),
  );
  file(
    '/ledger-worker.js',
    await bundleHere(`
      import { runLedgerSuites } from './in-browser.ts';
      runLedgerSuites().then(postMessage, (error) => postMessage({ passed: 0, failed: [String(error)] }));`),
  );
}
