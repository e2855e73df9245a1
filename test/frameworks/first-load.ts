import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { gzipSync } from 'node:zlib';

const KILOBYTE = 1000;
/** Made beside the page: the browser loads them for a wake, not for the page. */
const OF_A_WAKE = /^background-task-(sw|page)\.js$/;

export interface PageScripts {
  /** What must be there before the page's first line runs: kilobytes, each file gzipped. */
  readonly first: number;
  /** With all that the page may load later. */
  readonly all: number;
}

/** The sizes of the scripts of an app that was built into a folder. */
export function pageScripts(webDir: string): PageScripts {
  const scripts = readdirSync(webDir, { recursive: true, encoding: 'utf8' })
    .map((name) => `/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.m?js$/.test(name) && !OF_A_WAKE.test(posix.basename(name)));
  return { first: gzipped(webDir, [...firstOf(webDir)]), all: gzipped(webDir, scripts) };
}

const gzipped = (webDir: string, files: readonly string[]): number =>
  files.reduce((sum, file) => sum + gzipSync(readFileSync(join(webDir, file)), { level: 9 }).length, 0) / KILOBYTE;

/** The scripts that the page names, and what they import statically. */
function firstOf(webDir: string): Set<string> {
  const html = readFileSync(join(webDir, 'index.html'), 'utf8');
  const found = new Set<string>();
  for (const address of addressesIn(html)) if (existsSync(join(webDir, address))) found.add(address);
  if (found.size === 0) throw new Error(`the page in ${webDir} names no script:\n${html}`);
  // A set that grows is walked to its end.
  for (const file of found)
    for (const [, address = ''] of readFileSync(join(webDir, file), 'utf8').matchAll(/(?:\bimport|\bfrom)\s*["']([^"']+\.m?js)["']/g)) {
      const imported = posix.resolve(posix.dirname(file), address);
      if (existsSync(join(webDir, imported))) found.add(imported);
    }
  return found;
}

function addressesIn(html: string): string[] {
  const tags = [...html.matchAll(/<(script|link)\b[^>]*>/g)].map(([tag]) => tag);
  const named = tags
    .filter((tag) => (tag.startsWith('<script') ? !/\bnomodule\b/i.test(tag) : /\brel="?modulepreload\b/.test(tag)))
    .flatMap((tag) => /\b(?:src|href)="?([^"\s>]+\.m?js)\b/.exec(tag)?.[1] ?? []);
  // SvelteKit starts its page from a script in the HTML.
  const started = [...html.matchAll(/\bimport\("([^"]+\.m?js)"\)/g)].map(([, address = '']) => address);
  return [...named, ...started].map((address) => posix.resolve('/', address));
}
