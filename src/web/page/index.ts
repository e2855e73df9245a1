import { CONTRACT_VERSION, WEB_PAGE_LIMIT_MS } from '../../core/constants.js';
import type { TaskPlatform } from '../../core/platform.js';
import type { ChannelMessage } from '../shared/channel.js';
import { browserClock as clock, newId } from '../shared/clock.js';
import { consoleLog } from '../shared/console-log.js';
import { createEvents } from '../shared/platform-events.js';
import { createMessageWaiter } from '../shared/message-waiter.js';
import { createRunBroker } from '../shared/run-broker.js';
import { createRunEnds } from '../shared/run-ends.js';
import { createRuntimeLock } from '../shared/runtime-lock.js';
import { openIndexedDbStore } from '../ledger/indexeddb-store.js';
import { DATABASE_NAME } from '../ledger/ledger.js';
import { createWakeLedger } from '../ledger/wake-ledger.js';
import { createRunLedger } from '../ledger/run-ledger.js';
import { unlessLeaving } from './leaving.js';
import { openPageChannel } from './page-channel.js';
import { createPageScheduler } from './page-scheduler.js';
import { createPageWake } from './page-wake.js';
import type { Registrations } from './registrations.js';
import { createWatch } from './watch.js';
import { createWorkerLink } from './worker-link.js';

/** The web's side of the native contract, in a page. Its ledger is IndexedDB, its wake-ups are timers, visibility and the worker's. */
export function createWebPlatform(): TaskPlatform {
  const runtimeId = newId();
  const store = openIndexedDbStore(DATABASE_NAME);
  const lock = createRuntimeLock(runtimeId);
  const ledger = { ...createRunLedger(store), ...createWakeLedger(store, { newId }) };
  const link = createWorkerLink(clock);
  const others = createMessageWaiter(clock);
  const names = new Set<string>();
  const isVisible = (): boolean => document.visibilityState === 'visible';
  const events = createEvents();

  const onFailure = (error: unknown): void => consoleLog.warn(`A wake failed, the next tries again: ${String(error)}`);

  const receive = (message: ChannelMessage, where: 'here' | 'there'): void => {
    const isHere = where === 'here';
    others.hear(isHere && message.kind === 'declined' ? { kind: 'declined-here', id: message.id } : message);
    // So that the death of its runtime is noticed at once, by whoever is left.
    if (message.kind === 'claimed') void watch(message.run);
    if (isHere) return;
    if (message.kind === 'tasks-changed') scheduler.rearm();
    const isAsked = 'to' in message && (message.to === 'visible') === isVisible() && names.size > 0;
    if (message.kind === 'offer' && isAsked) events.emit('run', message.run);
    if (message.kind === 'wake' && isAsked) wake.take(message).catch(onFailure);
    if (message.kind === 'settled' && message.run.outcome === 'undefined' && names.has(message.run.taskName)) {
      // Settled by a context that lacks the callback, while this page has it.
      ledger
        .noteDefined([message.run.taskName])
        .then(() => scheduler.tick('foreground'))
        .catch(onFailure);
    }
  };

  const broker = createRunBroker({
    ledger,
    clock,
    newId,
    runtimeId,
    lock,
    limitMs: WEB_PAGE_LIMIT_MS,
    openChannel: openPageChannel,
    emit(name, event) {
      events.emit(name, event);
      if (name === 'settled') scheduler.rearm();
    },
    onMessage: receive,
  });
  const watch = createWatch(createRunEnds(broker, others, clock));
  const wake = createPageWake({
    ledger,
    broker,
    others,
    watch,
    link,
    clock,
    runtimeId,
    lock,
    names,
    isVisible,
    offerHere: (run) => events.emit('run', run),
  });
  const scheduler = createPageScheduler({ ledger, wake, link, clock, onFailure });

  let loading: Promise<Registrations> | null = null;
  const registrations = (): Promise<Registrations> => {
    loading ??= import('./registrations.js').then(
      ({ createRegistrations }) => createRegistrations({ store, ledger, broker, link, wake, runtimeId, scheduler, clock, onFailure }),
      (error: unknown) => {
        loading = null;
        throw error;
      },
    );
    return loading;
  };

  const late =
    <Name extends keyof Registrations>(method: Name) =>
    async (...args: never[]): Promise<never> =>
      ((await registrations())[method] as (...args: never[]) => Promise<never>)(...args);

  let started = false;
  /** What is overdue runs; from the first attach that the storage lets pass, a page does so by itself. */
  const look = async (): Promise<void> => {
    if (started) return scheduler.tick('foreground');
    started = true;
    scheduler.start();
    if ((await ledger.tasks(clock.now())).length > 0) await (await registrations()).renew();
  };

  return {
    async claimRun(request) {
      const answer = await broker.claimRun(request);
      // Another context was faster, and its message may have come before anyone waited for it.
      if (!answer.claimed) others.hear({ kind: 'refused', id: request.taskId });
      return answer;
    },
    declineRun: broker.declineRun,
    finishRun: unlessLeaving(broker.finishRun, clock),
    addListener: events.addListener,

    async attach(request) {
      for (const name of request.taskNames) names.add(name);
      await ledger.noteDefined(request.taskNames);
      look().catch(onFailure);
      // The wake above offers open runs in their order; a hidden page takes its turn there, last.
      return { contractVersion: CONTRACT_VERSION, runs: [] };
    },

    triggerTasks: late('triggerTasks'),
    registerTask: late('registerTask'),
    unregisterTask: late('unregisterTask'),
    unregisterAllTasks: late('unregisterAllTasks'),
    getTasks: late('getTasks'),
    getTask: late('getTask'),
    getRuns: late('getRuns'),
    getStatus: late('getStatus'),
  };
}
