import { BackgroundTaskError } from '../../src/errors.js';
import type { TaskOptions } from '../../src/core/records.js';
import type { Clock } from '../../src/runner/ports.js';
import { createBrowserItems } from '../../src/web/shared/browser-items.js';
import { createBrowserTasks } from '../../src/web/shared/browser-tasks.js';
import { createKeptRegistrations } from '../../src/web/shared/kept-registrations.js';
import type { ItemTaking } from '../../src/web/page/item-taking.js';
import type { RunBroker } from '../../src/web/shared/run-broker.js';
import type { createLedger } from '../../src/web/ledger/index.js';
import { NO_CONSTRAINTS } from '../support/task-options.js';
import { newId } from '../web/rig.js';
import type { PromisedItems } from './promised-items.js';
import type { Step } from './scenario.js';

type WholeLedger = ReturnType<typeof createLedger>;
export type RegistrationStep = Extract<Step, { step: 'register' | 'unregister' | 'unregister-all' }>;
export type QueueStep = Extract<Step, { step: 'enqueue' | 'cancel-items' }>;

/** What the app's code asks of the platform in one context. */
export interface AppContext {
  readonly ledger: WholeLedger;
  readonly broker: RunBroker;
  readonly clock: Clock;
  /** A page has it. */
  readonly taking?: ItemTaking | undefined;
}

export async function changeRegistration(
  { ledger, broker, clock }: AppContext,
  step: RegistrationStep,
  optionsOf: (taskName: string) => TaskOptions,
): Promise<void> {
  // No start: what the model unregisters is gone.
  const kept = createKeptRegistrations(clock, () => 0, { warn: () => undefined });
  const tasks = createBrowserTasks(ledger, broker, clock, kept);
  const refused = (error: unknown): void => {
    if (!(error instanceof BackgroundTaskError && error.code === 'STORAGE_NEWER')) throw error;
  };
  if (step.step === 'unregister-all') await tasks.unregisterAllTasks().catch(refused);
  else if (step.step === 'unregister') await tasks.unregisterTask({ name: step.task }).catch(refused);
  else await tasks.registerTask({ name: step.task, options: optionsOf(step.task) }).catch(refused);
}

export async function changeQueue({ ledger, broker, clock, taking }: AppContext, step: QueueStep, promised: PromisedItems): Promise<void> {
  const { task: taskName } = step;
  if (step.step === 'cancel-items') {
    await createBrowserItems(ledger, broker, clock).cancelEnqueued({ taskName });
    promised.drop(taskName);
    return;
  }
  const { id, existing, retries } = step;
  const data = newId();
  const timing = { initialDelayMs: 0, timeLimitMs: null, constraints: NO_CONSTRAINTS, maximumRetries: retries };
  const request = { taskName, id, existing, data: JSON.stringify(data), ...timing };
  const { change } = await (taking?.enqueue(ledger, request) ?? ledger.enqueue(request, clock.now()));
  if (change === 'replaced') promised.drop(taskName, id);
  if (change !== 'kept') promised.add(taskName, id, data);
}
