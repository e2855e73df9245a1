import { Chromium } from '../drivers/chromium.ts';
import { KILL_POINTS } from './kill-points.ts';
import { Site } from '../drivers/site.ts';
import type { Tab } from '../drivers/tab.ts';
import { until } from '../drivers/until.ts';
import { installApp, TAG, WORKER } from './app.ts';
import { age, look, register } from './page-calls.ts';
import { enqueueItem, NOTES_TASK, plantItem, plantWitness, TASK_NAMES, WITNESS, writeNote } from './kill-notes.ts';
import type { Target } from './kill-notes.ts';
import type { Kill } from './kill-oracle.ts';

export type Point = 'opening' | 'opened' | 'offered' | 'claimed' | 'callback' | 'finishing' | 'finished';

/**
 * Who runs the task: a page on screen; a page on screen to which a worker leaves its wake; a cold worker with no page; a worker beside a page
 * on screen that does not take its turn; a page on screen that stores, opens and claims an item in one step.
 */
export type Runner = 'page' | 'enqueuing-page' | 'page-for-worker' | 'worker' | 'worker-after-page';

export interface Case {
  readonly runner: Runner;
  readonly target: Target;
  readonly point: Point;
  /** The whole browser, or only the context that stands at the point. */
  readonly kill: 'browser' | 'context';
  /** Another tab of the app is open behind the one that runs the task, and survives it. */
  readonly company?: boolean;
}

/** One app, one profile, one server; the browser and its contexts die again and again. */
export class KillSeries {
  readonly kills: Kill[] = [];
  /** Notes of scenes before or in which the browser itself dropped the storage of the whole origin, this package's and the app's. */
  readonly dropped: number[] = [];
  readonly site: Site;
  #browser: Chromium;
  #armed: Pick<Case, 'point' | 'target'> | null = null;
  #reached: ((context: unknown) => void) | null = null;
  #notes = 0;

