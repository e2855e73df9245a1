// Builds the Android library as an app's Gradle would, on a plain JVM, and runs its tests against the real framework.
// Usage: node scripts/android/test.mjs [--long] [--bench] [parts of test classes' names, with commas between[#part of a test's name]]
import { delimiter, join } from 'node:path';
import { fetchArtifacts } from './lib/artifacts.mjs';
import { findJdk } from './lib/jdk.mjs';
import { runTests } from './lib/junit.mjs';
import { app, capacitor, compileAll, libraries, own, rig } from './lib/library.mjs';
import { root } from './lib/paths.mjs';
import { linkResources, mergeManifest, packageAssets } from './lib/resources.mjs';
import { takeLock } from './lib/lock.mjs';
import { buildWeb } from './lib/web.mjs';
import { writeScenarios } from '../../test/model/write-scenarios.mjs';

const say = (text) => console.log(`android: ${text}`);
const long = process.argv.includes('--long');
const filter = process.argv.slice(2).find((argument) => !argument.startsWith('--')) ?? '';

const jdk = findJdk();
if (jdk === null) throw new Error('no JDK 21 or newer found: install one, or set JAVA_HOME');
say(`JDK ${jdk.version}`);
await takeLock(say);
const artifacts = await fetchArtifacts(jdk, say);
const resources = await linkResources(jdk, artifacts, { app, libraries, say });
const manifest = await mergeManifest(jdk, artifacts, { app, libraries: own });

const { ids, bridge, production, others, tests } = await compileAll(jdk, artifacts, resources, say);

const web = await buildWeb('rig', join(rig, 'app', 'web'), say);
const apk = packageAssets(jdk, resources.apk, 'rig', {
  '': join(capacitor, 'assets'),
  'capacitor.config.json': join(rig, 'app', 'capacitor.config.json'),
  'capacitor.plugins.json': join(rig, 'app', 'capacitor.plugins.json'),
  public: web,
});
const exampleApp = join(root, 'example-app');
const exampleApk = packageAssets(jdk, resources.apk, 'example', {
  '': join(capacitor, 'assets'),
  'capacitor.config.json': join(exampleApp, 'capacitor.config.json'),
  'capacitor.plugins.json': join(rig, 'app', 'example.plugins.json'),
  public: await buildWeb('example', exampleApp, say),
});

writeScenarios(join(root, '.cache', 'scenarios', 'android.json'));

const { passed, failed } = await runTests(jdk, {
  classPath: [tests, production, ...others, bridge, ids]
    .map((module) => module.classes)
    .concat(artifacts.jars, artifacts.compileFramework)
    .join(delimiter),
  frameworks: artifacts.frameworks,
  properties: {
    'rig.root': root,
    'rig.manifest': manifest,
    'rig.signature': artifacts.apiSignature,
    'rig.production': production.classes,
    'rig.example': exampleApk,
    // These class folders are enough for the plain core in a JVM of its own.
    'rig.plain': [production.classes, tests.classes].join(delimiter),
    'rig.kills': long ? 20 : 4,
    'rig.long': long,
    ...(process.env.MODEL_SECONDS ? { 'rig.model.seconds': process.env.MODEL_SECONDS } : {}),
  },
  app: { ...app, ...resources, apk },
  testSources: join(rig, 'src'),
  filter,
  // With --bench the classes run whose names end with Bench, instead of the tests.
  ending: process.argv.includes('--bench') ? 'Bench.java' : 'Test.java',
  say,
});
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
