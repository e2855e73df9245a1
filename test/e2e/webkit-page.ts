import { afterAll, beforeAll, beforeEach } from 'vitest';
import { Site } from '../drivers/site.ts';
import { WebKit } from '../drivers/webkit.ts';
import { installApp } from './app.ts';
import type { AppParts } from './app.ts';

/** The site of the test that runs. */
export let site: Site;
export let webkit: WebKit;

/** Before each test of the file, opens the app in WebKitGTK. A site of its own is an origin of its own: nothing is left over from another test. */
export function openAppInWebKit(parts: AppParts = {}): void {
  beforeAll(async () => {
    webkit = await WebKit.launch();
  });
  afterAll(async () => {
    await webkit.dispose();
  });
  beforeEach(async () => {
    site = await Site.start();
    await installApp(site, parts);
    await webkit.goto(site.url('/'));
    return () => site.stop();
  });
}
