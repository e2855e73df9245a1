import fs from 'node:fs';
import path from 'node:path';

// Kept: whoever loads this may replace them afterwards.
const { lstatSync, readdirSync } = fs;

/** The path below `folder` that a file system without letter case would find: each name is looked up exactly, then without case. */
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
