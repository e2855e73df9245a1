import { buildStep } from './build-step.mjs';
import { android, chromium, swift } from './needs.mjs';

const bench = (name, about, limitMinutes, more = {}) => ({ name, about, command: ['node', `bench/${name}.mjs`], limitMinutes, ...more });

/** Lists what `npm run bench` measures. A bench prints one line for each figure and ends with `N passed, N failed`. */
export const benches = [
  buildStep,
  bench('size', 'bundles, minified and gzipped', 5, { needsBuild: true }),
  bench('vite', 'what the package adds to a build by Vite, and to an app’s first load', 5, { needsBuild: true }),
  bench('runner', 'cost of a run, and flat memory', 5),
  bench('testing', 'the virtual device and the forecast', 5, { needsBuild: true }),
  bench('ledger', 'three tabs that race for claims, and a wake among many tasks, in Chromium', 10, { needs: chromium }),
  bench('items', 'from enqueueing to the callback, and a long queue, in Chromium', 10, { needs: chromium }),
  bench('page', 'runs and questions in a visible page, beside bare transactions, in Chromium', 10, { needs: chromium }),
  bench('web', 'a closed page: from periodicsync to the callback, in Chromium', 5, { needs: chromium }),
  bench('android', 'a closed Android app: start of the work to the callback, messages, what is left of 500 runs', 30, {
    needs: () => android() ?? chromium(),
  }),
  bench('ios', 'a queue of 1,000 items in the iOS core, compiled as for the App Store', 15, { needs: swift }),
];
