import { Capacitor, registerPlugin } from '@capacitor/core';
import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task';
import './guards';
import './hand-made';
import './official-plugins';
import { outcomeOf, tell, unanswered } from './server';

BackgroundTask.defineTask('upload', async ({ taskName, attempt, runtime, trigger }) => {
  const stored = typeof localStorage === 'undefined' ? null : localStorage.getItem('rig');
  await tell('upload', { taskName, attempt, runtime, trigger, isHeadless: BackgroundTask.isHeadless, stored });
});

BackgroundTask.defineTask('second', ({ runtime }) => tell('second', { runtime }));

BackgroundTask.defineTask('failing', () => BackgroundTaskResult.Failed);

BackgroundTask.defineTask('throwing', () => {
  throw new TypeError('thrown in the callback');
});

BackgroundTask.defineTask('endless', async ({ signal }) => {
  // Before anything is told: whoever hears that it has started may stop it at once.
  signal.addEventListener('abort', () => void tell('aborted', { code: (signal.reason as { code: string }).code }));
  await tell('started', {});
  await new Promise(() => {});
});

BackgroundTask.defineTask('obedient', async ({ signal }) => {
  const stopped = new Promise((resolve) => signal.addEventListener('abort', resolve));
  await tell('started', {});
  await stopped;
  return BackgroundTaskResult.Success;
});

BackgroundTask.defineTask('unanswered', async ({ signal }) => {
  await unanswered(signal).catch((reason: { code: string }) => tell('given-up', { code: reason.code }));
});

BackgroundTask.defineTask('item', async ({ data, enqueuedId, runtime, trigger, attempt }) => {
  await tell('item', { data, enqueuedId, runtime, trigger, attempt });
});

interface GoodPlugin {
  echo(options: { text: string }): Promise<{ text: string }>;
  fail(): Promise<void>;
  openScreen(): Promise<void>;
}

const Good = registerPlugin<GoodPlugin>('Good');
const Throwing = registerPlugin<{ any(): Promise<void> }>('Throwing');

BackgroundTask.defineTask('plugins', async () => {
  await tell('plugins', {
    echo: await outcomeOf(Good.echo({ text: 'Kühlschrank' })),
    fail: await outcomeOf(Good.fail()),
    openScreen: await outcomeOf(Good.openScreen()),
    throwing: await outcomeOf(Throwing.any()),
    unused: Capacitor.isPluginAvailable('Unused'),
  });
});
