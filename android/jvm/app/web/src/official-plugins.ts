import { Directory, Encoding, Filesystem } from '@capacitor/filesystem';
import { LocalNotifications } from '@capacitor/local-notifications';
import { Preferences } from '@capacitor/preferences';
import { BackgroundTask } from '@capgo/capacitor-background-task';
import { outcomeOf, tell } from './server';

const report = { path: 'sync/report.txt', directory: Directory.Data, encoding: Encoding.UTF8 } as const;
const HOUR_MS = 3_600_000;

/** What a sync does with them: go on where it stopped, keep a file, tell the user. */
BackgroundTask.defineTask('official-plugins', async () => {
  const before = await Preferences.get({ key: 'cursor' });
  await Preferences.set({ key: 'cursor', value: `${before.value ?? 'nothing'}, then a wake` });
  await Filesystem.writeFile({ ...report, data: 'Written in a wake: Kühlschrank', recursive: true });
  await tell('official-plugins', {
    cursor: (await Preferences.get({ key: 'cursor' })).value,
    report: (await Filesystem.readFile(report)).data,
    missing: await outcomeOf(Filesystem.readFile({ ...report, path: 'not/there.txt' })),
    scheduled: await outcomeOf(
      LocalNotifications.schedule({
        notifications: [
          { id: 7, title: 'Synced', body: 'Three notes arrived', extra: { note: 'n-1' }, schedule: { at: new Date(Date.now() + HOUR_MS) } },
        ],
      }),
    ),
    pending: (await LocalNotifications.getPending()).notifications.length,
  });
});

/** One plugin alone. */
BackgroundTask.defineTask('preferences', async () => {
  await Preferences.set({ key: 'alone', value: 'first' });
  await tell('preferences', { cursor: (await Preferences.get({ key: 'alone' })).value });
});

/** For the page on screen, whose tests ask it by scripts. */
export const officialPlugins = { Filesystem, LocalNotifications, Preferences, report };
