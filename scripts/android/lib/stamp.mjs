import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cached } from './paths.mjs';

/** Returns a hash over files (their paths and contents) and plain values. */
export function hashOf(files, ...values) {
  const hash = createHash('sha256').update(JSON.stringify(values));
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/** Does the step only when its inputs have changed since it last succeeded. Resolves with whether it was done. */
export async function whenChanged(name, hash, step) {
  const stamp = cached('stamps', name);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return false;
  rmSync(stamp, { force: true });
  await step();
  writeFileSync(stamp, hash);
  return true;
}
