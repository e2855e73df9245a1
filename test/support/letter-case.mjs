import fs from 'node:fs';
import path from 'node:path';

// The original functions are kept, because whoever loads this module may replace them afterwards.
const { lstatSync, readdirSync } = fs;

/** Returns the path below `folder` that a file system without letter case would find. Each name is looked up exactly first, then without case. */
export function foundWithoutCase(folder, names) {
  let real = folder;
  for (const name of names) {
    const exact = path.join(real, name);
    if (lstatSync(exact, { throwIfNoEntry: false })) real = exact;
    else real = path.join(real, namesIn(real).find((other) => other.toLowerCase() === name.toLowerCase()) ?? name);
  }
  return real;
}

function namesIn(folder) {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
