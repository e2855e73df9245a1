import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { cached, filesBelow, root } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

const merger = join(root, 'android', 'jvm', 'tools', 'MergeManifests.java');

function findAapt2() {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    if (existsSync(join(folder, 'aapt2'))) return join(folder, 'aapt2');
  }
  const sdk = process.env.ANDROID_HOME ?? process.env.ANDROID_SDK_ROOT;
  const tools = sdk ? join(sdk, 'build-tools') : null;
  const newest = tools && existsSync(tools) ? readdirSync(tools).sort().at(-1) : null;
  if (newest) return join(tools, newest, 'aapt2');
  throw new Error('aapt2 is missing: install the Debian package `aapt`, or set ANDROID_HOME');
}

function packageOf(manifest) {
  return /<manifest[^>]*\bpackage="([^"]+)"/.exec(readFileSync(manifest, 'utf8'))?.[1];
}

function merge(jdk, target, app, manifests) {
  run(join(jdk.home, 'bin', 'java'), [merger, target, app.applicationId, ...manifests]);
}

/** Matches the libraries that only the tests bring. */
const TEST_LIBRARIES = /^(?:androidx\.test\b|androidx\.work\.testing|io\.ionic\.)/;

/** Merges the manifest of an app that has these libraries and what they need, and nothing that is there for the tests. Returns its path. */
export async function mergeManifest(jdk, artifacts, { app, libraries }) {
  const target = cached('app', 'own-manifest.xml');
  const aars = artifacts.archives
    .map((folder) => join(folder, 'AndroidManifest.xml'))
    .filter((manifest) => existsSync(manifest) && !TEST_LIBRARIES.test(packageOf(manifest)));
  const manifests = [app.manifest, ...libraries.map((library) => library.manifest), ...aars];
  await whenChanged('own-manifest', hashOf([merger, ...manifests], app.applicationId), () => merge(jdk, target, app, manifests));
  return target;
}

/**
 * Merges the manifests and links the resources of the test app, the library, Capacitor and all Android archives, as the
 * Android Gradle plugin would. Returns the merged manifest, the resource package and the generated R sources.
 */
export async function linkResources(jdk, artifacts, { app, libraries, say }) {
  const manifest = cached('app', 'AndroidManifest.xml');
  const apk = cached('app', 'resources.apk');
  const generated = cached('generated', 'r');
  // aapt2 writes rules here that make a shrinker keep whatever the manifest and the layouts name.
  const keepRules = cached('app', 'aapt-rules.pro');
  const manifests = [app.manifest, ...libraries.map((library) => library.manifest)];
  const inputs = [merger, ...manifests, ...[app, ...libraries].flatMap((part) => (existsSync(part.res) ? filesBelow(part.res, '') : []))];
  const aars = artifacts.archives.filter((folder) => existsSync(join(folder, 'AndroidManifest.xml')));
  if (!existsSync(keepRules)) rmSync(cached('stamps', 'resources'), { force: true });
  await whenChanged('resources', hashOf(inputs, aars, app.applicationId), () => {
    say('merging manifests and linking resources');
    const aapt2 = findAapt2();
    merge(jdk, manifest, app, [...manifests, ...aars.map((folder) => join(folder, 'AndroidManifest.xml'))]);
    const flats = cached('flat', '.');
    rmSync(flats, { recursive: true, force: true });
    mkdirSync(flats, { recursive: true });
    const folders = [...aars.map((folder) => ({ name: basename(folder), res: join(folder, 'res') })), ...libraries.toReversed(), app];
    const overlays = [];
    for (const { name, res } of folders) {
      if (!existsSync(res) || !statSync(res).isDirectory() || filesBelow(res, '').length === 0) continue;
      const flat = join(flats, `${name}.zip`);
      run(aapt2, ['compile', '--dir', res, '-o', flat]);
      overlays.push('-R', flat);
    }
    rmSync(generated, { recursive: true, force: true });
    mkdirSync(generated, { recursive: true });
    const packages = [
      ...libraries.map((library) => library.packageName),
      ...aars
        .filter((folder) => existsSync(join(folder, 'R.txt')) && statSync(join(folder, 'R.txt')).size > 0)
        .map((folder) => packageOf(join(folder, 'AndroidManifest.xml'))),
    ];
    run(aapt2, [
      'link',
      '--auto-add-overlay',
      '-I',
      artifacts.linkFramework,
      '--manifest',
      manifest,
      '--java',
      generated,
      '--proguard',
      keepRules,
      '--extra-packages',
      [...new Set(packages)].join(':'),
      '-o',
      apk,
      ...overlays,
    ]);
  });
  return { manifest, apk, generated, keepRules };
}

/** Makes a copy of the resource package with an app's assets in it (`assets` maps paths to sources), because Robolectric finds assets nowhere else. */
export function packageAssets(jdk, apk, name, assets) {
  const stage = cached('assets', name, '.');
  rmSync(stage, { recursive: true, force: true });
  for (const [path, source] of Object.entries(assets)) cpSync(source, join(stage, 'assets', path), { recursive: true });
  const target = cached('app', `${name}.apk`);
  copyFileSync(apk, target);
  run(join(jdk.home, 'bin', 'jar'), ['--update', '--no-compress', '--no-manifest', '--file', target, '-C', stage, 'assets']);
  return target;
}
