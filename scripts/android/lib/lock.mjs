import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { cached } from './paths.mjs';

/**
 * Waits until no other run of the rig is under way in this checkout, because the cache folder is shared. The end of the process frees the lock,
 * whatever ends it.
 */
export async function takeLock(say) {
  const folder = cached('lock');
  const owner = join(folder, 'pid');
  for (let told = false; ; told = true) {
    try {
      mkdirSync(folder);
      writeFileSync(owner, String(process.pid));
      process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (!isAlive(owner)) rmSync(folder, { recursive: true, force: true });
    else if (!told) say('waiting for another run of the rig');
    await pause(500);
  }
}

function isAlive(owner) {
  try {
    process.kill(Number(readFileSync(owner, 'utf8')), 0);
    return true;
  } catch {
    return false;
  }
}
