import { CONTRACT_VERSION, WEB_PAGE_LIMIT_MS } from '../../core/constants.js';
import type { RunOffer, TaskPlatform } from '../../core/platform.js';
import type { RunView } from '../../core/records.js';
import { createRunLedger } from '../ledger/run-ledger.js';
import { createWakeLedger } from '../ledger/wake-ledger.js';
import { openAppStore } from '../shared/app-storage.js';
import { browserClock as clock, newId } from '../shared/clock.js';
import { consoleLog } from '../../console-log.js';
import { dueWork } from '../shared/due-work.js';
import { createKeptRegistrations } from '../shared/kept-registrations.js';
import { createMessageWaiter } from '../shared/message-waiter.js';
import { appNames } from '../shared/names.js';
import { createEvents } from '../shared/platform-events.js';
import { createRunBroker } from '../shared/run-broker.js';
import { createRunEnds } from '../shared/run-ends.js';
import { createRuntimeLock } from '../shared/runtime-lock.js';
import { findAppBase } from './app-base.js';
import { createItemTaking } from './item-taking.js';
import { lateRegistrations } from './late-registrations.js';
import { unlessLeaving } from './leaving.js';
import { openPageChannel } from './page-channel.js';
import { createPageScheduler } from './page-scheduler.js';
import { createPageWake } from './page-wake.js';
import { onRestored } from './restored-page.js';
import { createMessageReceiver } from './receive-messages.js';
import type { ReceiveMessage } from './receive-messages.js';
import { whenSeen } from './when-seen.js';
import { createWorkerLink } from './worker-link.js';

/** The web's side of the native contract, in a page. Its ledger is IndexedDB, its wake-ups are timers, visibility and the worker's. */
export async function createWebPlatform(): Promise<TaskPlatform> {
  const runtimeId = newId();
  const base = await findAppBase(clock);
  const { channel, hiddenTickLock } = appNames(base);
  const store = openAppStore(base);
  const lock = createRuntimeLock(runtimeId);
  const ledger = { ...createRunLedger(store), ...createWakeLedger(store, { newId }) };
  const link = createWorkerLink(clock, base);
  const messages = createMessageWaiter(clock);
  const names = new Set<string>();
  const isVisible = (): boolean => document.visibilityState === 'visible';
  const events = createEvents();
  const offerHere = (run: RunOffer): void => taking.offerHere(run);
  const onFailure = (error: unknown): void => consoleLog.warn(`A wake failed, the next tries again: ${String(error)}`);

  const broker = createRunBroker({
    ledger,
    clock,
    newId,
    runtimeId,
    lock,
    limitMs: WEB_PAGE_LIMIT_MS,
    openChannel: (hear) => openPageChannel(channel, hear),
    emit(name, event) {
      events.emit(name, event);
      if (name !== 'settled') return;
      const { taskName, enqueuedId } = event as RunView;
      scheduler.settled(taskName, enqueuedId != null);
    },
    onMessage: (message, where) => receive(message, where),
  });
  const ends = createRunEnds({ ledger, broker, messages, lock, clock });
  const wake = createPageWake({ ledger, broker, messages, ends, link, clock, runtimeId, lock, names, isVisible, offerHere });
  const taking = createItemTaking({ broker, ends, wake, lock, clock, names, isVisible, offer: (run) => events.emit('run', run) });
  const scheduler = createPageScheduler({ ledger, wake, link, clock, hiddenTickLock, onFailure });
  const receive: ReceiveMessage = createMessageReceiver({
    messages,
    ends,
    ledger,
    wake,
    scheduler,
    names,
    isVisible,
    offerHere,
    onFailure,
  });
  let attachedAt: number | null = null;
  const kept = createKeptRegistrations(clock, () => attachedAt, consoleLog);
  const { renew, ...registrations } = lateRegistrations(async () => {
    const { createRegistrations } = await import('./registrations.js');
    return createRegistrations({
      store,
      ledger,
      broker,
      link,
      wake,
      runtimeId,
      scheduler,
      taking,
      clock,
      kept,
      onSeen: whenSeen,
      onFailure,
    });
  });

  let started = false;
  /** Runs what is overdue. From the first attach that the storage lets pass, a page does so by itself. */
  const look = async (): Promise<void> => {
    if (started) return scheduler.tick('foreground');
    started = true;
    scheduler.start();
    onRestored(lock, clock, broker.abandonClaims);
    if ((await dueWork(ledger, clock.now())).length > 0) await renew();
  };

  return {
    ...registrations,
    addListener: events.addListener,

    async attach(request) {
      attachedAt ??= clock.now();
      for (const name of request.taskNames) names.add(name);
      await ledger.noteDefined(request.taskNames);
      look().catch(onFailure);
      // The wake above offers open runs in their order; a hidden page takes its turn there, last.
      return { contractVersion: CONTRACT_VERSION, runs: [] };
    },

    async claimRun(request) {
      const result = await taking.claimRun(request);
      // Another context was faster, and its message may have come before anyone waited for it.
      if (!result.claimed) messages.hear({ kind: 'refused', id: request.taskId });
      return result;
    },
    declineRun: taking.declineRun,
    finishRun: unlessLeaving(broker.finishRun, clock),
    setProgress: broker.setProgress,
  };
}
