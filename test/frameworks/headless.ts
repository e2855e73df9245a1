import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Chromium } from '../drivers/chromium.ts';
import { until } from '../drivers/until.ts';

const BRIDGE = readFileSync(
  createRequire(import.meta.url).resolve('@capacitor/android/capacitor/src/main/assets/native-bridge.js'),
  'utf8',
);

/** What Android puts before the page's scripts, with a native side that takes every call and remembers it. */
const NATIVE_SIDE = `
  globalThis.nativeCalls = [];
  globalThis.androidBridge = {
    postMessage(text) {
      const call = JSON.parse(text);
      nativeCalls.push(call);
      const data = call.methodName === 'attach' ? { contractVersion: 1, runs: [] } : {};
      queueMicrotask(() => Capacitor.fromNative({ callbackId: call.callbackId, pluginId: call.pluginId, methodName: call.methodName, success: true, data }));
    },
  };
  ${BRIDGE}
  {
    const methods = ['addListener', 'removeListener'].map((name) => ({ name }));
    const header = (name, promised) => ({ name, methods: [...methods, ...promised.map((method) => ({ name: method, rtype: 'promise' }))] });
    Capacitor.PluginHeaders = [header('CapgoBackgroundTask', ['attach', 'claimRun', 'declineRun', 'finishRun', 'registerTask', 'getTasks']), header('CapgoBackgroundTaskHeadless', [])];
  }
`;

export interface Attachment {
  readonly runtime: string;
  readonly taskNames: readonly string[];
}

/** Loads the headless page as Android does, with Capacitor's own bridge; returns what it attached with. */
export async function attachHeadlessPage(browser: Chromium, url: string): Promise<Attachment> {
  const tab = await browser.tab(url, (blank) => blank.beforeScripts(NATIVE_SIDE));
  try {
    const options = await until('the headless page has attached', () =>
      tab.evaluateText(
        `nativeCalls.find(({ pluginId, methodName }) => pluginId === 'CapgoBackgroundTask' && methodName === 'attach')?.options`,
      ),
    );
    return options as Attachment;
  } finally {
    await tab.close();
  }
}
