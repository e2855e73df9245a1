import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { installApp, WORKER_PATH } from './app.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';

/** The app's page under a content security policy. */
const pageWith = (policy: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>strict</title><script src="/app.js"></script></html>`;

const details = (page: Tab) => page.evaluate(() => BackgroundTask.getStatusDetailsAsync());

const warnings = (page: Tab): string[] => page.console.filter((line) => line.startsWith('warning'));

const STRICT = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";

test.each([
  ['a strict content security policy', STRICT],
  [
    'Trusted Types that allow the policy of this package',
    `${STRICT}; require-trusted-types-for 'script'; trusted-types capgo-background-task`,
  ],
  ['Trusted Types that allow any policy', `${STRICT}; require-trusted-types-for 'script'`],
])('F-P17: under %s tasks run with the page closed', async (_name, policy) => {
  await play({}, async (scene) => {
    scene.site.file('/', pageWith(policy));
    const page = await scene.page();
    await register(page, 'sync-notes');
    expect(await details(page)).toMatchObject({ reasons: [], runsWhileClosed: true });
    expect(warnings(page)).toEqual([]);
    await age(page);
    await page.close();
    await scene.periodicSync();
    await scene.untilStarted('sync-notes');
  });
});

test.each([
  ['Trusted Types', `${STRICT}; require-trusted-types-for 'script'; trusted-types other`, 'TrustedScriptURL'],
  ['a policy that allows no worker', STRICT.replace("worker-src 'self'", "worker-src 'none'"), 'Content Security Policy'],
])("F-P17: a worker that is refused by %s is reported in the browser's words, and pages run the tasks", async (_name, policy, words) => {
  await play({}, async (scene) => {
    scene.site.file('/', pageWith(policy));
    const page = await scene.page();
    await register(page, 'sync-notes');
    const { reasons } = await details(page);
    expect(reasons.map((reason) => reason.code)).toEqual(['WORKER_NOT_REGISTERED']);
    expect(reasons[0]?.message).toContain(words);
    expect(warnings(page).join('\n')).toContain(words);
    expect(warnings(page).join('\n')).not.toContain('Vite');
    await age(page);
    await look(page);
    await until('it runs while open', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
  });
});

test('F-P17: where cookies are blocked, registering says that site data is, not that a file is missing', async () => {
  const profile = mkdtempSync(join(tmpdir(), 'background-task-chromium-'));
  mkdirSync(join(profile, 'Default'));
  const preferences = { profile: { default_content_setting_values: { cookies: 2 } } };
  writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(preferences));
  const site = await Site.start();
  await installApp(site, {});
  const browser = await Chromium.launch({ profile });
  try {
    const page = await browser.tab(site.url('/'));
    const blocked = await page.evaluate(() => {
      try {
        return localStorage.length >= 0 && 'not blocked';
      } catch (error: unknown) {
        return (error as DOMException).name;
      }
    });
    expect(blocked).toBe('SecurityError');
    const error = await page.evaluate(() =>
      BackgroundTask.registerTaskAsync('sync-notes').then(
        () => null,
        (reason: unknown) => ({ code: (reason as { code?: string }).code, message: (reason as Error).message }),
      ),
    );
    expect(error).toMatchObject({ code: 'STORAGE_FAILED' });
    expect(error?.message).toContain('allow site data');
    expect(page.console.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  } finally {
    await browser.dispose();
    await site.stop();
  }
});

test('F-N04: a worker of this name that does not listen is reported within seconds, and the test trigger does not wait for it', async () => {
  await play({}, async (scene) => {
    scene.site.file(WORKER_PATH, '// nothing here listens');
    const page = await scene.page();
    await register(page, 'sync-notes');
    const { reasons } = await details(page);
    expect(reasons.map((reason) => reason.code)).toEqual(['WORKER_SILENT']);
    const began = performance.now();
    await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' }));
    expect(performance.now() - began).toBeLessThan(15_000);
  });
});
