import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { metaContent } from '../../bundler/base-path.js';
import { BASE_META_NAME, HEADLESS_FILE } from '../../core/artifacts.js';
import { statsOf } from '../project/files-below.js';
import { isRecord } from '../project/object-literal.js';

export interface PageEdit {
  /** Relative to the web folder, with forward slashes. */
  readonly name: string;
  /** The page with the tag; null: it stays as it is. */
  readonly text: string | null;
  readonly why: 'added' | 'has-tag' | 'integrity-list' | 'no-head';
}

/** Says what to do with each HTML page of a build, so that every page finds the worker. */
export function pageEdits(webDir: string, base: string): PageEdit[] {
  const fixed = pagesWithIntegrity(webDir);
  const names = readdirSync(webDir, { recursive: true, encoding: 'utf8' }).map((name) => name.replaceAll('\\', '/'));
  return names
    .filter(
      (name) =>
        name.endsWith('.html') && name !== HEADLESS_FILE && !name.includes('node_modules/') && statsOf(join(webDir, name))?.isFile(),
    )
    .sort()
    .map((name): PageEdit => {
      const html = readFileSync(join(webDir, name), 'latin1');
      if (new RegExp(`<meta[^>]*\\bname\\s*=\\s*["']?${BASE_META_NAME}\\b`, 'i').test(markupOf(html)))
        return { name, text: null, why: 'has-tag' };
      if (fixed.has(name)) return { name, text: null, why: 'integrity-list' };
      const text = withTag(html, metaContent(base, name));
      return { name, text, why: text === null ? 'no-head' : 'added' };
    });
}

/** Puts the tag at the head's end, where frameworks that hydrate the whole document pass over what they do not know. */
function withTag(html: string, content: string): string | null {
  const markup = markupOf(html);
  // Minifiers leave both tags of the head out.
  const end = [/<\/head\s*>/i, /<body\b/i].map((mark) => markup.search(mark)).find((at) => at !== -1);
  if (end === undefined) return null;
  // In ASCII, which stands in a page of any encoding.
  const value = content.replace(/[&"]|[^\0-\x7f]/gu, (char) => `&#${char.codePointAt(0)};`);
  return `${html.slice(0, end)}<meta name="${BASE_META_NAME}" content="${value}">${html.slice(end)}`;
}

/** The page with blanks for its comments and for the text of its scripts, so that what is left are tags, each at its place. */
function markupOf(html: string): string {
  return html.replace(
    /<!--[^]*?-->|(<(script|style|title|textarea|template)\b(?:"[^"]*"|'[^']*'|[^>"'])*>)[^]*?<\/\2\s*>/gi,
    (whole, open: string = '') => open + ' '.repeat(whole.length - open.length),
  );
}

/** Angular's service worker compares these pages with their hashes, and gives up for all of them when one differs. */
function pagesWithIntegrity(webDir: string): Set<string> {
  let list: unknown;
  try {
    list = JSON.parse(readFileSync(join(webDir, 'ngsw.json'), 'utf8'));
  } catch {
    return new Set();
  }
  const hashes = isRecord(list) && isRecord(list['hashTable']) ? Object.keys(list['hashTable']) : [];
  // The names are URLs below the app's base; a page is one of them if its path is the end of one.
  return new Set(hashes.flatMap((url) => url.split('/').map((_, at, parts) => parts.slice(at).join('/'))));
}

/** The path in a page's `<base href>`; null where there is none. */
export function baseOf(html: string): string | null {
  const [, double, single, bare] =
    /<base\b(?:"[^"]*"|'[^']*'|[^>"'])*?\shref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(markupOf(html)) ?? [];
  return double ?? single ?? bare ?? null;
}
