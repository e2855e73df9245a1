import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from '../drivers/site.ts';

/** Puts every file of a web folder on the site; a folder answers with its index.html. */
export function publish(site: Site, webDir: string): void {
  for (const entry of readdirSync(webDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = `/${file.slice(webDir.length + 1).replaceAll('\\', '/')}`;
    const content = readFileSync(file);
    site.file(path, content);
    if (path.endsWith('/index.html')) site.file(path.slice(0, -'index.html'.length), content);
  }
}
