import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { Cdp } from './cdp.ts';
import { findChromium } from '../../scripts/setup/find-chromium.mjs';
import { removeFolder } from '../../scripts/setup/folders.mjs';
import { livingProcesses } from './processes.ts';
import { Tab } from './tab.ts';
import { until } from './until.ts';
import { Workers } from './workers.ts';

const FLAGS = [
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-extensions',
  '--password-store=basic',
  '--use-mock-keychain',
  '--mute-audio',
  '--remote-debugging-pipe',
];

/** Returns flags by which the browser itself fires periodic sync every two seconds, and repeats a failed event after `retrySeconds`. */
const realPeriodicSync = (retrySeconds: number): string[] => [
  '--force-fieldtrials=BackgroundSync/G/',
  `--force-fieldtrial-params=BackgroundSync.G:min_periodic_sync_events_interval_sec/2/min_recovery_time_sec/1/initial_retry_delay_sec/${retrySeconds}/retry_delay_factor/1`,
];

export interface ChromiumOptions {
  /** Names the profile to start on. Default: a new one, which is removed when the browser is disposed of. */
  readonly profile?: string;
  /** Names the browser's program. Default: the installed one. */
  readonly path?: string;
  /** Lets the browser itself fire periodic sync every two seconds; `true` makes it repeat a failed event after one second. Default false. */
  readonly realPeriodicSync?: boolean | { readonly retrySeconds: number };
  /** Names the origins that may use periodic and one-off sync. Chromium itself denies the former by default. */
  readonly mayPeriodicSync?: readonly string[];
  readonly flags?: readonly string[];
  /**
   * Keeps the sandbox of the renderers, except as root, to whom Chromium refuses one. Default false, because containers often refuse it to everyone.
   */
  readonly sandbox?: boolean;
}

/** Drives a real Chromium that has its own profile and its own process group. */
export class Chromium {
  readonly profile: string;
  readonly workers: Workers;
  readonly cdp: Cdp;
  readonly #options: ChromiumOptions;
  readonly #child: ChildProcess;
  readonly #exited: Promise<void>;

  private constructor(options: ChromiumOptions, profile: string, child: ChildProcess) {
    this.#options = options;
    this.profile = profile;
    this.#child = child;
    this.cdp = new Cdp(child.stdio[3] as Writable, child.stdio[4] as Readable);
    this.workers = new Workers(this.cdp, () => this.#firstTab());
    this.#exited = new Promise((resolve) => child.once('exit', () => resolve()));
  }

  static async launch(options: ChromiumOptions = {}): Promise<Chromium> {
    const path = options.path ?? findChromium();
    if (path === null) throw new Error('no Chrome or Chromium found; install one or set CHROME_PATH');
    const profile = options.profile ?? mkdtempSync(join(tmpdir(), 'background-task-chromium-'));
    const { realPeriodicSync: real = false } = options;
    const syncFlags = real === false ? [] : realPeriodicSync(real === true ? 1 : real.retrySeconds);
    const sandbox = options.sandbox === true && process.getuid?.() !== 0 ? [] : ['--no-sandbox'];
    const flags = [...FLAGS, ...sandbox, ...syncFlags, ...(options.flags ?? [])];
    const child = spawn(path, [...flags, `--user-data-dir=${profile}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    endWithThisProcess();
    running.add(child);
    if (options.profile === undefined) temporaryProfiles.add(profile);
    const browser = new Chromium(options, profile, child);
    await browser.cdp.send('Browser.getVersion');
    await browser.workers.start();
    for (const origin of options.mayPeriodicSync ?? []) await browser.grant(origin);
    return browser;
  }

  async version(): Promise<string> {
    return String((await this.cdp.send('Browser.getVersion'))['product']);
  }

  async grant(origin: string): Promise<void> {
    await this.cdp.send('Browser.grantPermissions', { origin, permissions: ['periodicBackgroundSync', 'backgroundSync'] });
  }

  async tab(url: string, prepare: (tab: Tab) => Promise<void> = () => Promise.resolve()): Promise<Tab> {
    const tab = await this.blankTab();
    await prepare(tab);
    await tab.goto(url);
    return tab;
  }

  async blankTab(): Promise<Tab> {
    const { targetId } = await this.cdp.send('Target.createTarget', { url: 'about:blank' });
    return this.#attach(String(targetId));
  }

  /** Returns the tab with which the browser starts. The harness opens no other for itself, because a new tab comes to the front. */
  async #firstTab(): Promise<Tab> {
    const { targetInfos } = await this.cdp.send('Target.getTargets');
    const first = (targetInfos as { targetId: string; type: string; url: string }[]).findLast((one) => one.type === 'page');
    return first === undefined ? this.blankTab() : this.#attach(first.targetId);
  }

  async #attach(targetId: string): Promise<Tab> {
    const { sessionId } = await this.cdp.send('Target.attachToTarget', { targetId, flatten: true });
    const tab = new Tab(this.cdp, targetId, String(sessionId));
    await tab.start();
    return tab;
  }

  /** Returns the process ids of one kind of process. */
  async processIds(type: 'renderer' | 'browser' | 'utility'): Promise<number[]> {
    const { processInfo } = await this.cdp.send('SystemInfo.getProcessInfo');
    return (processInfo as { type: string; id: number }[]).filter((one) => one.type === type).map((one) => one.id);
  }

  /** Quits the browser as a user does. The profile stays. */
  async quit(): Promise<void> {
    await this.cdp.send('Browser.close').catch(() => undefined);
    await this.#exited;
    await this.kill();
  }

  /** Kills all of its processes at once, so that it has no chance to write anything. The profile stays. */
  async kill(): Promise<void> {
    signalGroup(this.#child, 'SIGKILL');
    await this.#exited;
    // Its services die a moment later, and until then lock the profile: the next browser could not open its storage.
    if (process.platform !== 'win32')
      await until('all processes of the browser have ended', () => !livingProcesses().some(({ group }) => group === this.#child.pid));
    running.delete(this.#child);
  }

  /** Starts a new browser with the same options on the same profile; this one must have ended. */
  again(): Promise<Chromium> {
    return Chromium.launch({ ...this.#options, profile: this.profile });
  }

  /** Kills it and removes the profile. */
  async dispose(): Promise<void> {
    await this.kill();
    removeProfile(this.profile);
  }
}

const running = new Set<ChildProcess>();
const temporaryProfiles = new Set<string>();
let isWatching = false;

/** Ends every browser with the process that started it, however that ends, and removes the profiles that were made for them. */
function endWithThisProcess(): void {
  if (isWatching) return;
  isWatching = true;
  process.on('exit', () => {
    running.forEach((child) => signalGroup(child, 'SIGKILL'));
    temporaryProfiles.forEach(removeProfile);
  });
  // Without a listener these signals end the process without the event `exit`.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));
}

function removeProfile(profile: string): void {
  temporaryProfiles.delete(profile);
  try {
    removeFolder(profile);
  } catch {
    // A process of the browser is still there; the system clears its temporary folder later.
  }
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // The process has already ended.
  }
}
