import { drop, edit, put, type BrokenProject } from './broken-project.js';

export const BROKEN_WEB_BUILD: readonly BrokenProject[] = [
  {
    name: 'the Vite plugin is missing',
    id: 'vite-plugin-missing',
    severity: 'warning',
    says: /vite\.config\.ts does not use backgroundTask/,
    change: put('vite.config.ts', 'export default {};\n'),
  },
  {
    name: 'the Vite plugin imported and not used',
    id: 'vite-plugin-missing',
    severity: 'warning',
    says: /does not use backgroundTask/,
    change: edit('vite.config.ts', /plugins: \[.*\]/, 'plugins: []'),
  },
  {
    name: 'the web app is not built',
    id: 'web-not-built',
    severity: 'warning',
    says: /web folder dist does not exist/,
    change: (files) => Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('dist/'))),
  },
  { name: 'no worker in the build', id: 'worker-missing', says: /no background-task-sw\.js/, change: drop('dist/background-task-sw.js') },
  {
    name: 'no headless page in the build',
    id: 'headless-missing',
    says: /no background-task\.html/,
    change: drop('dist/background-task.html'),
  },
  {
    name: 'no headless page, and no Vite',
    id: 'headless-missing',
    severity: 'warning',
    says: /whole page for each wake/,
    change: (files) => ({ ...files, 'vite.config.ts': undefined, 'dist/background-task.html': undefined }),
  },
  { name: 'no manifest in the build', id: 'manifest-missing', says: /no background-task\.json/, change: drop('dist/background-task.json') },
  {
    name: 'a damaged manifest',
    id: 'manifest-unreadable',
    says: /not what the build writes/,
    change: put('dist/background-task.json', '{"tasks":'),
  },
  {
    name: 'a manifest of a newer package',
    id: 'manifest-newer',
    says: /version 2, newer/,
    change: edit('dist/background-task.json', '"version":1', '"version":2'),
  },
  {
    name: 'a native copy of an older build',
    id: 'native-copy-old',
    says: /is not that of the last build/,
    change: edit('ios/App/App/public/background-task.json', 'sync-offline-data', 'old-name'),
  },
  {
    name: 'a native copy with the tasks of an older build',
    id: 'native-copy-old',
    says: /ios\/App\/App\/public\/background-task-page\.js is not that of the last build/,
    change: put('dist/background-task-page.js', '/* newer */\n'),
  },
  {
    name: 'never copied to Android',
    id: 'native-copy-old',
    says: /android.*is missing/,
    change: drop('android/app/src/main/assets/public/background-task.json'),
  },
  {
    name: 'a native copy without the headless page',
    id: 'native-copy-old',
    says: /ios\/App\/App\/public\/background-task\.html is missing/,
    change: drop('ios/App/App/public/background-task.html'),
  },
  {
    name: 'a web app that cannot be installed',
    id: 'web-not-installable',
    severity: 'note',
    says: /no web app manifest/,
    change: edit('dist/index.html', /<link[^>]*>/, ''),
  },
];
