import { CONTRACT_VERSION } from '../../core/constants.js';
import type { Zone } from '../../core/daily-window.js';
import type { PlatformKind } from '../../core/options.js';
import type { ClaimRunRequest, ClaimRunResult, FinishRunRequest, PlatformEvents, RunPlatform } from '../../core/platform.js';
import type { OpenRun, RunError, SettledRun } from '../../core/records.js';
import { claimRun, cutRun, declineRun, finishRun, isClaimed, offerOf, openItemRun, openRun } from '../../core/run-transitions.js';
import type { Wake } from '../../core/run-transitions.js';
import { EXPIRY_GRACE_MS } from '../../core/constants.js';
import { RUNTIME_DIED } from '../../core/run-errors.js';
import { unclaimedOutcome } from '../../core/unclaimed-outcome.js';
import { worksToOpen } from '../../core/wake-selection.js';
import type { Conditions, Work } from '../../core/wake-selection.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import type { Clock } from '../../runner/ports.js';
import { createListeners } from '../../runner/listeners.js';
import type { Listeners } from '../../runner/listeners.js';
import type { DeviceLedger } from './device-ledger.js';
import { CLAIM_LIMIT_MS } from './runtimes.js';
import type { DeviceRuntime, Runtimes } from './runtimes.js';

/** Points of a run at which the process may die. */
export type KillPoint = 'opened' | 'claimed' | 'mid-run' | 'finishing';

export interface DeviceRunsPorts {
  readonly kind: PlatformKind;
  readonly ledger: DeviceLedger;
  readonly clock: Clock;
  readonly runtimes: () => Runtimes;
  readonly conditions: () => Conditions;
  readonly zone: () => Zone;
  /** Called at each point of a run; true: the process died there. */
  readonly reached: (point: KillPoint, run: OpenRun) => boolean;
  readonly settled: (run: SettledRun) => void;
}

/** Runs on the device: opened, offered, claimed, settled. When to wake is decided elsewhere. */
export class DeviceRuns {
  readonly #ports: DeviceRunsPorts;
  readonly #listeners = new Map<string, Listeners<unknown>>();
  /** Who waits for the end of a run, by its id. */
  readonly #waiting = new Map<string, () => void>();
  #ids = 0;

  constructor(ports: DeviceRunsPorts) {
    this.#ports = ports;
  }

