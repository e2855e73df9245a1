import { readFileSync } from 'node:fs';
import { isRecord } from './project/object-literal.js';

/** The version of this package: its package.json lies two folders above the bundled command. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : 'unknown';
}