  private constructor(site: Site, browser: Chromium) {
    this.site = site;
    this.#browser = browser;
    const stand = (point: unknown, taskName: unknown, context: unknown): Promise<never> | undefined => {
      if (this.#armed === null || point !== this.#armed.point || taskName !== TASK_NAMES[this.#armed.target]) return undefined;
      this.#armed = null;
      this.#reached?.(context);
      return new Promise(() => undefined);
    };
    site.answer('/point', ({ body }) => stand(body['point'], body['taskName'], body['context']));
    site.answer('/note', ({ body }) => stand('callback', TASK_NAMES.task, body['context']));
    site.answer('/item', ({ body }) => stand('callback', TASK_NAMES.item, body['context']));
  }

  static async start(): Promise<KillSeries> {
    const site = await Site.start();
    await installApp(site, { tasks: NOTES_TASK, preamble: KILL_POINTS });
    const series = new KillSeries(site, await Chromium.launch({ mayPeriodicSync: [site.origin] }));
    const page = await series.#page();
    await register(page, 'sync-notes', { minimumInterval: 1, requiresNetwork: false });
    await series.#browser.workers.find(WORKER);
    await plantWitness(page);
    await page.close();
    return series;
  }

  /** The notes that were written and not dropped by the browser, by number. */
  get notes(): readonly number[] {
    return Array.from({ length: this.#notes }, (_, index) => index + 1).filter((note) => !this.dropped.includes(note));
  }

  arrived(note: number): boolean {
    return ['/note', '/item'].every((path) => this.site.got(path, (body) => body['id'] === note).length > 0);
  }

  /**
   * Writes a note and enqueues one, lets a run come to the point, kills there, and waits until both are on the server and nothing is open. Plays the scene once
   * more when the browser has dropped the storage of the origin: no package can keep what is not there, and the app's own notes are gone too.
   */
  async play(one: Case): Promise<void> {
    try {
      await this.#play(one);
    } catch (error: unknown) {
      // What it left open must not decide what comes after it.
      this.#armed = null;
      await this.#killBrowser();
      const found = await this.#afterFailure();
      const note = this.#notes;
      if (found.databases.includes(WITNESS) || this.dropped.includes(note - 1))
        throw new Error(`${String(error)}; then: ${JSON.stringify(found)}`, { cause: error });
      this.dropped.push(note);
      await this.play(one);
    }
  }

  /** What a new page finds; a registration that is gone is made again. */
  async #afterFailure(): Promise<{ readonly databases: readonly (string | undefined)[] }> {
    const page = await this.#page();
    const found = await page.evaluate(async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name),
      task: await BackgroundTask.getTaskAsync('sync-notes'),
      open: await BackgroundTask.getPendingTaskRunsAsync(),
      reasons: (await BackgroundTask.getStatusDetailsAsync()).reasons,
    }));
    if (found.task === null) await register(page, 'sync-notes', { minimumInterval: 1, requiresNetwork: false });
    await plantWitness(page);
    await page.close();
    return found;
  }

  async #play({ runner, target, point, kill, company = false }: Case): Promise<void> {
    const note = ++this.#notes;
    const behind = company ? [await this.#page()] : [];
    // A page that has started and found nothing due looks again a minute later.
    const writer = await this.#page(runner === 'page' || runner.startsWith('worker') ? '/blank.html' : '/');
    if (runner === 'page-for-worker') await writer.evaluate(() => BackgroundTask.getTaskAsync('sync-notes'));
    // From its first run on a page has its lock.
    if (runner === 'enqueuing-page')
      await writer.evaluate(() => BackgroundTask.triggerTaskWorkerForTestingAsync({ taskName: 'sync-notes' }));
    await writeNote(writer, note);
    if (runner !== 'enqueuing-page') await plantItem(writer, note);
    const reached = new Promise<unknown>((resolve) => (this.#reached = resolve));
    // Before the task is due: a page behind that was slow to start may be the first to see it.
    this.#armed = { point, target };
    if (runner === 'enqueuing-page') await enqueueItem(writer, note);
    else await age(writer);
    const pages = [...behind, ...(await this.#wake(runner, writer))];
    const context = await limited(reached, `${runner} reaches "${point}" with the ${target}`);
    const victim = await pageOf(context, pages);
    if (kill === 'browser') await this.#killBrowser();
    else if (victim === null) await this.#stopWorker();
    else await this.#crash(victim);
    await this.#recover(note);
  }

  async stop(): Promise<void> {
    await this.#browser.dispose();
    await this.site.stop();
  }

  #page(path = '/'): Promise<Tab> {
    return this.#browser.tab(this.site.url(path));
  }

  /** Answers with the pages that may run the task now; none: the worker does. */
  async #wake(runner: Runner, writer: Tab): Promise<Tab[]> {
    if (runner === 'page') {
      const page = await this.#page();
      // Only now: closing the tab in front would show the one behind, which would run the task.
      await writer.close();
      return [page];
    }
    if (runner === 'enqueuing-page') return [writer];
    if (runner === 'worker') await writer.close();
    await this.#browser.workers.dispatchPeriodicSync(WORKER, TAG);
    return runner === 'page-for-worker' ? [writer] : [];
  }

  async #killBrowser(): Promise<void> {
    this.kills.push({ at: Date.now(), kinds: ['page', 'service-worker'] });
    await this.#browser.kill();
    this.#browser = await this.#browser.again();
  }

  async #stopWorker(): Promise<void> {
    this.kills.push({ at: Date.now(), kinds: ['service-worker'] });
    await this.#browser.workers.stop(WORKER);
  }

  /** The worker of the origin may live in the same process and dies with it. */
  async #crash(tab: Tab): Promise<void> {
    this.kills.push({ at: Date.now(), kinds: ['page', 'service-worker'] });
    await tab.crash();
    await tab.close();
  }

  async #recover(note: number): Promise<void> {
    const page = await this.#page();
    await until(
      `note ${note} on the server by task and by item, nothing open or queued`,
      async () => {
        const { open, queued } = await page.evaluate(async () => ({
          open: (await BackgroundTask.getPendingTaskRunsAsync()).length,
          queued: (await BackgroundTask.getEnqueuedAsync()).length,
        }));
        if (this.arrived(note) && open + queued === 0) return true;
        if (open === 0) {
          await age(page);
          await look(page);
        }
        return false;
      },
      30_000,
    );
    await this.#closeAll();
  }

  async #closeAll(): Promise<void> {
    const { targetInfos } = await this.#browser.cdp.send('Target.getTargets');
    const pages = (targetInfos as { targetId: string; type: string; url: string }[]).filter(
      (one) => one.type === 'page' && one.url.startsWith(this.site.origin),
    );
    for (const { targetId } of pages) await this.#browser.cdp.send('Target.closeTarget', { targetId });
  }
}

/** The page whose script made this id; null: none, so it was the worker's. */
async function pageOf(context: unknown, pages: readonly Tab[]): Promise<Tab | null> {
  for (const page of pages) {
    if ((await page.evaluate(() => (globalThis as { contextId?: string }).contextId)) === context) return page;
  }
  return null;
}

async function limited<Value>(work: Promise<Value>, what: string): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => (timer = setTimeout(() => reject(new Error(`not within 20 s: ${what}`)), 20_000)));
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
