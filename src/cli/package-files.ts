import { readFileSync } from 'node:fs';

/** A file of this package: its folder lies two above the bundled command, and above this file. */
export function packageFile(path: string): string {
  return readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
}
