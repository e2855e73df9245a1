import { BackgroundTaskError } from '../../src/errors.js';
import { BackgroundTaskResult } from '../../src/definitions.js';
import { MAXIMUM_LOGGED_RUNS, SERVICE_WORKER_LIMIT_MS } from '../../src/core/constants.js';
import type { TaskOptions } from '../../src/core/records.js';
import type { ChannelMessage } from '../../src/web/shared/channel-message.js';
import type { Channel } from '../../src/web/shared/channel.js';
import { createBrowserItems } from '../../src/web/shared/browser-items.js';
import { createBrowserTasks } from '../../src/web/shared/browser-tasks.js';
import { createLedger } from '../../src/web/ledger/index.js';
import { createMemoryStore } from '../../src/web/ledger/memory-store.js';
import type { Store } from '../../src/web/ledger/store.js';
import { createWorkerWake } from '../../src/web/worker/worker-wake.js';
import type { WorkerScope } from '../../src/web/worker/scope.js';
import { newId, Rig } from '../web/rig.js';
import type { OwnPorts, PageContext, WorkerContext } from '../web/rig.js';
import { NO_CONSTRAINTS, TASK_OPTIONS } from '../support/task-options.js';
import { PromisedItems } from './promised-items.js';
import { settle } from '../support/fake-clock.js';
import { Callbacks } from './callbacks.js';
import { createKeptRegistrations } from '../../src/web/shared/kept-registrations.js';
import { currentContext, FakeLocks } from './fake-locks.js';
import type { ContextName, Scenario, ScenarioTask, Step, ViewName } from './scenario.js';
import { WebClock } from './web-clock.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A worker's wake ends with its last run: its time, a page's turn, the grace twice (once slept away), and the time for others to step in. */
const WAKE_LIMIT_MS = SERVICE_WORKER_LIMIT_MS + 15_000;

/** One page or worker. */
class WebContext {
  isFrozen = false;
  isDead = false;
  visibility: 'visible' | 'hidden' = 'visible';
  /** Messages that came while it was frozen. */
  readonly inbox: (() => void)[] = [];
  readonly thawed: (() => void)[] = [];
  /** The last that it said, for after its death. */
  said: ChannelMessage[] = [];
  parts!: PageContext | WorkerContext;

  constructor(readonly name: ContextName) {}

  get isAwake(): boolean {
    return !this.isFrozen && !this.isDead;
  }
}

interface Wake {
  readonly context: WebContext;
  readonly startedAt: number;
  hindered: boolean;
  answered: boolean;
}

/** A browser with two windows and a worker, over the real runner, broker, wakes and ledger. */
export class WebWorld {
  readonly clock = new WebClock();
  readonly callbacks = new Callbacks();
  readonly #rig = new Rig();
  readonly #locks = new FakeLocks();
  readonly #contexts = new Map<ContextName, WebContext>();
  readonly #dead = new Map<ContextName, WebContext>();
  readonly #channels = new Map<object, { readonly context: WebContext; readonly receive: (message: ChannelMessage) => void }>();
  readonly #defined = new Map<ContextName, readonly string[]>();
  readonly #tasks: readonly ScenarioTask[];
  readonly #wakes: Wake[] = [];
  readonly #settledIds = new Set<string>();
  readonly #items = new PromisedItems();
  #store = createMemoryStore();
  #storage: 'works' | 'fails' | 'hangs' = 'works';
  #storageWorks: (() => void)[] = [];
  #unseen: 'starts' | 'is-silent' | 'fails' = 'starts';

  constructor(scenario: Scenario) {
    this.#tasks = scenario.tasks;
  }

