// Checks that every relative link in a tracked page leads to a file, and its #anchor to a heading there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { inRoot, root } from '../setup/paths.mjs';

const withoutCode = (text) => text.replace(/^(```|~~~)[\s\S]*?^\1/gm, '').replace(/`[^`\n]*`/g, '');

/** Returns the anchors that GitHub makes from a page's headings. */
const anchors = (file) => {
  const text = readFileSync(file, 'utf8').replace(/^(```|~~~)[\s\S]*?^\1/gm, '');
  const headings = [...text.matchAll(/^#{1,6} +(.+?) *$/gm)].map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
  return new Set([...headings, ...[...text.matchAll(/(?:id|name)="([^"]+)"/g)].map(([, id]) => id)]);
};

const pages = spawnSync('git', ['ls-files', '-z', '*.md'], { cwd: root, encoding: 'utf8' }).stdout.split('\0').filter(Boolean);
let broken = 0;
for (const page of pages.filter((name) => existsSync(inRoot(name)))) {
  for (const [, target] of withoutCode(readFileSync(inRoot(page), 'utf8')).matchAll(/\]\(([^()\s]+)\)/g)) {
    if (/^[a-z]+:/i.test(target)) continue;
    const [path, anchor] = target.split('#');
    const file = path === '' ? inRoot(page) : join(root, dirname(page), decodeURIComponent(path));
    const found = existsSync(file) && (!anchor || statSync(file).isDirectory() || anchors(file).has(anchor));
    if (found) continue;
    broken += 1;
    console.error(`${page}: ${target} leads nowhere${existsSync(file) ? ` in ${relative(root, file)}` : ''}`);
  }
}
process.exitCode = broken === 0 ? 0 : 1;
