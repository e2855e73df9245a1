import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectPipes } from './pipes.mjs';

const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-extensions',
  '--password-store=basic',
  '--use-mock-keychain',
  '--remote-debugging-pipe',
  // Twelve hours between two wakes become two seconds. Everything else is the browser's own: it decides, it fires, it starts the worker.
  '--force-fieldtrials=BackgroundSync/G/',
  '--force-fieldtrial-params=BackgroundSync.G:min_periodic_sync_events_interval_sec/2/min_recovery_time_sec/1/initial_retry_delay_sec/1/retry_delay_factor/1',
];

/** A browser of its own, on a profile of its own. It is steered by its debugging pipe; nothing is attached to its workers. */
export async function openBrowser(path) {
  const profile = mkdtempSync(join(tmpdir(), 'background-task-start-'));
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(path, [...FLAGS, ...asRoot, `--user-data-dir=${profile}`, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32',
  });
  const gone = new Promise((resolve) => {
    child.once('exit', resolve);
    child.once('error', resolve);
  });
  const pipes = connectPipes(child.stdio[3], child.stdio[4], gone);
  const kill = () => {
    try {
      if (process.platform === 'win32') child.kill();
      else process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended meanwhile.
    }
  };
  process.on('exit', () => {
    kill();
    removeProfile(profile);
  });
  await pipes.send('Browser.getVersion');

  return {
    on: pipes.on,
    version: async () => (await pipes.send('Browser.getVersion')).product,
    /** What Chromium gives to an app that is installed and used. */
    allowPeriodicSync: (origin) =>
      pipes.send('Browser.grantPermissions', { origin, permissions: ['periodicBackgroundSync', 'backgroundSync'] }),
    async openPage(url) {
      const { targetId } = await pipes.send('Target.createTarget', { url: 'about:blank' });
      const { sessionId } = await pipes.send('Target.attachToTarget', { targetId, flatten: true });
      const send = (method, params) => pipes.send(method, params, sessionId);
      await send('Page.enable');
      await send('Page.navigate', { url });
      return {
        send,
        evaluate: async (expression) =>
          (await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })).result.value,
        setOffline: async (offline) => {
          await send('Network.enable');
          await send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
        },
        close: () => pipes.send('Target.closeTarget', { targetId }),
      };
    },
    async close() {
      await Promise.race([pipes.send('Browser.close').catch(() => {}), gone]);
      kill();
      await gone;
      removeProfile(profile);
    },
  };
}

function removeProfile(profile) {
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  } catch {
    // A process of the browser that has not quite ended: the system clears its temporary folder.
  }
}
