import type { OpenRun } from '../../core/records.js';
import type { Clock } from '../../runner/ports.js';
import type { AppState } from '../model/device-state.js';
import { RESTART_AFTER_DEATH } from '../rules/android-rules.js';
import type { VirtualDevice } from './device-api.js';
import type { DeviceRuns } from './device-runs.js';
import type { KillPoint } from './runtime-calls.js';
import type { Runtimes } from './runtimes.js';
import type { TimelineKind } from './timeline.js';

export interface AppLifePorts {
  readonly clock: Clock;
  readonly runs: () => DeviceRuns;
  readonly runtimes: () => Runtimes;
  readonly callbackIsUnderWay: () => boolean;
  readonly note: (kind: TimelineKind, text: string) => void;
}

/** Keeps track of where the app is, and does to it what the user and the system do, the death of its process included. */
export class AppLife {
  readonly #ports: AppLifePorts;
  #state: AppState = { place: 'screen', ended: 'no' };
  #killAt: KillPoint | null = null;
  #restartsAt = 0;

  constructor(ports: AppLifePorts) {
    this.#ports = ports;
  }

  get state(): AppState {
    return this.#state;
  }

  /** Returns the epoch milliseconds before which the system starts no work again. */
  get restartsAt(): number {
    return this.#restartsAt;
  }

  readonly actions: VirtualDevice['app'] = {
    open: async () => {
      this.#state = { place: 'screen', ended: 'no' };
      this.#restartsAt = 0;
      this.#ports.note('app', 'opened');
      await this.#ports.runtimes().openPage().runner.attach();
      this.#ports.runs().sweepDead();
    },
    background: () => {
      if (this.#state.place === 'screen') this.#state = { ...this.#state, place: 'background' };
      this.#ports.note('app', 'in the background');
    },
    close: () => {
      this.#ports.note('app', 'closed by the system');
      this.#end({ ...this.#state, place: 'closed' });
    },
    swipeAway: () => {
      this.#ports.note('app', 'swiped away');
      this.#end({ place: 'closed', ended: 'swiped-away' });
    },
    forceStop: () => {
      this.#ports.note('app', 'stopped in the settings');
      this.#end({ place: 'closed', ended: 'force-stopped' });
    },
  };

  reboot(): void {
    this.#ports.note('device', 'restarted');
    this.#end({ ...this.#state, place: 'closed' });
  }

  /** Lets the process die when a run next reaches this point; for `mid-run` at once if a callback is under way. Null lets it live on. */
  kill(point: KillPoint | null): void {
    this.#killAt = point;
    if (point === 'mid-run' && this.#ports.callbackIsUnderWay()) this.#killMidRun();
  }

  /** Notes that a run has reached one of its points. Returns true when the process died there. */
  reached(point: KillPoint, run: OpenRun): boolean {
    if (point === 'claimed' && this.#killAt === 'mid-run') queueMicrotask(() => this.#killMidRun());
    if (this.#killAt !== point) return false;
    this.#killAt = null;
    this.#die(`the process died with the run of "${run.taskName}" ${point}`);
    return true;
  }

  #killMidRun(): void {
    if (this.#killAt !== 'mid-run') return;
    this.#killAt = null;
    this.#die('the process died in mid-run');
  }

  #die(how: string): void {
    this.#ports.note('death', how);
    this.#restartsAt = this.#ports.clock.now() + RESTART_AFTER_DEATH.value;
    this.#end({ ...this.#state, place: 'closed' });
  }

  #end(state: AppState): void {
    this.#state = state;
    this.#ports.runs().died();
  }
}
