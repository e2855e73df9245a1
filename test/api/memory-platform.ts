import { CONTRACT_VERSION, MAXIMUM_LOGGED_RUNS, TIME_LIMIT_MS } from '../../src/core/constants.js';
import type {
  AttachRequest,
  AttachResult,
  ClaimRunRequest,
  ClaimRunResult,
  DeclineRunRequest,
  FinishRunRequest,
  EnqueuedRequest,
  EnqueueTaskRequest,
  EnqueueTaskResult,
  ItemView,
  PlatformEvents,
  RegisterTaskRequest,
  RegisterTaskResult,
  RunsRequest,
  SetProgressRequest,
  TaskPlatform,
  TaskView,
} from '../../src/core/platform.js';
import { enqueueItem, settleItemRun } from '../../src/core/queue.js';
import type { OpenRun, QueuedItem, RunError, SettledRun, TaskRecord } from '../../src/core/records.js';
import { claimRun, finishRun, openItemRun, openRun, runView, settleRun } from '../../src/core/run-transitions.js';
import { newTask, nextEligibleAt, sameOptions, withOptions } from '../../src/core/schedule.js';
import type { BackgroundTaskOutcome, BackgroundTaskStatusDetails, BackgroundTaskTrigger } from '../../src/definitions.js';
import { BackgroundTaskStatus } from '../../src/definitions.js';
import { BackgroundTaskError } from '../../src/errors.js';

type Listener = (event: never) => void;

