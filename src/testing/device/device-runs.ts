import { EXPIRY_GRACE_MS } from '../../core/constants.js';
import type { Zone } from '../../core/daily-window.js';
import type { PlatformKind } from '../../core/options.js';
import type { RunPlatform } from '../../core/platform.js';
import type { OpenRun, RunError, SettledRun } from '../../core/records.js';
import { cutRun, isClaimed, offerOf, openItemRun, openRun } from '../../core/run-transitions.js';
import type { Wake } from '../../core/run-transitions.js';
import { RUNTIME_DIED } from '../../core/run-errors.js';
import { unclaimedOutcome } from '../../core/unclaimed-outcome.js';
import { worksToOpen } from '../../core/wake-selection.js';
import type { Conditions, Work } from '../../core/wake-selection.js';
import type { BackgroundTaskOutcome } from '../../definitions.js';
import type { Clock } from '../../runner/ports.js';
import { DeviceEvents } from './device-events.js';
import type { DeviceLedger } from './device-ledger.js';
import { RuntimeCalls } from './runtime-calls.js';
import type { KillPoint } from './runtime-calls.js';
import type { DeviceRuntime, Runtimes } from './runtimes.js';

export interface DeviceRunsPorts {
  readonly kind: PlatformKind;
  readonly ledger: DeviceLedger;
  readonly clock: Clock;
  readonly runtimes: () => Runtimes;
  readonly conditions: () => Conditions;
  readonly zone: () => Zone;
  /** Called at each point of a run; returns true when the process died there. */
  readonly reached: (point: KillPoint, run: OpenRun) => boolean;
  readonly settled: (run: SettledRun) => void;
}

/** Opens, offers, cuts and settles the runs of the device. Other code decides when the app wakes. */
export class DeviceRuns {
  readonly events = new DeviceEvents();
  readonly #ports: DeviceRunsPorts;
  readonly #calls: RuntimeCalls;
  /** Holds the functions to call when a run ends, by the run's id. */
  readonly #waiting = new Map<string, () => void>();
  #ids = 0;

  constructor(ports: DeviceRunsPorts) {
    this.#ports = ports;
    this.#calls = new RuntimeCalls({
      ...ports,
      events: this.events,
      newToken: () => `token-${++this.#ids}`,
      settle: (run, outcome, error) => this.#settle(run, outcome, error),
    });
  }

  /** Returns the calls that a runtime may make to the device. */
  callsOf(runtime: () => DeviceRuntime): RunPlatform {
    return this.#calls.of(runtime);
  }

  /** Serves one wake of the system: opens every run that is due and not blocked, and waits until each has settled. Returns how many it served. */
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
      const found = ledger.unclaimed().filter((run) => wanted(run.taskName));
      const opened = [...found, ...this.#open(works, wake)];
      if (opened.length === 0) return count;
      count += opened.length;
      await this.#serve(opened, false, () => true);
      if (this.#ports.runtimes().all().length === 0) return count;
    }
  }

  /** Opens a run for each of these works, whatever their time and conditions. Does not wait for runs that the runtime `runtimeId` already holds. */
  async force(works: readonly Work[], wake: Wake, headless: boolean, runtimeId: string | null = null): Promise<void> {
    const { ledger } = this.#ports;
    this.sweepDead();
    const own = new Set([...ledger.openRuns.values()].filter((run) => run.claim?.runtimeId === runtimeId).map((run) => run.id));
    await this.#serve(this.#open(works, wake), headless, (run) => !own.has(run.id));
  }

  /** Cuts a run for the system. Returns false when the task has no claimed run. */
  cut(taskName: string, reason: string): boolean {
    const { ledger, clock, kind } = this.#ports;
    const run = ledger.openRuns.get(taskName);
    if (run === undefined || !isClaimed(run)) return false;
    const cut = cutRun(run, reason, clock.now(), EXPIRY_GRACE_MS[kind]);
    ledger.openRuns.set(taskName, cut);
    this.#expire(run, reason, cut.cut?.settlesAt ?? clock.now());
    return true;
  }

  /** Settles as lost the runs whose runtime has died. */
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

  /** Ends all runtimes together with the app's process, and releases whoever waits for their runs. */
  died(): void {
    this.#ports.runtimes().die();
    for (const id of [...this.#waiting.keys()]) this.#ended(id);
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

  /** Offers each run to the page first, if there is one, then to the background runtime, and waits for the runs that `counts` accepts. */
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

  /** Resolves when the run has settled, or when the process that served it has died. */
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

  #settle(run: OpenRun, outcome: BackgroundTaskOutcome, error: RunError | null): void {
    const settled = this.#ports.ledger.settle(run, outcome, error, this.#ports.clock.now());
    this.#ports.settled(settled);
    this.#ended(run.id);
    this.events.emit('settled', settled);
  }

  /** Ends the run of a task that was unregistered. The run of an item goes on, because the queue does not need a registration. */
  cancel(run: OpenRun): void {
    if (run.item) return;
    this.#settle(run, 'cancelled', null);
    if (isClaimed(run)) this.#expire(run, 'unregistered', this.#ports.clock.now());
  }

  /** Ends the run of an item that was taken out of the queue. */
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
}
