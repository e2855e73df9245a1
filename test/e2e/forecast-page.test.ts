import { expect, test } from 'vitest';
import { forecastHtml } from '../../src/cli/forecast/forecast-html.ts';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import { until } from '../drivers/until.ts';

test('the page that forecast writes draws at once and follows what is moved by hand, without a network', async () => {
  const site = await Site.start();
  const browser = await Chromium.launch({});
  try {
    const tasks = [{ name: '</script><b>sync', options: { minimumInterval: 60, requiresCharging: true } }];
    site.file('/', forecastHtml({ tasks, profile: 'pixel-commuter', days: 3, seeds: 20 }));
    const page = await browser.tab(site.url('/'));
    const runs = () => page.evaluate(() => document.querySelectorAll('svg .run').length);
    const charging = await until('it is drawn', runs);
    expect(await page.evaluateText("document.querySelector('svg desc').textContent")).toContain('charging');
    const moved = await page.evaluate(() => {
      const control = document.querySelector<HTMLInputElement>('input[name$="requiresCharging"]');
      control?.click();
      return document.querySelectorAll('svg .run').length;
    });
    expect(moved).toBeGreaterThan(charging * 2);
    const inTheTab = await page.evaluate(() => {
      const select = document.querySelector('select');
      if (select === null) return '';
      select.value = 'browser-tab';
      select.dispatchEvent(new Event('input', { bubbles: true }));
      return document.querySelector('svg')?.textContent ?? '';
    });
    expect(inTheTab).toContain('a tab in a browser');
    expect(page.console.filter((line) => /error/i.test(line))).toEqual([]);
  } finally {
    await browser.dispose();
    await site.stop();
  }
});
