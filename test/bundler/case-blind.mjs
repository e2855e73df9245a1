// Gives a build a file system without letter case, as Windows and macOS have it, for the folder in CASE_BLIND. Load it with `node --import`.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import path from 'node:path';
import { foundWithoutCase } from '../support/letter-case.mjs';

const folder = process.env.CASE_BLIND;

function toReal(given) {
  if (typeof given !== 'string' || !given.toLowerCase().startsWith(`${folder.toLowerCase()}/`)) return given;
  return foundWithoutCase(
    folder,
    path
      .resolve(given)
      .slice(folder.length + 1)
      .split('/'),
  );
}

function withoutCase(functions, names) {
  for (const name of names) {
    const original = functions[name];
    functions[name] = Object.assign((first, ...rest) => original(toReal(first), ...rest), original);
  }
}

const { realpathSync } = fs;
const { native } = realpathSync;
withoutCase(fs, ['accessSync', 'existsSync', 'lstatSync', 'openSync', 'readdirSync', 'readFileSync', 'statSync']);
withoutCase(fs.promises, ['access', 'lstat', 'open', 'readdir', 'readFile', 'stat']);
// As on Windows: JavaScript's own gives a path without links back as it was spelt, the system's as it is written on the disk.
function realpath(given, ...rest) {
  const mapped = toReal(given);
  const real = realpathSync(mapped, ...rest);
  return real === mapped ? given : real;
}
fs.realpathSync = Object.assign(realpath, { native: (given, ...rest) => native(toReal(given), ...rest) });
syncBuiltinESMExports();
