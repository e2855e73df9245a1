// Packs the package and lets publint and are-the-types-wrong look at what npm would publish.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { pack } from './pack.mjs';
import { removeFolder } from '../setup/folders.mjs';
import { inRoot } from '../setup/paths.mjs';

/** Maps and types are half of the package; the virtual device and the inspector are 150 kB, which no app carries unless it imports them. */
const LIMIT_BYTES = 1_150_000;
/** Matches what the package must not contain, such as a native library or a test. */
const UNWANTED = /\.(so|dylib|aar|jar|tgz|map\.map)$|(^|\/)(node_modules|Tests|test|\.cache)\//;

const results = [];
const check = (name, problems) => {
  results.push(problems.length === 0);
  console.log(`${problems.length === 0 ? 'ok' : 'FAILED'}: ${name}`);
  for (const problem of problems) console.log(`  ${problem}`);
};

const folder = mkdtempSync(join(tmpdir(), 'tarball-'));
try {
  const { file, files, size } = pack(folder);
  const names = files.map((entry) => entry.path);
  const manifest = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));

  const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(file)).buffer }, strict: true });
  // The package has no "type" on purpose: see docs/decisions/0003-dependencies.md.
  const said = messages.filter((message) => message.code !== 'USE_TYPE');
  check(
    'publint',
    said.map((message) => formatMessage(message, manifest) ?? message.code),
  );

  const data = readFileSync(file);
  const answer = await checkPackage(createPackageFromTarballData(data));
  const problems = answer.types === false ? [{ kind: 'NoTypes' }] : answer.problems;
  // The worker's and the bundler's entries are ES modules only; only a Node.js that can require ES modules requires them.
  const relevant = problems.filter((problem) => {
    if (!('entrypoint' in problem) || problem.entrypoint === '.') return true;
    return problem.resolutionKind !== 'node16-cjs' && problem.kind !== 'CJSResolvesToESM';
  });
  check(
    'are-the-types-wrong',
    relevant.map((problem) => JSON.stringify(problem)),
  );

  check(
    'nothing in it that does not belong there, no native library (A24)',
    names.filter((name) => UNWANTED.test(name)),
  );
  const needed = [
    'LICENSE',
    'README.md',
    'dist/plugin.js',
    'dist/plugin.worker.js',
    'service-worker/package.json',
    'vite/package.json',
    'dist/esm/index.d.ts',
    'Package.swift',
    'CapgoCapacitorBackgroundTask.podspec',
    'android/build.gradle',
    'android/src/main/AndroidManifest.xml',
  ];
  check(
    'what npm, Gradle, CocoaPods and SwiftPM look for',
    needed.filter((name) => !names.includes(name)).map((name) => `${name} is missing`),
  );
  check('no dependency but the peer', Object.keys(manifest.dependencies ?? {}));
  check('below 1.15 MB packed', size > LIMIT_BYTES ? [`${size} bytes`] : []);
  const listed = spawnSync('tar', ['-tzf', file], { encoding: 'utf8' });
  check('readable by tar', listed.status === 0 ? [] : [listed.stderr]);
} finally {
  removeFolder(folder);
}

const failed = results.filter((ok) => !ok).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
