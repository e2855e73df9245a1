import { watchFile } from 'node:fs';
import { resolve } from 'node:path';

const EVERY_MS = 200;

/** Notices changes of files, also those that come while nobody waits. Paths are asked, not watched: editors and version control put other files and folders in their place. */
export class SourceWatch {
  readonly #files = new Set<string>();
  #changed = false;
  #wake: (() => void) | null = null;

  /** Adds files, which need not be there yet. A file stays watched when nothing imports it any more: a broken import may come back. */
  add(files: readonly string[]): void {
    for (const file of files.map((path) => resolve(path))) {
      if (this.#files.has(file)) continue;
      this.#files.add(file);
      watchFile(file, { interval: EVERY_MS }, () => {
        this.#changed = true;
        this.#wake?.();
      });
    }
  }

  /** Resolves at the next change, at once if there was one since the last call. */
  async change(): Promise<void> {
    if (!this.#changed) await new Promise<void>((done) => (this.#wake = done));
    this.#changed = false;
    this.#wake = null;
  }
}
