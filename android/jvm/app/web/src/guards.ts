import { BackgroundTask } from '@capgo/capacitor-background-task';
import { registerPlugin } from '@capacitor/core';
import { outcomeOf, tell } from './server';

// What a page that nobody sees must not be able to do. Each task tells the server how it was answered.

const elsewhere = 'http://upload.localhost';
const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

BackgroundTask.defineTask('dialogs', async () => {
  alert('Is anybody there?');
  await tell('dialogs', { confirmed: confirm('Delete everything?'), typed: prompt('Your name?') });
});

BackgroundTask.defineTask('leaving', async () => {
  location.href = `${elsewhere}/left-by-script`;
  await later(300);
  const link = Object.assign(document.createElement('a'), { href: `${elsewhere}/left-by-link` });
  document.body.append(link);
  link.click();
  await later(300);
  const form = Object.assign(document.createElement('form'), { method: 'post', action: `${elsewhere}/left-by-form` });
  document.body.append(form);
  form.submit();
  await later(300);
  await tell('leaving', { still: location.href });
});

BackgroundTask.defineTask('windows', async () => {
  // Of the app's own origin: where there are no windows a web view would go there itself.
  window.open('/index.html');
  await later(300);
  await tell('windows', { still: location.href });
});

BackgroundTask.defineTask('download', async () => {
  await tell('started', {});
  await later(300);
  const file = URL.createObjectURL(new Blob(['a file']));
  Object.assign(document.createElement('a'), { href: file, download: 'file.txt' }).click();
  await later(300);
  await tell('download', { still: location.href });
});

/** Callbacks of plugins that ask for what takes a window. */
interface AskingPlugin {
  byCompat(): Promise<void>;
  byActivity(): Promise<void>;
  onMainThread(): Promise<void>;
  forAlias(): Promise<void>;
}
const Asking = registerPlugin<AskingPlugin>('Asking');

BackgroundTask.defineTask('permissions', async () => {
  await tell('permissions', {
    byCompat: await outcomeOf(Asking.byCompat()),
    byActivity: await outcomeOf(Asking.byActivity()),
    onMainThread: await outcomeOf(Asking.onMainThread()),
    forAlias: await outcomeOf(Asking.forAlias()),
  });
});

/** The ways that end in Android's own request. */
BackgroundTask.defineTask('android-permissions', async () => {
  await tell('android-permissions', {
    byCompat: await outcomeOf(Asking.byCompat()),
    byActivity: await outcomeOf(Asking.byActivity()),
    onMainThread: await outcomeOf(Asking.onMainThread()),
  });
});

BackgroundTask.defineTask('timers', async () => {
  await tell('started', {});
  for (let tick = 0; tick < 10; tick += 1) await later(100);
  await tell('timers', {});
});
