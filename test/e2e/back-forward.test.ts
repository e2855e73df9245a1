import { expect, test } from 'vitest';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { age, look, register, runsOf } from './page-calls.ts';
import { play } from './scene.ts';
import type { Scene } from './scene.ts';

interface NotRestored {
  readonly reasons: readonly { readonly reason: string }[] | null;
}

declare global {
  /** Set in a page before it is left: there again only in the very same page. */
  var isSamePage: boolean | undefined;
  /** Ends the callback under way in that page. */
  var endTask: (() => void) | undefined;
}

const TASKS = `
import { BackgroundTask } from '@capgo/capacitor-background-task';
BackgroundTask.defineTask('sync-notes', () => new Promise((resolve) => (globalThis.endTask = resolve)));
`;

async function leave(scene: Scene, page: Tab): Promise<void> {
  await page.evaluate(() => void (globalThis.isSamePage = true));
  await page.goto(scene.site.url('/blank.html'));
}

/** Resolves with whether it is the very same page, and with what the browser says of why it is not. */
async function comeBack(page: Tab): Promise<{ isSamePage: boolean; reasons: readonly string[] }> {
  await page.evaluate(() => history.back());
  await until('the app is there again', () =>
    page.evaluate(() => location.pathname === '/' && document.readyState === 'complete').catch(() => false),
  );
  return page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as unknown as [{ notRestoredReasons: NotRestored | null }];
    const reasons = navigation.notRestoredReasons?.reasons?.map(({ reason }) => reason) ?? [];
    return { isSamePage: globalThis.isSamePage === true, reasons };
  });
}

test('a page that has run no task comes back from the back/forward cache, and works', async () => {
  await play({}, async (scene) => {
    scene.site.cacheControl = 'no-cache';
    const page = await scene.page();
    await register(page, 'sync-notes');
    await leave(scene, page);
    expect(await comeBack(page)).toEqual({ isSamePage: true, reasons: [] });
    expect(await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync())).toBe(true);
    expect(await runsOf(page, 'sync-notes')).toMatchObject([{ outcome: 'success', runtime: 'page' }]);
  });
});

test('a page that was left in mid-run is dropped from the cache as soon as another page looks whether it lives: its run is lost at once, and never comes back', async () => {
  await play({ tasks: TASKS }, async (scene) => {
    scene.site.cacheControl = 'no-cache';
    const other = await scene.page();
    const page = await scene.page();
    await register(page, 'sync-notes');
    await page.evaluate(() => void BackgroundTask.triggerTaskWorkerForTestingAsync());
    await until('the callback runs', () => page.evaluate(() => globalThis.endTask !== undefined));
    await leave(scene, page);
    // It waits for the page's lock already, which the browser does not count: the next look asks anew.
    await other.show();
    await look(other);
    await until('the run is lost', async () => (await runsOf(other, 'sync-notes'))[0]?.outcome === 'lost');
    expect(await comeBack(page)).toEqual({ isSamePage: false, reasons: ['weblocks-contention'] });
    await page.show();
    await age(page);
    await look(page);
    await until('the next attempt runs', () => page.evaluate(() => globalThis.endTask !== undefined));
    await page.evaluate(() => globalThis.endTask?.());
    await until('the next attempt has settled', async () => (await runsOf(page, 'sync-notes'))[0]?.outcome === 'success');
    expect((await runsOf(page, 'sync-notes')).map(({ outcome }) => outcome)).toEqual(['success', 'lost']);
  });
});
