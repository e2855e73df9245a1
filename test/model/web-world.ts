import { BackgroundTaskResult } from '../../src/definitions.js';
import { MAXIMUM_LOGGED_RUNS } from '../../src/core/constants.js';
import type { TaskOptions } from '../../src/core/records.js';
import { createLedger } from '../../src/web/ledger/index.js';
import { settle } from '../support/fake-clock.js';
import { TASK_OPTIONS } from '../support/task-options.js';
import { newId, Rig } from '../web/rig.js';
import type { OwnPorts, PageContext } from '../web/rig.js';
import { Callbacks } from './callbacks.js';
import { FakeChannels } from './fake-channels.js';
import { currentContext, FakeLocks } from './fake-locks.js';
import { FakeStorage } from './fake-storage.js';
import { PromisedItems } from './promised-items.js';
import { RunPromises } from './run-promises.js';
import type { ContextName, Scenario, ScenarioTask, Step, ViewName } from './scenario.js';
import { changeQueue, changeRegistration } from './web-app-calls.js';
import type { AppContext, QueueStep, RegistrationStep } from './web-app-calls.js';
import { WebClock } from './web-clock.js';
import { WebContext } from './web-context.js';
import { WebWakes } from './web-wakes.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** A browser with two windows and a worker, over the real runner, broker, wakes and ledger. */
export class WebWorld {
  readonly clock = new WebClock();
  readonly callbacks = new Callbacks();
  readonly #rig = new Rig();
  readonly #locks = new FakeLocks();
  readonly #contexts = new Map<ContextName, WebContext>();
  readonly #dead = new Map<ContextName, WebContext>();
  readonly #channels = new FakeChannels();
  readonly #storage = new FakeStorage();
  readonly #wakes = new WebWakes(this.clock, this.#storage);
  readonly #defined = new Map<ContextName, readonly string[]>();
  readonly #tasks: readonly ScenarioTask[];
  readonly #items = new PromisedItems();
  readonly #promises = new RunPromises(this.callbacks, this.#items);
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
        if (step.step === 'thaw') context.thaw();
        else {
          context.isFrozen = true;
          this.#wakes.hinder();
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
        if (context !== undefined) this.#channels.speakAgain(context);
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
        this.#storage.empty();
        this.callbacks.forget();
        this.#items.drop();
        break;
      case 'newer-record':
        await this.#storage.putNewer(step.task);
        this.callbacks.forget();
        break;
      case 'register':
      case 'unregister':
      case 'unregister-all':
        await this.#change(step);
        if (step.step === 'unregister-all' && this.#storage.works) this.#items.drop();
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
    for (const context of this.#contexts.values()) context.thaw();
    this.callbacks.end(undefined);
    for (const name of [...this.#contexts.keys()]) this.#kill(name);
    await this.#storage.removeNewer();
    this.#unseen = 'starts';
    this.#defined.clear();
    for (const { name } of this.#tasks) {
      this.callbacks.behaviours.set(name, 'succeeds');
      await this.#change({ step: 'register', task: name });
    }
    const ids = new Set((await this.#log()).map((run) => run.taskId));
    const left = new Set(this.#tasks.map((one) => one.name));
    const itemsLeft = async (): Promise<boolean> => (await this.#plainLedger().queueHeads(Infinity)).length > 0;
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
    if (this.#wakes.isOneOpen) throw new Error('a wake is not answered');
    if (this.clock.pending > 0) throw new Error(`${this.clock.pending} timers are left`);
  }

  #plainLedger() {
    return createLedger(this.#storage.plain, { newId });
  }

  async #log() {
    return this.#plainLedger().settledRuns({ limit: MAXIMUM_LOGGED_RUNS });
  }

  async #check(): Promise<void> {
    this.#promises.check(await this.#plainLedger().openRuns(), await this.#log());
    this.#wakes.check();
  }

  #open(name: ContextName): WebContext {
    const context = new WebContext(name);
    this.#contexts.set(name, context);
    currentContext.run(context, () => {
      const own: OwnPorts = {
        clock: this.clock.of(context),
        ledger: createLedger(this.#storage.of(context), { newId }),
        openChannel: (receive) => this.#channels.open(context, receive),
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
    this.#channels.closeAllOf(context);
    this.#locks.release(context, false);
  }

  #wake(): void {
    if (this.#unseen !== 'starts') return;
    const context = this.#contexts.get('unseen') ?? this.#open('unseen');
    if (context.isFrozen) return;
    this.#wakes.start(context, () => (['one', 'two'] as const).map((name) => this.#contexts.get(name)).filter((one) => one !== undefined));
  }

  #visit(name: ViewName): void {
    const context = this.#contexts.get(name);
    if (context === undefined || context.isFrozen) return;
    currentContext.run(context, () => void (context.parts as PageContext).wake.runDue('foreground').catch(() => undefined));
  }

  #setStorage(as: 'works' | 'fails' | 'hangs'): void {
    this.#storage.set(as);
    if (as !== 'works') this.#wakes.hinder();
  }

  async #change(step: RegistrationStep): Promise<void> {
    await this.#asApp((app) => changeRegistration(app, step, (taskName) => this.#optionsOf(taskName)));
  }

  /** As `#change`, and a page that is awake looks at once, as the platform's does. */
  async #changeQueue(step: QueueStep): Promise<void> {
    const context = await this.#asApp((app) => changeQueue(app, step, this.#items));
    if (context !== null && context.name !== 'unseen') this.#visit(context.name);
  }

  /** Lets the app's code ask something in a context that is awake or, where none is, in one that starts for it. Null while the storage does not work. */
  async #asApp(ask: (app: AppContext) => Promise<void>): Promise<WebContext | null> {
    if (!this.#storage.works) return null;
    const context = [...this.#contexts.values()].find((one) => one.isAwake) ?? (this.#kill('unseen'), this.#open('unseen'));
    const { parts } = context;
    const taking = 'taking' in parts ? parts.taking : undefined;
    const app = { ledger: this.#plainLedger(), broker: parts.broker, clock: this.clock.of(context), taking };
    await currentContext.run(context, () => ask(app));
    return context;
  }

  #optionsOf(taskName: string): TaskOptions {
    const { minimumIntervalMs, maximumRetries, timeLimitMs } = this.#tasks.find((one) => one.name === taskName) ?? TASK_OPTIONS;
    return { ...TASK_OPTIONS, minimumIntervalMs, maximumRetries, timeLimitMs };
  }
}
