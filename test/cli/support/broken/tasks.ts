import { edit, put, type BrokenProject } from './broken-project.js';

export const BROKEN_TASKS: readonly BrokenProject[] = [
  {
    name: 'a registered task that nothing defines (J01)',
    id: 'task-undefined',
    says: /src\/app\.ts registers "upload", which no defineTask/,
    change: edit('src/app.ts', 'SYNC_TASK, {', "'upload', {"),
  },
  {
    name: 'a registered task missing in the build',
    id: 'task-not-built',
    says: /registers "sync-offline-data", which the built manifest does not contain \(it has other\)/,
    change: edit('dist/background-task.json', 'sync-offline-data', 'other'),
  },
  {
    name: 'a defined task that nothing registers',
    id: 'task-not-registered',
    severity: 'warning',
    says: /defines "sync-offline-data", which nothing registers/,
    change: edit('src/app.ts', /\n.*registerTaskAsync.*/, ''),
  },
  {
    name: 'the entry does not load the tasks (J01)',
    id: 'tasks-module-not-imported',
    says: /src\/main\.ts does not import src\/background-tasks\.ts/,
    change: edit('src/app.ts', "import { SYNC_TASK } from './background-tasks';", "const SYNC_TASK = 'sync-offline-data';"),
  },
  {
    name: 'the entry loads the tasks late (J01)',
    id: 'tasks-module-lazy',
    severity: 'warning',
    says: /only through import\(\)/,
    change: edit('src/main.ts', "import { start } from './app';\n\nstart();", "void import('./app').then(({ start }) => start());"),
  },
  {
    name: 'the tasks module is not where the build looks',
    id: 'tasks-module-missing',
    says: /vite\.config\.ts names src\/tasks\.ts/,
    change: edit('vite.config.ts', 'src/background-tasks.ts', 'src/tasks.ts'),
  },
  {
    name: 'a task defined in a component',
    id: 'task-outside-module',
    severity: 'warning',
    says: /src\/page\.ts defines "late" outside/,
    change: put(
      'src/page.ts',
      "export function Page() {\n  BackgroundTask.defineTask('late', () => {});\n  void BackgroundTask.registerTaskAsync('late');\n}\n",
    ),
  },
  {
    name: 'the tasks module is a folder',
    id: 'tasks-module-missing',
    says: /names src, and there is no such file/,
    change: edit('vite.config.ts', 'src/background-tasks.ts', 'src'),
  },
  {
    name: 'a task defined a second time elsewhere',
    id: 'task-outside-module',
    severity: 'warning',
    says: /src\/again\.ts defines "sync-offline-data" outside/,
    change: put('src/again.ts', "BackgroundTask.defineTask('sync-offline-data', () => {});\n"),
  },
  {
    name: 'no task at all',
    id: 'no-task',
    severity: 'warning',
    says: /no call of defineTask/,
    change: (files) => ({
      ...files,
      'src/app.ts': "import './background-tasks';\nexport const start = () => {};\n",
      'src/background-tasks.ts': '',
    }),
  },
  {
    name: 'only the compatible job, never scheduled',
    id: 'no-task',
    severity: 'warning',
    says: /no call/,
    change: (files) => ({
      ...files,
      'src/app.ts': "import './background-tasks';\nexport const start = () => {};\n",
      'src/background-tasks.ts': 'other.define(() => {});\n',
    }),
  },
  {
    name: 'minutes taken for an exact timer (A02, J02)',
    id: 'interval-short',
    severity: 'warning',
    says: /every 5 minutes; Android makes that 15/,
    change: edit('src/app.ts', 'minimumInterval: 30', 'minimumInterval: 5'),
  },
];
