// Checks the app as a store gets it: R8 in full mode shrinks it with the Android Gradle plugin's rules, once to dex, which is inspected, and once to
// classes, which run in the rig through a whole wake. Checks also every framework method that the library uses or overrides, on each API level.
// Usage: node scripts/android/shrunk.mjs
import { readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { findApiLevelProblems, membersOf } from './lib/api-levels.mjs';
import { fetchArtifacts } from './lib/artifacts.mjs';
import { createChecks } from './lib/checks.mjs';
import { findJdk } from './lib/jdk.mjs';
import { runTests } from './lib/junit.mjs';
import { app, capacitor, compileAll, libraries, own, rig } from './lib/library.mjs';
import { takeLock } from './lib/lock.mjs';
import { root } from './lib/paths.mjs';
import { linkResources, mergeManifest, packageAssets } from './lib/resources.mjs';
import { run } from './lib/run.mjs';
import { appClasses, fetchShrinker, isOfTheTests, isWebkit, jarOf, publicFramework, shippedJars, shrink } from './lib/shrink.mjs';
import { buildWeb } from './lib/web.mjs';

const say = (text) => console.log(`shrunk: ${text}`);
const { check, add, end } = createChecks();

const jdk = findJdk();
if (jdk === null) throw new Error('no JDK 21 or newer found: install one, or set JAVA_HOME');
await takeLock(say);
const artifacts = await fetchArtifacts(jdk, say);
const resources = await linkResources(jdk, artifacts, { app, libraries, say });
const manifest = await mergeManifest(jdk, artifacts, { app, libraries: own });
const { tools, levels } = await fetchShrinker(jdk, say);
const modules = await compileAll(jdk, artifacts, resources, say);
const framework = await publicFramework(jdk, artifacts, tools);

// --- Shrinking -----------------------------------------------------------------------------------------------------------

const preferences = modules.others.find((module) => module.classes.endsWith('plugins-java'));
const inputs = [
  jarOf(jdk, 'ids', modules.ids.classes),
  jarOf(jdk, 'capacitor', modules.bridge.classes),
  jarOf(jdk, 'plugin', modules.production.classes),
  jarOf(jdk, 'preferences', preferences.classes),
  ...shippedJars(artifacts),
];
const common = { artifacts, tools, framework, keepRules: resources.keepRules, say };
const dex = await shrink(jdk, { ...common, name: 'store', to: 'dex', inputs });

const GUARD =
  'app.capgo.backgroundtask.HeadlessActivity#startActivityForResult(Ljava/lang/String;Landroid/content/Intent;ILandroid/os/Bundle;)';
const plugin = readFileSync(join(root, 'android/src/main/java/app/capgo/backgroundtask/CapgoBackgroundTaskPlugin.java'), 'utf8');
const METHODS = [...plugin.matchAll(/@PluginMethod[^;{]*?public void (\w+)\(/g)].map(([, name]) => name);
if (METHODS.length < 12) throw new Error(`only ${METHODS.length} methods were found in CapgoBackgroundTaskPlugin.java`);
const FOUND_BY_NAME = [
  'app.capgo.backgroundtask.BackgroundTaskWorker#<init>(Landroid/content/Context;Landroidx/work/WorkerParameters;)',
  'app.capgo.backgroundtask.HeadlessActivity#<init>()',
  GUARD,
  'app.capgo.backgroundtask.CapgoBackgroundTaskPlugin#<init>()',
  ...METHODS.map((method) => `app.capgo.backgroundtask.CapgoBackgroundTaskPlugin#${method}(*)`),
  'app.capgo.backgroundtask.CapgoBackgroundTaskHeadlessPlugin#<init>()',
  // A work's row in WorkManager's database names this class.
  'androidx.work.OverwritingInputMerger#<init>()',
  'androidx.work.impl.WorkDatabase_Impl#<init>()',
  'androidx.work.impl.background.systemjob.SystemJobService#<init>()',
  // The rules for other plugins name these classes.
  ...['WebView', 'CapacitorHttp', 'CapacitorCookies', 'SystemBars'].map((name) => `com.getcapacitor.plugin.${name}`),
];

const libraryOfDex = artifacts.jars.filter((jar) => /guava-|failureaccess/.test(jar));
const missingInDex = (folder, wanted) => {
  try {
    run(join(jdk.home, 'bin', 'java'), [
      '-cp',
      [join(tools, 'dexlib2.jar'), ...libraryOfDex].join(delimiter),
      join(rig, 'tools', 'DexCheck.java'),
      folder,
      ...wanted,
    ]);
    return '';
  } catch (error) {
    return String(error.message);
  }
};
check(
  'F-A01: what is found by its name is in a release build, with the guard of the windowless activity',
  missingInDex(dex.output, FOUND_BY_NAME),
);

const rules = readFileSync(join(root, 'android', 'consumer-rules.pro'), 'utf8');
const withoutGuard = rules.replace(/^-keepclassmembers class app\.capgo\.backgroundtask\.headless\.WindowlessActivity \{[^}]*\}/m, '');
const control = await shrink(jdk, { ...common, name: 'control', to: 'dex', inputs, consumerRules: withoutGuard });
check(
  'F-A01: without its rule the guard is not there: the check above can fail',
  missingInDex(control.output, [GUARD]).includes(`MISSING ${GUARD}`)
    ? ''
    : 'the guard is there without a rule: look whether the framework jar has hidden members',
);

// --- A whole wake of the shrunk classes ----------------------------------------------------------------------------------------

const shrunk = await shrink(jdk, {
  ...common,
  name: 'wake',
  to: 'classes',
  inputs: [...inputs.filter((jar) => !isWebkit(jar)), jarOf(jdk, 'app', appClasses(modules.tests))],
  libraries: inputs.filter(isWebkit),
  extraRules: [join(rig, 'shrink', 'rig.pro')],
});
const apk = packageAssets(jdk, resources.apk, 'shrunk', {
  '': join(capacitor, 'assets'),
  'capacitor.config.json': join(rig, 'app', 'capacitor.config.json'),
  'capacitor.plugins.json': join(rig, 'app', 'shrunk.plugins.json'),
  public: await buildWeb('rig', join(rig, 'app', 'web'), say),
});
// The JVM gets only those of the tests' classes that name nothing of the app, and the JSON reader of the browser's driver under its own name.
const base = join('app', 'capgo', 'backgroundtask');
const harness = jarOf(jdk, 'harness', modules.tests.classes, [
  join(base, 'browser'),
  join(base, 'rig'),
  join(base, 'shrunk', 'ShrunkAppCheck.class'),
]);
const json = jarOf(jdk, 'json', modules.production.classes, [join(base, 'core')]);
add(
  await runTests(jdk, {
    classPath: [
      shrunk.output,
      harness,
      json,
      ...artifacts.jars.filter((jar) => isOfTheTests(jar) || isWebkit(jar)),
      artifacts.compileFramework,
    ].join(delimiter),
    frameworks: artifacts.frameworks,
    properties: { 'rig.root': root, 'rig.manifest': manifest },
    app: { ...app, ...resources, apk },
    testSources: join(rig, 'src'),
    filter: '',
    ending: 'ShrunkAppCheck.java',
    say,
  }),
);

// --- API levels ---------------------------------------------------------------------------------------------------------------

const allLevels = [...levels, { level: 36, jar: artifacts.compileFramework }];
for (const { level, jar } of allLevels) {
  const problem = await findApiLevelProblems(jdk, {
    tools,
    framework: jar,
    production: modules.production,
    targets: [modules.ids, modules.bridge],
    jars: shippedJars(artifacts),
  });
  check(`F-A02: every framework member that the library uses outside of ApiLevelCalls is there on API level ${level}`, problem);
}
for (const { level, jar } of allLevels) {
  const line = membersOf(jdk, jar, 'android.app.Activity').find((member) =>
    member.includes('startActivityForResult(java.lang.String, android.content.Intent, int, android.os.Bundle)'),
  );
  const problem =
    line === undefined ? 'there is no such method' : /\bfinal\b|\bprivate\b/.test(line) ? `it cannot be overridden: ${line}` : '';
  check(`F-A01: API level ${level} has the hidden method that the guard overrides`, problem);
}
end();
