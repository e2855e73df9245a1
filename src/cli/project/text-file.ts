import {
  accessSync,
  constants,
  fchmodSync,
  fchownSync,
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

export type TextFile =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly reason: string };

/** Reads a file whose bytes are exactly its text in UTF-8, so that writing an edit back changes nothing else. */
export function readTextFile(path: string): TextFile {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error: unknown) {
    return errorCode(error) === 'ENOENT' ? { state: 'absent' } : { state: 'unreadable', reason: `it cannot be read (${errorCode(error)})` };
  }
  if (bytes.subarray(0, 6).toString('latin1') === 'bplist') return { state: 'unreadable', reason: 'it is a binary property list' };
  const text = bytes.toString('utf8');
  if (!Buffer.from(text, 'utf8').equals(bytes)) return { state: 'unreadable', reason: 'it is not in UTF-8' };
  return { state: 'text', text };
}

/** The text of a file, or undefined if there is none that could be read. */
export function textOf(path: string): string | undefined {
  const file = readTextFile(path);
  return file.state === 'text' ? file.text : undefined;
}

/**
 * Replaces `before` by `after` in one step: a reader sees the old file or the new one, never a part. Returns what
 * hindered it. Links are followed: the linked file is replaced, not the link.
 */
export function replaceText(path: string, before: string, after: string): string | undefined {
  let temporary: string | undefined;
  try {
    const target = realpathSync(path);
    const { mode, uid, gid } = statSync(target);
    // Renaming would go through on a read-only file, and root may write it anyway: its owner has locked it.
    if ((mode & 0o200) === 0) return 'it is read-only';
    accessSync(target, constants.W_OK);
    temporary = join(dirname(target), `.${basename(target)}.${process.pid}.tmp`);
    const descriptor = openSync(temporary, 'wx', mode & 0o777);
    try {
      writeFileSync(descriptor, after, 'utf8');
      fchmodSync(descriptor, mode & 0o7777);
      keepOwner(descriptor, uid, gid);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    if (readFileSync(target, 'utf8') !== before) return 'it changed in the meantime';
    renameWhenFree(temporary, target);
    temporary = undefined;
    return undefined;
  } catch (error: unknown) {
    return `it cannot be written (${errorCode(error)})`;
  } finally {
    if (temporary !== undefined) rmSync(temporary, { force: true });
  }
}

const HELD = ['EPERM', 'EACCES', 'EBUSY'];
const RENAME_ATTEMPTS = 11;
const RENAME_PAUSE_MS = 50;

/** Waits up to half a second for a file that somebody holds: on Windows a virus scanner opens what was just written. */
function renameWhenFree(from: string, to: string): void {
  for (let attempt = 1; ; attempt += 1) {
    try {
      renameSync(from, to);
      return;
    } catch (error: unknown) {
      if (attempt === RENAME_ATTEMPTS || !HELD.includes(errorCode(error))) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RENAME_PAUSE_MS);
    }
  }
}

function keepOwner(descriptor: number, uid: number, gid: number): void {
  try {
    fchownSync(descriptor, uid, gid);
  } catch {
    // Only a privileged user may give a file away; the file then belongs to whoever ran the command.
  }
}

export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error);
}
