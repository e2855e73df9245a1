import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** A file with one JSON record in each line. A record is on the disk before `append` returns; a torn last line is left out on reading. */
export class Journal {
  #file;
  records;

  constructor(folder, name) {
    mkdirSync(folder, { recursive: true });
    const path = join(folder, name);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    this.records = text.split('\n').flatMap(parsed);
    this.#file = openSync(path, 'a');
    // What a crash cut off must not run into the next record.
    if (text !== '' && !text.endsWith('\n')) writeSync(this.#file, '\n');
  }

  append(record) {
    writeSync(this.#file, `${JSON.stringify(record)}\n`);
    fsyncSync(this.#file);
    this.records.push(record);
  }

  close() {
    closeSync(this.#file);
  }
}

function parsed(line) {
  try {
    return line === '' ? [] : [JSON.parse(line)];
  } catch {
    return [];
  }
}
