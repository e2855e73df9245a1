import type { Cdp, Params } from './cdp.ts';
import { until } from './until.ts';

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: { readonly text: string; readonly exception?: { readonly description?: string } };
}

/** Stands for a page or worker to which the protocol is attached. */
export class Target {
  readonly cdp: Cdp;
  readonly targetId: string;
  readonly sessionId: string;

  constructor(cdp: Cdp, targetId: string, sessionId: string) {
    this.cdp = cdp;
    this.targetId = targetId;
    this.sessionId = sessionId;
  }

  send(method: string, params: Params = {}): Promise<Params> {
    return this.cdp.send(method, params, this.sessionId);
  }

  on(event: string, listener: (params: Params) => void): () => void {
    return this.cdp.on(event, (params, sessionId) => sessionId === this.sessionId && listener(params));
  }

  /** Runs `work` in there with JSON arguments, awaits its promise, and resolves with its JSON result. */
  async evaluate<Args extends readonly unknown[], Value>(work: (...args: Args) => Value | Promise<Value>, ...args: Args): Promise<Value> {
    return (await this.evaluateText(`(${String(work)})(...${JSON.stringify(args)})`)) as Value;
  }

  async evaluateText(expression: string): Promise<unknown> {
    const answer = (await this.send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true })) as unknown as Evaluated;
    if (answer.exceptionDetails !== undefined) {
      throw new Error(answer.exceptionDetails.exception?.description ?? answer.exceptionDetails.text);
    }
    return answer.result.value;
  }
}

/** Drives a tab of the browser. */
export class Tab extends Target {
  /** Collects what the page writes to its console, and its uncaught errors. */
  readonly console: string[] = [];
  /** Holds the loader ids of the documents whose load event has fired. */
  readonly #loaded = new Set<string>();

  async start(): Promise<void> {
    this.on('Runtime.consoleAPICalled', ({ type, args }) => {
      const texts = (args as { value?: unknown; description?: string }[]).map((arg) => String(arg.value ?? arg.description ?? ''));
      this.console.push(`${String(type)}: ${texts.join(' ')}`);
    });
    this.on('Runtime.exceptionThrown', ({ exceptionDetails }) => {
      const details = exceptionDetails as { text: string; exception?: { description?: string } };
      this.console.push(`uncaught: ${details.exception?.description ?? details.text}`);
    });
    this.on('Page.lifecycleEvent', ({ name, loaderId }) => name === 'load' && this.#loaded.add(String(loaderId)));
    await Promise.all([this.send('Page.enable'), this.send('Runtime.enable')]);
    await this.send('Page.setLifecycleEventsEnabled', { enabled: true });
  }

  /** Opens the address. Resolves after the load event. */
  async goto(url: string): Promise<void> {
    const { errorText, loaderId } = await this.send('Page.navigate', { url });
    if (errorText !== undefined) throw new Error(`${url}: ${String(errorText)}`);
    await until(`${url} is loaded`, () => this.#loaded.has(String(loaderId)));
  }

  async reload(): Promise<void> {
    const before = new Set(this.#loaded);
    await this.send('Page.reload');
    await until('the page is loaded again', () => [...this.#loaded].some((loaderId) => !before.has(loaderId)));
  }

  /** Adds a script that runs before every other script of the documents that are loaded from now on. */
  async beforeScripts(source: string): Promise<void> {
    await this.send('Page.addScriptToEvaluateOnNewDocument', { source });
  }

  /** Brings the tab in front of the others of its window, which become hidden. */
  async show(): Promise<void> {
    await this.cdp.send('Target.activateTarget', { targetId: this.targetId });
  }

  async freeze(): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: 'frozen' });
  }

  async thaw(): Promise<void> {
    await this.send('Page.setWebLifecycleState', { state: 'active' });
  }

  async setOffline(offline: boolean): Promise<void> {
    await this.send('Network.enable');
    await this.send('Network.emulateNetworkConditions', { offline, latency: 0, downloadThroughput: -1, uploadThroughput: -1 });
  }

  /** Crashes the tab's renderer. */
  async crash(): Promise<void> {
    const crashed = new Promise<void>((resolve) => {
      const off = this.on('Inspector.targetCrashed', () => (off(), resolve()));
    });
    await this.send('Inspector.enable');
    void this.send('Page.crash').catch(() => undefined);
    await crashed;
  }

  async close(): Promise<void> {
    await this.cdp.send('Target.closeTarget', { targetId: this.targetId });
  }
}