/** A whole platform in memory, by the rules of src/core and nothing else. It offers every run to whoever listens. */
export class MemoryPlatform implements TaskPlatform {
  readonly tasks = new Map<string, TaskRecord>();
  readonly open = new Map<string, OpenRun>();
  readonly items = new Map<number, QueuedItem>();
  readonly log: SettledRun[] = [];
  readonly attached: AttachRequest[] = [];
  readonly declined: DeclineRunRequest[] = [];
  status: BackgroundTaskStatusDetails = { status: BackgroundTaskStatus.Available, reasons: [], runsWhileClosed: true, platform: {} };
  notices: RegisterTaskResult['notices'] = [];
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #now: () => number;
  #ids = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  async attach(request: AttachRequest): Promise<AttachResult> {
    this.attached.push(request);
    return { contractVersion: CONTRACT_VERSION, runs: [...this.open.values()].filter((run) => run.claim === null).map(offerOf) };
  }

  async claimRun({ taskId, taskName, runtimeId, runtime }: ClaimRunRequest): Promise<ClaimRunResult> {
    const token = `token-${++this.#ids}`;
    const step = claimRun(this.open.get(taskName) ?? null, {
      taskId,
      runtimeId,
      runtime,
      now: this.#now(),
      token,
      limitMs: TIME_LIMIT_MS.webPage,
    });
    if (!step.claimed) return step;
    this.open.set(taskName, step.run);
    const { item } = step.run;
    const data = item == null ? null : (this.items.get(item.sequence)?.data ?? null);
    return { claimed: true, token, deadline: step.run.claim.deadline, timeoutMs: step.run.timeoutMs, enqueuedId: item?.id ?? null, data };
  }

  async declineRun(request: DeclineRunRequest): Promise<void> {
    this.declined.push(request);
    const run = this.open.get(request.taskName);
    if (run?.id === request.taskId && run.claim === null) this.#settle(run, request.reason === 'busy' ? 'not-started' : 'undefined', null);
  }

  async finishRun({ taskName, ...request }: FinishRunRequest): Promise<{ accepted: boolean }> {
    const run = this.open.get(taskName) ?? null;
    const step = finishRun(run, { ...request, now: this.#now() });
    if (step.accepted && run !== null) this.#settle(run, step.outcome, step.error);
    return { accepted: step.accepted };
  }

  async setProgress({ taskId, taskName, token, progress }: SetProgressRequest): Promise<void> {
    const run = this.open.get(taskName);
    if (run?.id !== taskId || run.claim?.token !== token) return;
    this.open.set(taskName, { ...run, progress });
    this.emit('progress', { taskId, taskName, enqueuedId: run.item?.id ?? null, progress });
  }

  async registerTask({ name, options }: RegisterTaskRequest): Promise<RegisterTaskResult> {
    const task = this.tasks.get(name);
    if (task !== undefined && sameOptions(task.options, options)) return { change: 'unchanged', notices: [] };
    if (task === undefined && this.tasks.size >= 100) throw new BackgroundTaskError('TOO_MANY_TASKS', '100 tasks are registered.');
    this.tasks.set(name, task === undefined ? newTask(name, options, this.#now()) : withOptions(task, options));
    return { change: task === undefined ? 'created' : 'updated', notices: this.notices };
  }

  async enqueueTask(request: EnqueueTaskRequest): Promise<EnqueueTaskResult> {
    const { taskName, id } = request;
    const same = [...this.items.values()]
      .filter((one) => one.taskName === taskName && one.id === id)
      .map(({ sequence }) => ({ sequence, running: this.open.get(taskName)?.item?.sequence === sequence }));
    const step = enqueueItem(same, this.items.size, request, ++this.#ids, this.#now());
    if (step.change === 'full') throw new BackgroundTaskError('QUEUE_FULL', 'The queue is full.');
    if (step.change !== 'kept') {
      for (const sequence of step.remove) this.items.delete(sequence);
      this.items.set(step.put.sequence, step.put);
      if (!this.open.has(taskName)) this.wakeItem(step.put);
    }
    return { id, change: step.change, notices: this.notices };
  }

  async cancelEnqueued({ taskName, id }: { taskName: string; id?: string }): Promise<void> {
    for (const item of this.items.values()) {
      if (item.taskName === taskName && (id === undefined || item.id === id)) this.items.delete(item.sequence);
    }
    const run = this.open.get(taskName);
    if (run?.item == null || (id !== undefined && run.item.id !== id)) return;
    this.#settle(run, 'cancelled', null);
    if (run.claim === null) return;
    this.emit('expire', { taskId: run.id, taskName, token: run.claim.token, reason: 'cancelled', settlesAt: this.#now() });
  }

  async getEnqueued({ taskName, limit, includeData }: EnqueuedRequest): Promise<{ items: ItemView[] }> {
    const items = [...this.items.values()].filter((item) => taskName === undefined || item.taskName === taskName).slice(0, limit);
    return {
      items: items.map(({ data, ...item }) => ({
        taskName: item.taskName,
        id: item.id,
        enqueuedAt: item.enqueuedAt,
        eligibleAt: item.eligibleAt,
        attempts: item.attempts,
        running: this.open.get(item.taskName)?.item?.sequence === item.sequence,
        blockedBy: [],
        ...(includeData && { data }),
      })),
    };
  }

  async unregisterTask({ name }: { name: string }): Promise<void> {
    const run = this.open.get(name);
    this.tasks.delete(name);
    if (run === undefined) return;
    this.#settle(run, 'cancelled', null);
    if (run.claim === null) return;
    this.emit('expire', { taskId: run.id, taskName: name, token: run.claim.token, reason: 'unregistered', settlesAt: this.#now() });
  }

  async unregisterAllTasks(): Promise<void> {
    for (const name of [...this.tasks.keys()]) await this.unregisterTask({ name });
    this.log.length = 0;
  }

  async getTasks(): Promise<{ tasks: TaskView[] }> {
    return { tasks: [...this.tasks.values()].map(viewOf) };
  }

  async getTask({ name }: { name: string }): Promise<{ task: TaskView | null }> {
    const task = this.tasks.get(name);
    return { task: task === undefined ? null : viewOf(task) };
  }

  async getRuns({ state, taskName, limit = 100 }: RunsRequest) {
    const runs = state === 'open' ? [...this.open.values()].map(runView) : [...this.log].reverse();
    return { runs: runs.filter((run) => taskName === undefined || run.taskName === taskName).slice(0, limit) };
  }

  async getStatus(): Promise<BackgroundTaskStatusDetails> {
    return this.status;
  }

  async triggerTasks({ runtimeId }: { runtimeId: string; headless: boolean }): Promise<{ triggered: boolean }> {
    if (this.tasks.size === 0) return { triggered: false };
    const held = new Set([...this.open.values()].filter((run) => run.claim?.runtimeId === runtimeId).map((run) => run.id));
    for (const name of [...this.tasks.keys()].sort()) this.wake(name, 'test');
    const waitedFor = [...this.open.values()].filter((run) => !held.has(run.id)).map((run) => run.id);
    await Promise.all(waitedFor.map((id) => this.#settled(id)));
    return { triggered: true };
  }

  async addListener<Name extends keyof PlatformEvents>(name: Name, listener: (event: PlatformEvents[Name]) => void) {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return { remove: async () => void listeners.delete(listener) };
  }

  emit<Name extends keyof PlatformEvents>(name: Name, event: PlatformEvents[Name]): void {
    for (const listener of [...(this.#listeners.get(name) ?? [])]) (listener as (event: PlatformEvents[Name]) => void)(event);
  }

  /** Opens a run, unless one is open, and offers it. */
  wake(name: string, trigger: BackgroundTaskTrigger): void {
    const task = this.tasks.get(name);
    if (task === undefined) return;
    const run = this.open.get(name) ?? openRun(task, { trigger, now: this.#now(), deadline: null }, `run-${++this.#ids}`);
    this.open.set(name, run);
    if (run.claim === null) this.emit('run', offerOf(run));
  }

  wakeItem(item: QueuedItem): void {
    const run = openItemRun(item, { trigger: 'enqueue', now: this.#now(), deadline: null }, `run-${++this.#ids}`);
    this.open.set(item.taskName, run);
    this.emit('run', offerOf(run));
  }

  #settle(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null): void {
    this.open.delete(run.taskName);
    const settled = run.item == null ? this.#settleTask(run, outcome, error) : this.#settleItem(run, run.item.sequence, outcome, error);
    this.log.push(settled);
    if (this.log.length > MAXIMUM_LOGGED_RUNS) this.log.shift();
    this.emit('settled', settled);
  }

  #settleTask(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null): SettledRun {
    const { task, settled } = settleRun(this.tasks.get(run.taskName) ?? null, run, outcome, error, this.#now());
    if (task !== null) this.tasks.set(task.name, task);
    return settled;
  }

  #settleItem(run: OpenRun, sequence: number, outcome: BackgroundTaskOutcome, error: RunError | null): SettledRun {
    const { item, settled } = settleItemRun(this.items.get(sequence) ?? null, false, run, outcome, error, this.#now());
    if (item === null) this.items.delete(sequence);
    else this.items.set(sequence, item);
    return settled;
  }

  async #settled(id: string): Promise<void> {
    if (![...this.open.values()].some((run) => run.id === id)) return;
    await new Promise<void>((resolve) => {
      void this.addListener('settled', (run) => {
        if (run.taskId === id) resolve();
      });
    });
  }
}

function offerOf(run: OpenRun) {
  return { taskId: run.id, taskName: run.taskName, trigger: run.trigger, test: run.test, attempt: run.attempt, timestamp: run.openedAt };
}

function viewOf(task: TaskRecord): TaskView {
  const { name, options, registeredAt, lastRun } = task;
  return { name, options, registeredAt, lastRun, notHonoured: [], nextEligibleAt: nextEligibleAt(task), blockedBy: [], stalled: false };
}