  /** What a runtime may ask. One that has died is answered never: its process is gone. */
  callsOf(runtime: () => DeviceRuntime): RunPlatform {
    const alive = <T>(answer: () => T): Promise<T> =>
      runtime().isAlive ? new Promise((resolve) => resolve(answer())) : new Promise(() => undefined);
    return {
      attach: ({ taskNames }) =>
        alive(() => {
          this.#ports.ledger.noteDefined(taskNames);
          return { contractVersion: CONTRACT_VERSION, runs: this.#unclaimed().map(offerOf) };
        }),
      claimRun: (request) => alive(() => this.#claim(request)),
      declineRun: ({ taskName, taskId, runtimeId, reason }) =>
        alive(() => {
          const run = this.#ports.ledger.openRuns.get(taskName);
          if (run?.id === taskId) this.#ports.ledger.openRuns.set(taskName, declineRun(run, { runtimeId, reason }));
        }),
      finishRun: (request) => alive(() => this.#finish(request)),
      setProgress: ({ taskName, taskId, token, progress }) =>
        alive(() => {
          const run = this.#ports.ledger.openRuns.get(taskName);
          if (run?.id !== taskId || run.claim?.token !== token) return;
          this.#ports.ledger.openRuns.set(taskName, { ...run, progress });
          this.#emit('progress', { taskId, taskName, enqueuedId: run.item?.id ?? null, progress });
        }),
    };
  }

  /** One wake of the system: opens what is due and its conditions allow, and sees each run settled. Returns how many it opened. */
  async wake(wake: Wake, names: readonly string[] | null): Promise<number> {
    const { ledger, conditions, zone } = this.#ports;
    this.sweepDead();
    const named = names && new Set(names);
    const wanted = (name: string): boolean => named === null || named.has(name);
    let count = 0;
    for (;;) {
      const works = worksToOpen(
        [...ledger.tasks.values()].filter((task) => wanted(task.name)),
        [...ledger.items.values()].filter((item) => wanted(item.taskName)),
        [...ledger.openRuns.values()],
        conditions(),
        wake.now,
        zone(),
      );
      const found = this.#unclaimed().filter((run) => wanted(run.taskName));
      const opened = [...found, ...this.#open(works, wake)];
      if (opened.length === 0) return count;
      count += opened.length;
      await this.#serve(opened, false, () => true);
      if (this.#ports.runtimes().all().length === 0) return count;
    }
  }

  /** Opens a run for each of these, whatever its time and conditions. Runs that `runtimeId` holds already are not waited for. */
  async force(works: readonly Work[], wake: Wake, headless: boolean, runtimeId: string | null = null): Promise<void> {
    const { ledger } = this.#ports;
    this.sweepDead();
    const own = new Set([...ledger.openRuns.values()].filter((run) => run.claim?.runtimeId === runtimeId).map((run) => run.id));
    await this.#serve(this.#open(works, wake), headless, (run) => !own.has(run.id));
  }

  /** Calls back with each of these events. Returns a function that removes the listener. */
  on<Name extends keyof PlatformEvents>(name: Name, listener: (event: PlatformEvents[Name]) => void): () => void {
    return this.#listenersOf(name).add(listener as (event: unknown) => void);
  }

  /** The system cuts a run that is under way. */
  cut(taskName: string, reason: string): boolean {
    const { ledger, clock, kind } = this.#ports;
    const run = ledger.openRuns.get(taskName);
    if (run === undefined || !isClaimed(run)) return false;
    const cut = cutRun(run, reason, clock.now(), EXPIRY_GRACE_MS[kind]);
    ledger.openRuns.set(taskName, cut);
    this.#expire(run, reason, cut.cut?.settlesAt ?? clock.now());
    return true;
  }

  /** Runs whose runtime died are lost. */
  sweepDead(): void {
    const alive = new Set(
      this.#ports
        .runtimes()
        .all()
        .map(({ id }) => id),
    );
    for (const run of [...this.#ports.ledger.openRuns.values()]) {
      if (run.claim !== null && !alive.has(run.claim.runtimeId)) this.#settle(run, 'lost', RUNTIME_DIED);
    }
  }

  /** The app's process is gone, and all its runtimes with it. */
  died(): void {
    this.#ports.runtimes().die();
    for (const id of [...this.#waiting.keys()]) this.#ended(id);
  }

  #unclaimed(): OpenRun[] {
    return [...this.#ports.ledger.openRuns.values()].filter((run) => run.claim === null);
  }

  #open(works: readonly Work[], wake: Wake): OpenRun[] {
    const { ledger, reached } = this.#ports;
    const opened: OpenRun[] = [];
    for (const work of works) {
      const name = work.kind === 'task' ? work.task.name : work.item.taskName;
      if (ledger.openRuns.has(name)) continue;
      const id = `run-${++this.#ids}`;
      const run = work.kind === 'task' ? openRun(work.task, wake, id) : openItemRun(work.item, wake, id);
      ledger.openRuns.set(name, run);
      if (reached('opened', run)) return [];
      opened.push(run);
    }
    return opened;
  }

  /** Offers each run to the page on screen, then to the background runtime, and waits until all that count have settled. */
  async #serve(runs: readonly OpenRun[], headless: boolean, counts: (run: OpenRun) => boolean): Promise<void> {
    await Promise.all(
      runs.map(async (run) => {
        const isOpen = (): boolean => this.#ports.ledger.openRuns.get(run.taskName)?.id === run.id;
        const settled = this.#settledOrDead(run);
        const asked: string[] = [];
        for (const runtime of this.#takers(headless)) {
          if (!isOpen() || this.#ports.ledger.openRuns.get(run.taskName)?.claim !== null) break;
          asked.push(runtime().id);
          await Promise.race([runtime().runner.offer(offerOf(run)), settled]);
        }
        const left = this.#ports.ledger.openRuns.get(run.taskName);
        if (left?.id === run.id && left.claim === null && this.#ports.runtimes().all().length > 0) {
          const { outcome, error } = unclaimedOutcome(left, asked, null);
          this.#settle(left, outcome, error);
        }
        if (isOpen() && counts(run) && this.#ports.runtimes().all().length > 0) await settled;
      }),
    );
  }

  /** Resolves when the run has settled, or the process that served it has died. */
  #settledOrDead(run: OpenRun): Promise<void> {
    return new Promise((resolve) => {
      const other = this.#waiting.get(run.id);
      this.#waiting.set(run.id, () => {
        other?.();
        resolve();
      });
    });
  }

  #ended(id: string): void {
    this.#waiting.get(id)?.();
    this.#waiting.delete(id);
  }

  #takers(headless: boolean): (() => DeviceRuntime)[] {
    const runtimes = this.#ports.runtimes();
    const page = runtimes.page;
    const background = (): DeviceRuntime => runtimes.openBackground();
    return page === null || headless ? [background] : [() => page, background];
  }

  #claim({ taskId, taskName, runtimeId, runtime }: ClaimRunRequest): ClaimRunResult {
    const { ledger, clock, kind, reached } = this.#ports;
    const token = `token-${++this.#ids}`;
    const request = { taskId, runtimeId, runtime, now: clock.now(), token, limitMs: CLAIM_LIMIT_MS[kind] };
    const step = claimRun(ledger.openRuns.get(taskName) ?? null, request);
    if (!step.claimed) return step;
    ledger.openRuns.set(taskName, step.run);
    if (reached('claimed', step.run)) return { claimed: false, reason: 'unknown' };
    const { claim, timeoutMs, item } = step.run;
    const data = item ? (ledger.items.get(item.sequence)?.data ?? null) : null;
    return { claimed: true, token, deadline: claim.deadline, timeoutMs, enqueuedId: item?.id ?? null, data };
  }

  #finish({ taskName, progress, ...request }: FinishRunRequest): { accepted: boolean } {
    const { ledger, clock, reached } = this.#ports;
    const run = ledger.openRuns.get(taskName) ?? null;
    const step = finishRun(run, { ...request, now: clock.now() });
    if (!step.accepted || run === null) return { accepted: false };
    if (reached('finishing', run)) return { accepted: false };
    this.#settle(progress == null ? run : { ...run, progress }, step.outcome, step.error);
    return { accepted: true };
  }

  #settle(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null): void {
    const settled = this.#ports.ledger.settle(run, outcome, error, this.#ports.clock.now());
    this.#ports.settled(settled);
    this.#ended(run.id);
    this.#emit('settled', settled);
  }

  /** Its task was unregistered: the run of a registration ends, one of an item goes on. */
  cancel(run: OpenRun): void {
    if (run.item) return;
    this.#settle(run, 'cancelled', null);
    if (isClaimed(run)) this.#expire(run, 'unregistered', this.#ports.clock.now());
  }

  /** Its item was taken out of the queue. */
  cancelItem(run: OpenRun): void {
    this.#settle(run, 'cancelled', null);
    if (isClaimed(run)) this.#expire(run, 'cancelled', this.#ports.clock.now());
  }

  #expire(run: OpenRun, reason: string, settlesAt: number): void {
    const { claim, id: taskId, taskName } = run;
    const holder = this.#ports
      .runtimes()
      .all()
      .find(({ id }) => id === claim?.runtimeId);
    holder?.runner.expire({ taskId, taskName, token: claim?.token ?? '', reason, settlesAt });
  }

  #listenersOf(name: string): Listeners<unknown> {
    const listeners = this.#listeners.get(name) ?? createListeners<unknown>();
    this.#listeners.set(name, listeners);
    return listeners;
  }

  #emit<Name extends keyof PlatformEvents>(name: Name, event: PlatformEvents[Name]): void {
    this.#listenersOf(name).tell(event);
  }
}
