import { packageFile } from './package-files.js';
import { isRecord } from './project/object-literal.js';

/** The version of this package. */
export function packageVersion(): string {
  const manifest: unknown = JSON.parse(packageFile('package.json'));
  return isRecord(manifest) && typeof manifest['version'] === 'string' ? manifest['version'] : 'unknown';
}
