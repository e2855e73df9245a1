import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { drawSeries } from '../../scripts/test/draw.mjs';
import { Chromium } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import { until } from '../drivers/until.ts';
import { TAG, WORKER } from '../e2e/app.ts';
import { age, runsOf } from '../e2e/page-calls.ts';
import { askForShortGaps } from '../e2e/scene.ts';
import { apps } from './apps.ts';
import { pageScripts } from './first-load.ts';
import type { PageScripts } from './first-load.ts';
import { attachHeadlessPage } from './headless.ts';
import { makeProject } from './project.ts';
import type { Project } from './project.ts';
import { publish } from './web-folder.ts';

const TASK = 'sync-offline-data';
/** In CI; all of them in the soak, and by name: FRAMEWORKS=next,angular. */
const DRAWN = 4;
/** Kilobytes, gzipped, with @capacitor/core, which the starters lack. */
const FIRST_LOAD_GROWS_BY = 14;

const grown = (before: number, after: number): string => `${before.toFixed(1)} kB + ${(after - before).toFixed(1)} kB`;

function chosenApps(): typeof apps {
  const { FRAMEWORKS: named, SEED: seed } = process.env;
  if (named !== undefined) return apps.filter(({ name }) => named.split(',').includes(name));
  if (seed === undefined) return apps;
  return drawSeries(
    apps.map((app) => ({ ...app, minutes: 1 })),
    { seed: Number(seed), minutes: DRAWN },
  );
}

/** The findings that are no notes. */
async function findings({ capacitor }: Project): Promise<string[]> {
  const { text } = await capacitor.run('capacitor-background-task', 'doctor', '--json');
  const report = JSON.parse(text) as { findings: readonly { id: string; severity: string; message: string }[] };
  return report.findings.filter(({ severity }) => severity !== 'note').map(({ id, message }) => `${id}: ${message}`);
}

describe.each(chosenApps())('$name', (app) => {
  it('with the lines of the guide the task runs in the page, in the worker of a closed page and in the headless page, and doctor is content', async () => {
    const started = performance.now();
    const project = await makeProject(app);
    const made = performance.now();
    const { capacitor, webDir } = project;
    const build = async (): Promise<PageScripts> => {
      await project.done(...(app.capacitor?.build ?? ['npm', 'run', 'build']));
      return pageScripts(webDir);
    };
    const addPlatforms = async (): Promise<void> => {
      for (const platform of ['android', 'ios']) await capacitor.done('cap', 'add', platform);
    };
    if (app.capacitor === undefined) await capacitor.done('cap', 'init', 'App', 'com.example.app', '--web-dir', app.webDir);
    else await addPlatforms();
    const before = await build();
    if (app.capacitor === undefined) await addPlatforms();
    project.followGuide();
    const after = await build();
    expect(after.first - before.first).toBeLessThanOrEqual(FIRST_LOAD_GROWS_BY);
    project.observe();
    await build();
    const built = performance.now();
    expect(await capacitor.done('cap', 'sync')).not.toContain('background-task.html was not made');
    expect(JSON.parse(readFileSync(join(capacitor.root, 'android/app/src/main/assets/public/background-task.json'), 'utf8'))).toMatchObject(
      {
        tasks: [TASK],
      },
    );
    expect(await findings(project)).toEqual([]);

    const site = await Site.start();
    const browser = await Chromium.launch({ realPeriodicSync: true, mayPeriodicSync: [site.origin] });
    try {
      publish(site, webDir);
      site.file('/blank.html', '<!doctype html><title>nothing here</title>');
      const page = await browser.tab(site.url('/'), askForShortGaps);
      await until('the registration', () => page.evaluateText(`globalThis.BackgroundTask?.isTaskRegisteredAsync('${TASK}')`));
      // From any depth.
      expect(await page.evaluateText(`document.querySelector('meta[name="${TAG}"], base[href]') !== null`)).toBe(true);
      await page.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync());
      expect(await runsOf(page, TASK)).toMatchObject([{ outcome: 'success', runtime: 'page' }]);
      expect(site.got('/sync')).toHaveLength(1);
      await browser.workers.find(WORKER);
      await until('the periodic sync', () =>
        page.evaluateText(
          `navigator.serviceWorker.getRegistration('/${WORKER}').then(({ periodicSync }) => periodicSync.getTags()).then((tags) => tags.includes('${TAG}'))`,
        ),
      );
      if (app.ngsw === true)
        await until('ngsw is in order', async () =>
          String(await page.evaluateText(`fetch('/ngsw/state').then((answer) => answer.text())`)).includes('Driver state: NORMAL'),
        );
      expect(page.console.filter((line) => /^(uncaught|error)/.test(line))).toEqual([]);
      await page.close();

      const blank = await browser.tab(site.url('/blank.html'));
      await age(blank);
      await blank.close();
      await site.untilGot('/sync', 2, undefined, 60_000);
      const later = await browser.tab(site.url('/'));
      const [run] = await until('the run in the log', async () => {
        const runs = await later.evaluateText(`globalThis.BackgroundTask?.getTaskRunsAsync({ taskName: '${TASK}' })`);
        return Array.isArray(runs) && runs.length > 1 && (runs as readonly unknown[]);
      });
      expect(run).toMatchObject({ outcome: 'success', trigger: 'periodic-sync', runtime: 'service-worker' });
      await later.close();

      expect(await attachHeadlessPage(browser, site.url('/background-task.html'))).toMatchObject({
        runtime: 'headless',
        taskNames: [TASK],
      });
    } finally {
      await browser.dispose();
      await site.stop();
    }
    const seconds = (from: number, to: number): string => `${Math.round((to - from) / 1000)} s`;
    console.log(
      `figure ${app.name}: made in ${seconds(started, made)}, built three times in ${seconds(made, built)}, shown in ${seconds(built, performance.now())}; ` +
        `first load ${grown(before.first, after.first)}, all scripts ${grown(before.all, after.all)}`,
    );
  });
});