  /** To be given back by `close`. */
  install(): void {
    Object.defineProperty(navigator, 'locks', { value: this.#locks, configurable: true });
  }

  close(): void {
    Reflect.deleteProperty(navigator, 'locks');
    this.#rig.close();
  }

  async take(step: Step): Promise<void> {
    switch (step.step) {
      case 'pass':
        await this.clock.pass(step.ms);
        break;
      case 'sleep':
      case 'jump':
        this.clock.now = Math.max(0, this.clock.now + step.ms);
        break;
      case 'wake':
        for (let times = step.twice ? 2 : 1; times > 0; times--) this.#wake();
        break;
      case 'stop-wake':
      case 'unseen-dies':
        this.#kill('unseen');
        break;
      case 'open-view':
        this.#kill(step.view);
        this.#open(step.view).visibility = step.visible ? 'visible' : 'hidden';
        this.#visit(step.view);
        break;
      case 'close-view':
        this.#kill(step.view);
        break;
      case 'visit':
        this.#visit(step.view);
        break;
      case 'show-view':
      case 'hide-view': {
        const context = this.#contexts.get(step.view);
        if (context !== undefined) context.visibility = step.step === 'show-view' ? 'visible' : 'hidden';
        break;
      }
      case 'freeze':
      case 'thaw': {
        const context = this.#contexts.get(step.context);
        if (context === undefined) break;
        if (step.step === 'thaw') this.#thaw(context);
        else {
          context.isFrozen = true;
          for (const wake of this.#wakes) wake.hindered = true;
        }
        break;
      }
      case 'lose-lock': {
        const context = this.#contexts.get(step.context);
        if (context !== undefined) this.#locks.release(context, true);
        break;
      }
      case 'speak-after-death': {
        const context = this.#dead.get(step.context);
        if (context !== undefined) for (const message of context.said) this.#post(context, null, message);
        break;
      }
      case 'kill':
        for (const name of [...this.#contexts.keys()]) this.#kill(name);
        break;
      case 'unseen':
        this.#unseen = step.as;
        break;
      case 'define':
        this.#defined.set(step.context, step.tasks);
        for (const name of step.tasks) this.#define(this.#contexts.get(step.context), name);
        break;
      case 'behave':
        this.callbacks.behaviours.set(step.task, step.as);
        break;
      case 'end-callbacks':
        this.callbacks.end(step.outcome === 'success' ? BackgroundTaskResult.Success : BackgroundTaskResult.Failed);
        break;
      case 'storage':
        this.#setStorage(step.as);
        break;
      case 'empty-storage':
        this.#store = createMemoryStore();
        this.callbacks.forget();
        this.#items.drop();
        break;
      case 'newer-record':
        await this.#put(step.task);
        break;
      case 'register':
      case 'unregister':
      case 'unregister-all':
        await this.#change(step);
        if (step.step === 'unregister-all' && this.#storage === 'works') this.#items.drop();
        break;
      case 'enqueue':
      case 'cancel-items':
        await this.#changeQueue(step);
        break;
      case 'trigger':
        break;
    }
    await settle();
    await settle();
    await this.#check();
  }

  /** Everything works again: every task succeeds within its interval and backoff, and nothing is left. */
  async calm(): Promise<void> {
    this.#setStorage('works');
    for (const context of this.#contexts.values()) this.#thaw(context);
    this.callbacks.end(undefined);
    for (const name of [...this.#contexts.keys()]) this.#kill(name);
    await this.#removeNewer();
    this.#unseen = 'starts';
    this.#defined.clear();
    for (const { name } of this.#tasks) {
      this.callbacks.behaviours.set(name, 'succeeds');
      await this.#change({ step: 'register', task: name });
    }
    const ids = new Set((await this.#log()).map((run) => run.taskId));
    const left = new Set(this.#tasks.map((one) => one.name));
    const itemsLeft = async (): Promise<boolean> => (await this.#plainLedger().queueHeads()).length > 0;
    for (let time = 0; left.size > 0 || (await itemsLeft()); time += 10 * MINUTE) {
      if (time > 8 * HOUR && left.size === 0) throw new Error('in a calm world items are left after the longest backoff');
      if (time > 8 * HOUR) throw new Error(`in a calm world ${[...left].join(', ')} did not succeed within the interval and the backoff`);
      await this.clock.pass(10 * MINUTE);
      this.#wake();
      await settle();
      await this.#check();
      for (const run of await this.#log()) if (run.outcome === 'success' && !ids.has(run.taskId)) left.delete(run.taskName);
    }
    await this.clock.pass(MINUTE);
    const lost = this.#items.neverExecuted(this.callbacks.executed);
    if (lost.length > 0) throw new Error(`items were never executed: ${lost.join(', ')}`);
    const open = await this.#plainLedger().openRuns();
    if (open.length > 0) throw new Error(`an open run is left: ${JSON.stringify(open)}`);
    if (this.#wakes.some((wake) => !wake.answered && !wake.context.isDead)) throw new Error('a wake is not answered');
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left`);
  }

  #plainLedger() {
    return createLedger(this.#store, { newId });
  }

  async #log() {
    return this.#plainLedger().settledRuns({ limit: MAXIMUM_LOGGED_RUNS });
  }

  async #check(): Promise<void> {
    this.callbacks.checkAll();
    const [violation] = this.callbacks.violations;
    if (violation !== undefined) throw new Error(violation);
    const runs = await this.#plainLedger().openRuns();
    const log = await this.#log();
    for (const run of log) this.#settledIds.add(run.taskId);
    if (new Set(log.map((run) => run.taskId)).size < log.length) throw new Error('a run has settled twice');
    const again = runs.find((run) => this.#settledIds.has(run.id));
    if (again !== undefined) throw new Error(`a settled run is open again: ${again.id}`);
    for (const { taskId, taskName, outcome, enqueuedId, final } of log) {
      // Named by none for 30 days: a clock that jumps makes them.
      if (outcome === 'undefined' && final === true) this.#items.drop(taskName, enqueuedId ?? undefined);
      const results = this.callbacks.results.get(taskId);
      if (results !== undefined && results.length > 1) throw new Error(`a run of "${taskName}" was executed ${results.length} times`);
      if (outcome === 'success' && results?.[0] !== BackgroundTaskResult.Success)
        throw new Error(`the log says success of "${taskName}", its callback returned ${String(results?.[0])}`);
      if ((outcome === 'undefined' || outcome === 'not-started') && results !== undefined)
        throw new Error(`the log says ${outcome} of "${taskName}", and its callback ran`);
    }
    for (const wake of this.#wakes) {
      if (!wake.answered && !wake.hindered && wake.context.isAwake && this.clock.elapsed - wake.startedAt > WAKE_LIMIT_MS)
        throw new Error('a wake is not answered within its limit');
    }
  }

  #open(name: ContextName): WebContext {
    const context = new WebContext(name);
    this.#contexts.set(name, context);
    currentContext.run(context, () => {
      const own: OwnPorts = {
        clock: this.clock.of(context),
        ledger: createLedger(this.#gated(context), { newId }),
        openChannel: (receive) => this.#channel(context, receive),
      };
      const visibility = {
        get visibility() {
          return context.visibility;
        },
      } as { visibility: 'visible' | 'hidden' };
      context.parts = name === 'unseen' ? this.#rig.worker(own) : this.#rig.page(visibility, own);
    });
    for (const task of this.#defined.get(name) ?? this.#tasks.map((one) => one.name)) this.#define(context, task);
    return context;
  }

  #define(context: WebContext | undefined, taskName: string): void {
    context?.parts.define(taskName, (execution) => this.callbacks.run(context, execution));
  }

  #kill(name: ContextName): void {
    const context = this.#contexts.get(name);
    if (context === undefined) return;
    context.isDead = true;
    this.#contexts.delete(name);
    this.#dead.set(name, context);
    for (const [key, one] of this.#channels) if (one.context === context) this.#channels.delete(key);
    this.#locks.release(context, false);
  }

  #thaw(context: WebContext): void {
    if (!context.isFrozen) return;
    context.isFrozen = false;
    currentContext.run(context, () => {
      for (const one of context.inbox.splice(0)) one();
      for (const one of context.thawed.splice(0)) one();
    });
  }

  #wake(): void {
    if (this.#unseen !== 'starts') return;
    const context = this.#contexts.get('unseen') ?? this.#open('unseen');
    if (context.isFrozen) return;
    const wake: Wake = { context, startedAt: this.clock.elapsed, hindered: this.#storage !== 'works', answered: false };
    this.#wakes.push(wake);
    currentContext.run(context, () => {
      const views = (): { visibilityState: string }[] =>
        (['one', 'two'] as const)
          .map((name) => this.#contexts.get(name))
          .filter((one) => one !== undefined)
          .map((one) => ({ visibilityState: one.visibility }));
      const scope = { clients: { matchAll: () => Promise.resolve(views()) } } as unknown as WorkerScope;
      const parts = context.parts as WorkerContext & { wake?: ReturnType<typeof createWorkerWake> };
      parts.wake ??= createWorkerWake({
        ...parts,
        scope,
        ledger: createLedger(this.#gated(context), { newId }),
        clock: this.clock.of(context),
        newId,
      });
      const answered = (): void => void (wake.answered = true);
      parts.wake.run('periodic-sync').then(answered, answered);
    });
  }

  #visit(name: ViewName): void {
    const context = this.#contexts.get(name);
    if (context === undefined || context.isFrozen) return;
    currentContext.run(context, () => void (context.parts as PageContext).wake.runDue('foreground').catch(() => undefined));
  }

  #channel(context: WebContext, receive: (message: ChannelMessage) => void): Channel {
    const key = {};
    this.#channels.set(key, { context, receive });
    return { post: (message) => this.#post(context, key, message), close: () => void this.#channels.delete(key) };
  }

  #post(from: WebContext, key: object | null, message: ChannelMessage): void {
    if (key !== null && from.isDead) return;
    from.said = [...from.said, message].slice(-3);
    const copy = structuredClone(message);
    for (const [other, { context, receive }] of this.#channels) {
      if (other === key) continue;
      const deliver = (): void => {
        if (context.isDead) return;
        if (context.isFrozen) context.inbox.push(deliver);
        else currentContext.run(context, () => receive(copy));
      };
      setImmediate(deliver);
    }
  }

  #setStorage(as: 'works' | 'fails' | 'hangs'): void {
    this.#storage = as;
    if (as !== 'works') for (const wake of this.#wakes) wake.hindered = true;
    if (as !== 'hangs') for (const one of this.#storageWorks.splice(0)) one();
  }

  /** The storage as one context has it: a dead one gets no answer any more, a frozen one not yet. */
  #gated(context: WebContext): Store {
    return {
      transaction: async (tables, mode, work, durability) => {
        while (this.#storage === 'hangs') await new Promise<void>((resolve) => this.#storageWorks.push(resolve));
        if (context.isDead) return new Promise(() => undefined);
        if (this.#storage === 'fails') throw new BackgroundTaskError('STORAGE_FAILED', 'Nothing was stored: the model says so.');
        const answer = await this.#store.transaction(tables, mode, work, durability);
        if (context.isFrozen) await new Promise<void>((resolve) => context.thawed.push(resolve));
        return context.isDead ? new Promise(() => undefined) : answer;
      },
      close: () => undefined,
    };
  }

  /** Registrations come from a context that is awake, or, where none is, from one that starts for it. */
  async #change(step: Extract<Step, { step: 'register' | 'unregister' | 'unregister-all' }>): Promise<void> {
    if (this.#storage !== 'works') return;
    const context = [...this.#contexts.values()].find((one) => one.isAwake) ?? (this.#kill('unseen'), this.#open('unseen'));
    await currentContext.run(context, async () => {
      const tasks = createBrowserTasks(
        this.#plainLedger(),
        context.parts.broker,
        this.clock.of(context),
        // No start: what the model unregisters is gone.
        createKeptRegistrations(this.clock.of(context), () => 0, { warn: () => undefined }),
      );
      const refused = (error: unknown): void => {
        if (!(error instanceof BackgroundTaskError && error.code === 'STORAGE_NEWER')) throw error;
      };
      if (step.step === 'unregister-all') await tasks.unregisterAllTasks().catch(refused);
      else if (step.step === 'unregister') await tasks.unregisterTask({ name: step.task }).catch(refused);
      else await tasks.registerTask({ name: step.task, options: this.#optionsOf(step.task) }).catch(refused);
    });
  }

  /** As `#change`, and a page that is awake looks at once, as the platform's does. */
  async #changeQueue(step: Extract<Step, { step: 'enqueue' | 'cancel-items' }>): Promise<void> {
    if (this.#storage !== 'works') return;
    const context = [...this.#contexts.values()].find((one) => one.isAwake) ?? (this.#kill('unseen'), this.#open('unseen'));
    await currentContext.run(context, async () => {
      const items = createBrowserItems(this.#plainLedger(), context.parts.broker, this.clock.of(context));
      const { task: taskName } = step;
      if (step.step === 'cancel-items') {
        await items.cancelEnqueued({ taskName });
        this.#items.drop(taskName);
        return;
      }
      const { id, existing, retries } = step;
      const data = newId();
      const request = { taskName, id, existing, data: JSON.stringify(data), initialDelayMs: 0, timeLimitMs: null };
      const constraints = NO_CONSTRAINTS;
      const { change } = await items.enqueueTask({ ...request, constraints, maximumRetries: retries });
      if (change === 'replaced') this.#items.drop(taskName, id);
      if (change !== 'kept') this.#items.add(taskName, id, data);
    });
    if (context.name !== 'unseen') this.#visit(context.name);
  }

  #optionsOf(taskName: string): TaskOptions {
    const { minimumIntervalMs, maximumRetries, timeLimitMs } = this.#tasks.find((one) => one.name === taskName) ?? TASK_OPTIONS;
    return { ...TASK_OPTIONS, minimumIntervalMs, maximumRetries, timeLimitMs };
  }

  async #put(taskName: string): Promise<void> {
    await this.#store.transaction(['tasks'], 'readwrite', (step) => {
      step.put('tasks', { version: 3, name: taskName });
      return Promise.resolve();
    });
    this.callbacks.forget();
  }

  async #removeNewer(): Promise<void> {
    await this.#store.transaction(['tasks'], 'readwrite', async (step) => {
      for (const raw of await step.all('tasks')) {
        const { version, name } = raw as { version: number; name: string };
        if (version > 2) step.delete('tasks', name);
      }
    });
  }
}
