// Gives the command the world that it has on Windows: paths with backslashes and drives, and a file system that does not
// tell upper from lower case. `C:\` stands for the folder in WINDOWS_DRIVE. Load it with `node --import`.
import childProcess from 'node:child_process';
import fs from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { foundWithoutCase } from '../../../support/letter-case.mjs';

const { win32 } = path;
const drive = fs.realpathSync(process.env.WINDOWS_DRIVE);
const [busyCode, busyTimes = '0'] = (process.env.WINDOWS_BUSY ?? '').split(':');
let busy = Number(busyTimes);

/** The real path of what a Windows program means by `given`: each name is looked up exactly, then without case. */
function toReal(given) {
  // Descriptors and the command's own URLs are no paths of the app.
  if (typeof given !== 'string') return given;
  const absolute = win32.resolve(given);
  if (!/^c:\\/i.test(absolute)) throw Object.assign(new Error(`ENOENT: no such drive, '${given}'`), { code: 'ENOENT' });
  return foundWithoutCase(drive, absolute.slice(3).split('\\').filter(Boolean));
}

function toWindows(real) {
  return win32.join('C:\\', path.relative(drive, real).replaceAll('/', '\\'));
}

const windowsFs = Object.fromEntries(
  Object.entries(fs).map(([name, value]) => [
    name,
    typeof value === 'function' && name.endsWith('Sync') ? (first, ...rest) => value(toReal(first), ...rest) : value,
  ]),
);

windowsFs.renameSync = (from, to) => {
  if (busy > 0) {
    busy -= 1;
    throw Object.assign(new Error(`${busyCode}: a virus scanner holds the file`), { code: busyCode });
  }
  fs.renameSync(toReal(from), toReal(to));
};

// As on Windows, a path without links comes back in the letter case in which it was given.
windowsFs.realpathSync = (given) => {
  const mapped = toReal(given);
  const real = fs.realpathSync(mapped);
  return real === mapped ? win32.resolve(given) : toWindows(real);
};

const windowsChildProcess = {
  ...childProcess,
  spawnSync: (file, args, options = {}) =>
    childProcess.spawnSync(toReal(file), args, { ...options, ...(options.cwd === undefined ? {} : { cwd: toReal(options.cwd) }) }),
};

const modules = { 'node:path': win32, 'node:fs': windowsFs, 'node:child_process': windowsChildProcess };
globalThis[Symbol.for('windows modules')] = modules;

registerHooks({
  resolve(specifier, context, next) {
    if (Object.hasOwn(modules, specifier) && context.parentURL?.includes('/dist/cli/'))
      return { url: `windows:${specifier}`, format: 'module', shortCircuit: true };
    return next(specifier, context);
  },
  load(url, context, next) {
    if (!url.startsWith('windows:')) return next(url, context);
    const specifier = url.slice('windows:'.length);
    const names = Object.keys(modules[specifier]).filter((name) => /^[A-Za-z_]\w*$/.test(name) && name !== 'default');
    const source = `const it = globalThis[Symbol.for('windows modules')]['${specifier}'];\nexport default it;\nexport const { ${names.join(', ')} } = it;\n`;
    return { format: 'module', source, shortCircuit: true };
  },
});

// Node.js itself asks for the working folder while it loads modules: it gets the real one until the first `chdir`.
const realFolder = process.cwd();
let workingFolder = realFolder;
process.cwd = () => workingFolder;
process.chdir = (folder) => (workingFolder = win32.resolve(folder));
Object.defineProperty(process, 'platform', { value: 'win32' });
