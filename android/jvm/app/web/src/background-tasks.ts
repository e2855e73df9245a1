import { Capacitor, registerPlugin } from '@capacitor/core';
import { BackgroundTask, BackgroundTaskResult } from '@capgo/capacitor-background-task';

/** The rig's HTTP server, by a name that the browser of the rig maps to it. */
const server = 'http://upload.localhost';

async function tell(path: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`${server}/${path}`, { method: 'POST', body: JSON.stringify(fields) });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
}

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
  await tell('started', {});
  signal.addEventListener('abort', () => void tell('aborted', { code: (signal.reason as { code: string }).code }));
  await new Promise(() => {});
});

BackgroundTask.defineTask('obedient', async ({ signal }) => {
  await tell('started', {});
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
  return BackgroundTaskResult.Success;
});

interface GoodPlugin {
  echo(options: { text: string }): Promise<{ text: string }>;
  fail(): Promise<void>;
  openScreen(): Promise<void>;
}

const Good = registerPlugin<GoodPlugin>('Good');
const Throwing = registerPlugin<{ any(): Promise<void> }>('Throwing');

const outcomeOf = (call: Promise<unknown>): Promise<string> => call.then(
  (value) => JSON.stringify(value),
  (error: unknown) => `rejected: ${(error as Error).message}`,
);

BackgroundTask.defineTask('plugins', async () => {
  await tell('plugins', {
    echo: await outcomeOf(Good.echo({ text: 'Kühlschrank' })),
    fail: await outcomeOf(Good.fail()),
    openScreen: await outcomeOf(Good.openScreen()),
    throwing: await outcomeOf(Throwing.any()),
    unused: Capacitor.isPluginAvailable('Unused'),
  });
});
