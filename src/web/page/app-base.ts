import { BASE_META_NAME, WORKER_SCOPE } from '../../core/artifacts.js';
import type { Clock } from '../../runner/ports.js';
import { withLimit } from '../../runner/timed.js';
import { baseOfScope } from '../shared/names.js';
import { workerContainer } from './worker-container.js';

/** Pages wait for it before they open their storage. */
const LOOK_LIMIT_MS = 2000;

/**
 * Returns the URL of the folder in which the app's index.html and worker lie: as the build's meta tag says, else `<base href>`, else the base of a worker
 * that this origin has registered for an app above this page, else the page's own folder.
 */
export async function findAppBase(clock: Clock): Promise<string> {
  const meta = document.querySelector(`meta[name="${BASE_META_NAME}"]`)?.getAttribute('content');
  if (meta != null || document.querySelector('base[href]') !== null) return new URL(meta ?? '.', document.baseURI).href;
  return (await registeredBase(clock).catch(() => null)) ?? new URL('.', document.baseURI).href;
}

/** The innermost app whose worker is registered and whose folder contains this page. */
async function registeredBase(clock: Clock): Promise<string | null> {
  const workers = workerContainer();
  if (workers === null) return null;
  const registrations = await withLimit(clock, 'getRegistrations', () => workers.getRegistrations(), undefined, LOOK_LIMIT_MS);
  const bases = registrations
    .map(({ scope }) => scope)
    .filter((scope) => scope.endsWith(`/${WORKER_SCOPE}`))
    .map(baseOfScope);
  return bases.filter((base) => document.baseURI.startsWith(base)).sort((a, b) => b.length - a.length)[0] ?? null;
}
