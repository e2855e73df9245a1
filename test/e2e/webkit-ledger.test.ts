import { expect, test } from 'vitest';
import { suitePage } from '../web/ledger/bundle-suite.ts';
import { inPage, inWorker } from './ledger-calls.ts';
import { Site } from '../drivers/site.ts';
import { WebKit } from '../drivers/webkit.ts';

test('the ledger passes its suites in WebKitGTK, in a page and in a worker', async () => {
  const site = await Site.start();
  await suitePage((path, text) => site.file(path, text));
  const browser = await WebKit.launch();
  try {
    await browser.goto(site.url('/ledger.html'));
    for (const suite of [inPage, inWorker]) {
      const { passed, failed } = await browser.evaluate(suite);
      expect(failed).toEqual([]);
      expect(passed).toBeGreaterThan(50);
    }
  } finally {
    await browser.dispose();
    await site.stop();
  }
}, 120_000);
