import { expect, test } from 'vitest';
import { buildApp, refusal } from './build-app.ts';

const LIMIT = 60_000;
const IMPORT = `import { BackgroundTask } from '@capgo/capacitor-background-task';\n`;

test(
  'a top-level await registerTaskAsync is refused with its line',
  async () => {
    const message = await refusal({
      'src/background-tasks.ts': `${IMPORT}
interface Note {
  readonly id: string;
}
const send = (notes: Note[]): void => void notes;
BackgroundTask.defineTask('sync-notes', async () => { await Promise.resolve(); send([]); });
await BackgroundTask.registerTaskAsync('sync-notes', { minimumInterval: 30 });
`,
      'src/main.ts': '',
    });
    expect(message).toContain('await registerTaskAsync(…)');
    expect(message).toContain('src/background-tasks.ts:8');
    expect(message).toContain('call registerTaskAsync in the entry of your app');
  },
  LIMIT,
);

test(
  'any other top-level await is refused with the chain that leads to it',
  async () => {
    const message = await refusal({
      'src/background-tasks.ts': `${IMPORT}import { settings } from './settings';\nBackgroundTask.defineTask('a', () => void settings);\n`,
      'src/settings.ts': `type Url = string;\n\nconst url: Url = '/settings';\nexport const settings = await (await fetch(url)).json();\n`,
      'src/main.ts': '',
    });
    expect(message).toContain('  src/settings.ts:4\n    imported by src/background-tasks.ts');
  },
  LIMIT,
);

test(
  'a module that touches the document is refused with its line and the chain of imports',
  async () => {
    const message = await refusal({
      'src/background-tasks.ts': `${IMPORT}import { sync } from './sync';\nBackgroundTask.defineTask('a', sync);\n`,
      'src/sync.ts': `import { theme } from './ui/theme';\nexport const sync = (): void => console.log(theme);\n`,
      'src/ui/theme.ts': `interface Theme { dark: boolean }\n\nexport const theme: Theme = { dark: document.body.classList.contains('dark') };\n`,
    });
    expect(message).toContain('src/background-tasks.ts cannot be evaluated in a service worker: ReferenceError: document is not defined');
    expect(message).toContain('  src/ui/theme.ts:3\n    imported by src/sync.ts\n    imported by src/background-tasks.ts');
  },
  LIMIT,
);

test(
  'window and localStorage are not there either',
  async () => {
    expect(await refusal({ 'src/background-tasks.ts': `${IMPORT}window.name = 'x';` })).toContain('window is not defined');
    expect(await refusal({ 'src/background-tasks.ts': `${IMPORT}localStorage.getItem('x');` })).toContain('localStorage is not defined');
  },
  LIMIT,
);

test(
  'what a service worker has may be used at module scope, and a guarded window too',
  async () => {
    const app = await buildApp({
      'src/background-tasks.ts': `${IMPORT}
      const open = indexedDB.open('notes', 1);
      open.onsuccess = () => { throw new Error('never'); };
      void caches.open('v1').then((cache) => cache.addAll(['/feed']));
      const channel = new BroadcastChannel('notes');
      channel.addEventListener('message', () => undefined);
      setInterval(() => { throw new Error('timers do not fire in the build'); }, 1);
      self.addEventListener('online', () => undefined);
      if (typeof window !== 'undefined') window.name = 'page';
      void (async () => { await 0; throw new Error('a rejection that nobody handles'); })();
      const url = new URL('./feed', self.location.href);
      if (navigator.onLine && crypto.randomUUID().length === 36) BackgroundTask.defineTask(url.pathname.slice(1), () => undefined);
    `,
    });
    expect(app.manifest.tasks).toEqual(['feed']);
  },
  LIMIT,
);

test(
  'what a service worker has may be called, extended and replaced at module scope, as polyfills do',
  async () => {
    const app = await buildApp({
      'src/background-tasks.ts': `${IMPORT}
      class Answer extends Response {}
      const answer = new Answer('x', { headers: { 'x-a': 'b' } });
      const scope = self as unknown as Record<string, unknown>;
      scope['Request'] = class { name = 'replaced'; };
      Object.defineProperty(self, 'FormData', { value: 'defined' });
      const request = new (scope['Request'] as new () => { name: string })();
      BackgroundTask.defineTask([answer.headers.get('x-a'), request.name, String(FormData), typeof Blob].join('-'), () => undefined);
    `,
    });
    expect(app.manifest.tasks).toEqual(['b-replaced-defined-function']);
  },
  LIMIT,
);

test(
  'a tasks module that is not there is refused with the path that was looked at',
  async () => {
    await expect(buildApp({}, {}, { tasks: 'src/tasks.ts' })).rejects.toThrow(/there is no tasks module at .*src\/tasks\.ts/);
    await expect(buildApp({}, {}, { tasks: '' })).rejects.toThrow(/needs the path of the tasks module/);
  },
  LIMIT,
);
