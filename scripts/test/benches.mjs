import { android, chromium, swift } from './needs.mjs';

/** What `npm run bench` measures. A bench prints one line for each figure and ends with `N passed, N failed`. */
export const benches = [
  { name: 'build', about: 'the package as it is published', command: ['node', 'scripts/build.mjs'], limitMinutes: 5 },
  { name: 'size', about: 'bundles, minified and gzipped', command: ['node', 'bench/size.mjs'], limitMinutes: 5, needsBuild: true },
  { name: 'runner', about: 'cost of a run, and flat memory', command: ['node', 'bench/runner.mjs'], limitMinutes: 5 },
  {
    name: 'testing',
    about: 'the virtual device and the forecast',
    command: ['node', 'bench/testing.mjs'],
    limitMinutes: 5,
    needsBuild: true,
  },
  {
    name: 'ledger',
    about: 'three tabs that race for claims, and a wake among many tasks, in Chromium',
    command: ['node', 'bench/ledger.mjs'],
    limitMinutes: 10,
    needs: chromium,
  },
  {
    name: 'items',
    about: 'from enqueueing to the callback, and a long queue, in Chromium',
    command: ['node', 'bench/items.mjs'],
    limitMinutes: 10,
    needs: chromium,
  },
  {
    name: 'web',
    about: 'a closed page: from periodicsync to the callback, in Chromium',
    command: ['node', 'bench/web.mjs'],
    limitMinutes: 5,
    needs: chromium,
  },
  {
    name: 'android',
    about: 'a closed Android app: start of the work to the callback, messages, what is left of 500 runs',
    command: ['node', 'bench/android.mjs'],
    limitMinutes: 30,
    needs: () => android() ?? chromium(),
  },
  {
    name: 'ios',
    about: 'a queue of 1,000 items in the iOS core, compiled as for the App Store',
    command: ['node', 'bench/ios.mjs'],
    limitMinutes: 15,
    needs: swift,
  },
];
