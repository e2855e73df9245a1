import { Chromium } from '../drivers/chromium.ts';
import type { ChromiumOptions } from '../drivers/chromium.ts';
import { Site } from '../drivers/site.ts';
import type { Call } from '../drivers/site.ts';
import type { Tab } from '../drivers/tab.ts';
import { installApp, TAG, WORKER } from './app.ts';
import type { AppParts } from './app.ts';

/** Times of one app in one browser: the site stays, the browser may die and come again. */
export class Scene {
  readonly site: Site;
  browser: Chromium;

  constructor(site: Site, browser: Chromium) {
    this.site = site;
    this.browser = browser;
  }

  /** Opens the app in a new tab, in front. */
  page(prepare?: (tab: Tab) => Promise<void>): Promise<Tab> {
    return this.browser.tab(this.site.url('/'), prepare);
  }

  /** A page of the same origin that knows nothing of tasks. */
  blankPage(): Promise<Tab> {
    return this.browser.tab(this.site.url('/blank.html'));
  }

  /** A periodic sync of the browser's, dispatched by the protocol to the worker, running or not. */
  async periodicSync(): Promise<void> {
    await this.browser.workers.dispatchPeriodicSync(WORKER, TAG);
  }

  async workerIsThere(): Promise<void> {
    await this.browser.workers.find(WORKER);
  }

  /** Runs that started: what the callbacks told when they were called. */
  started(taskName: string): Call[] {
    return this.site.got('/work', (body) => body['taskName'] === taskName);
  }

  untilStarted(taskName: string, count = 1, limitMs?: number): Promise<Call[]> {
    return this.site.untilGot('/work', count, (body) => body['taskName'] === taskName, limitMs);
  }

  /** Every callback that is called from now on stays open until the answer of this is called. */
  holdWork(): (result?: unknown) => void {
    let release: (result: unknown) => void = () => undefined;
    const held = new Promise<unknown>((resolve) => (release = resolve));
    this.site.answer('/work', () => held);
    return (result = {}) => {
      this.site.answer('/work', () => result);
      release(result);
    };
  }
}

export interface SceneOptions extends AppParts {
  /** The browser fires periodic sync by itself, every two seconds. */
  readonly realPeriodicSync?: NonNullable<ChromiumOptions['realPeriodicSync']>;
  /** As a browser is by default: no permission for periodic sync. */
  readonly permissionByDefault?: boolean;
  readonly flags?: readonly string[];
}

/** Plays a scene with the app installed on a site of its own in a browser of its own; everything is gone afterwards. */
export async function play(options: SceneOptions, scene: (scene: Scene) => Promise<void>): Promise<void> {
  const site = await Site.start();
  await installApp(site, options);
  const browser = await Chromium.launch({
    realPeriodicSync: options.realPeriodicSync ?? false,
    mayPeriodicSync: options.permissionByDefault === true ? [] : [site.origin],
    flags: options.flags ?? [],
  });
  const played = new Scene(site, browser);
  try {
    await scene(played);
  } finally {
    await played.browser.dispose();
    await site.stop();
  }
}

/**
 * Before the page's scripts: the browser's gap between two periodic syncs, which field trials make seconds, is not lengthened to the
 * task's interval of at least a minute. The browser still fires by itself.
 */
export async function askForShortGaps(tab: Tab): Promise<void> {
  await tab.beforeScripts(`{
    const register = PeriodicSyncManager.prototype.register;
    PeriodicSyncManager.prototype.register = function (tag) { return register.call(this, tag, { minInterval: 1 }); };
  }`);
}
