import type { Cdp, Params } from './cdp.ts';
import { Target } from './tab.ts';
import type { Tab } from './tab.ts';
import { until } from './until.ts';

export interface WorkerState {
  readonly registrationId: string;
  readonly scope: string;
  readonly versionId: string;
  readonly running: boolean;
  readonly status: string;
}

/** Watches and moves the browser's service workers from a blank tab, which belongs to no origin under test. */
export class Workers {
  readonly #cdp: Cdp;
  readonly #open: () => Promise<Tab>;
  readonly #scopes = new Map<string, string>();
  readonly #versions = new Map<string, Omit<WorkerState, 'scope'>>();
  #host: Promise<Tab> | null = null;

  constructor(cdp: Cdp, open: () => Promise<Tab>) {
    this.#cdp = cdp;
    this.#open = open;
  }

  /** Resolves with the newest worker whose scope ends like this, as soon as it is in the wanted state. */
  async find(scopeEnd: string, wanted: (state: WorkerState) => boolean = (one) => one.status === 'activated'): Promise<WorkerState> {
    await this.start();
    return until(`a worker of scope …${scopeEnd}`, () => this.#states().findLast((one) => one.scope.endsWith(scopeEnd) && wanted(one)));
  }

  async stop(scopeEnd: string): Promise<void> {
    const { versionId } = await this.find(scopeEnd);
    await (await this.start()).send('ServiceWorker.stopWorker', { versionId });
    await this.find(scopeEnd, (one) => one.versionId === versionId && !one.running);
  }

  async dispatchPeriodicSync(scopeEnd: string, tag: string): Promise<void> {
    const { registrationId, scope } = await this.find(scopeEnd);
    await (await this.start()).send('ServiceWorker.dispatchPeriodicSyncEvent', { origin: new URL(scope).origin, registrationId, tag });
  }

  async dispatchSync(scopeEnd: string, tag: string, lastChance = false): Promise<void> {
    const { registrationId, scope } = await this.find(scopeEnd);
    await (await this.start()).send('ServiceWorker.dispatchSyncEvent', { origin: new URL(scope).origin, registrationId, tag, lastChance });
  }

  /** Attaches to a running worker. Chromium does not stop an attached worker for being idle. */
  async attach(scriptEnd: string): Promise<Target> {
    const info = await until(`a running worker …${scriptEnd}`, async () => {
      const { targetInfos } = await this.#cdp.send('Target.getTargets', { filter: [{ type: 'service_worker' }] });
      return (targetInfos as { targetId: string; url: string }[]).find((one) => one.url.endsWith(scriptEnd));
    });
    const { sessionId } = await this.#cdp.send('Target.attachToTarget', { targetId: info.targetId, flatten: true });
    return new Target(this.#cdp, info.targetId, String(sessionId));
  }

  #states(): WorkerState[] {
    return [...this.#versions.values()].flatMap((one) => {
      const scope = this.#scopes.get(one.registrationId);
      return scope === undefined ? [] : [{ ...one, scope }];
    });
  }

  start(): Promise<Tab> {
    this.#host ??= this.#listen();
    return this.#host;
  }

  async #listen(): Promise<Tab> {
    const tab = await this.#open();
    tab.on('ServiceWorker.workerRegistrationUpdated', ({ registrations }) => {
      for (const one of registrations as Params[]) {
        const id = String(one['registrationId']);
        if (one['isDeleted'] === true) {
          this.#scopes.delete(id);
          for (const [key, state] of this.#versions) if (state.registrationId === id) this.#versions.delete(key);
        } else this.#scopes.set(id, String(one['scopeURL']));
      }
    });
    tab.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
      for (const one of versions as Params[]) {
        const registrationId = String(one['registrationId']);
        const versionId = String(one['versionId']);
        const running = one['runningStatus'] === 'running' || one['runningStatus'] === 'starting';
        this.#versions.set(versionId, { registrationId, versionId, running, status: String(one['status']) });
      }
    });
    await tab.send('ServiceWorker.enable');
    return tab;
  }
}
