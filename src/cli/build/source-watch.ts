import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname, resolve } from 'node:path';

/** Notices changes of files, also those that come while nobody waits. Folders are watched, because editors replace a file instead of writing it. */
export class SourceWatch {
  readonly #folders = new Map<string, FSWatcher>();
  #files: ReadonlySet<string> = new Set();
  #changed = false;
  #wake: (() => void) | null = null;

  /** Adds files. A file stays watched when nothing imports it any more: a broken import may come back. */
  add(files: readonly string[]): void {
    this.#files = new Set([...this.#files, ...files.map((file) => resolve(file))]);
    for (const folder of new Set([...this.#files].map((file) => dirname(file))))
      if (!this.#folders.has(folder)) this.#folders.set(folder, this.#watch(folder));
  }

  /** Resolves at the next change, at once if there was one since the last call. */
  async change(): Promise<void> {
    if (!this.#changed) await new Promise<void>((done) => (this.#wake = done));
    this.#changed = false;
    this.#wake = null;
  }

  #watch(folder: string): FSWatcher {
    return watch(folder, (_event, name) => {
      if (name !== null && !this.#files.has(resolve(folder, name))) return;
      this.#changed = true;
      this.#wake?.();
    });
  }
}
