import { expect, test } from 'vitest';
import { HOUR, T0 } from '../web/ledger/fixture.ts';
import { suitePage } from '../web/ledger/bundle-suite.ts';
import { Chromium } from '../drivers/chromium.ts';
import { finish, heldTokens, inPage, inWorker, openAndClaim, register, settledTimes } from './ledger-calls.ts';
import { Site } from '../drivers/site.ts';

const KILLS = 5;

async function ledgerSite(): Promise<Site> {
  const site = await Site.start();
  await suitePage((path, text) => site.file(path, text));
  return site;
}

test('the ledger passes its suites in Chromium, in a page and in a worker', async () => {
  const site = await ledgerSite();
  const browser = await Chromium.launch();
  try {
    const page = await browser.tab(site.url('/ledger.html'));
    for (const suite of [inPage, inWorker]) {
      const { passed, failed } = await page.evaluate(suite);
      expect(failed).toEqual([]);
      expect(passed).toBeGreaterThan(50);
    }
  } finally {
    await browser.dispose();
    await site.stop();
  }
});

test('a registration, a claim and a settling that were reported are there after the browser is killed', async () => {
  const site = await ledgerSite();
  let browser = await Chromium.launch();
  const killed = async (): Promise<Awaited<ReturnType<Chromium['tab']>>> => {
    await browser.kill();
    browser = await browser.again();
    return browser.tab(site.url('/ledger.html'));
  };
  try {
    let page = await browser.tab(site.url('/ledger.html'));
    expect(await page.evaluate(register, 'sync', T0)).toBe('created');
    page = await killed();
    for (let round = 1; round <= KILLS; round += 1) {
      const token = await page.evaluate(openAndClaim, 'sync', T0 + round * HOUR);
      page = await killed();
      expect(await page.evaluate(heldTokens), `the claim of round ${round}`).toEqual([token]);
      expect(await page.evaluate(finish, 'sync', T0 + round * HOUR)).toBe(true);
      page = await killed();
      expect(await page.evaluate(heldTokens)).toEqual([]);
      expect(await page.evaluate(settledTimes)).toEqual(Array.from({ length: round }, (_, index) => T0 + (round - index) * HOUR));
    }
  } finally {
    await browser.dispose();
    await site.stop();
  }
}, 120_000);
