import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { capacitor, rig } from './library.mjs';
import { cached, filesBelow, root } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

const pom = join(rig, 'shrink.pom.xml');
const CONSUMER_RULES = join(root, 'android', 'consumer-rules.pro');
const LEVELS = [24, 26, 28, 29, 30, 31, 33];

/** Fetches R8 with the Android Gradle plugin's rules, a reader of dex files, the list of public members, and a framework for each API level. */
export async function fetchShrinker(jdk, say) {
  const tools = cached('shrink', 'tools');
  const levels = cached('shrink', 'levels');
  const present = () => existsSync(join(tools, 'r8.jar')) && LEVELS.every((level) => existsSync(join(levels, `${level}.jar`)));
  if (!present()) rmSync(cached('stamps', 'shrinker'), { force: true });
  await whenChanged('shrinker', hashOf([pom]), () => {
    say('fetching R8 and the frameworks of seven API levels with Maven (about 900 MB)');
    run(
      'mvn',
      ['-B', '-ntp', '-q', '-f', pom, `-Dtools=${tools}`, `-Dlevels=${levels}`, 'dependency:copy@tools', 'dependency:copy@levels'],
      {
        env: { ...process.env, JAVA_HOME: jdk.home },
      },
    );
  });
  return { tools, levels: LEVELS.map((level) => ({ level, jar: join(levels, `${level}.jar`) })) };
}

/** Makes what an android.jar is to R8: a framework without code and without hidden members. */
export async function publicFramework(jdk, artifacts, tools) {
  const tool = join(rig, 'tools', 'PublicFramework.java');
  const target = cached('shrink', 'public-framework.jar');
  const signature = join(tools, 'gummy-bears-api-34.signature');
  const classPath = artifacts.jars.filter((jar) => /^(?:asm-\d|animal-sniffer-\d)/.test(basename(jar))).join(':');
  if (!existsSync(target)) rmSync(cached('stamps', 'public-framework'), { force: true });
  await whenChanged('public-framework', hashOf([tool, signature], artifacts.compileFramework), () =>
    run(join(jdk.home, 'bin', 'java'), ['-cp', classPath, tool, artifacts.compileFramework, target, signature]),
  );
  return target;
}

/** Matches the libraries of the tests, which no app ships. */
const TESTS_OWN =
  /^(?:robolectric|annotations-4|junit|pluginapi|guava|failureaccess|error_prone|j2objc|resources-4|auto-value|sandbox|shadow|asm|utils|plugins-maven|javax|nativeruntime|sqlite4java|icu4j|bcprov|conscrypt|snakeyaml|espresso|test-parameter|hamcrest|work-testing|monitor|core-1\.7\.0|animal-sniffer|archunit|slf4j|okhttp|okio|dec-0)/;
const nameOf = (jar) => (basename(jar) === 'classes.jar' ? basename(dirname(jar)) : basename(jar));
/** Tells whether this is the library that talks to the web view's provider. The rig replaces that boundary, so R8 must leave it as it is. */
export const isWebkit = (jar) => nameOf(jar).startsWith('webkit-');
export const isOfTheTests = (jar) => TESTS_OWN.test(nameOf(jar));

/** Returns all jars that go into the app's dex files. */
export function shippedJars(artifacts) {
  const inArchives = artifacts.archives
    .filter((folder) => existsSync(join(folder, 'libs')))
    .flatMap((folder) => filesBelow(join(folder, 'libs'), '.jar'));
  // R8 needs the annotations of Kotlin's compiler, which the rig's class path does not have.
  const annotations = artifacts.kotlinCompiler.filter((jar) => basename(jar).startsWith('annotations-'));
  return [...artifacts.jars.filter((jar) => !isOfTheTests(jar) && !jar.endsWith('.signature')), ...inArchives, ...annotations];
}

/** Returns the rules that meet in a release build, each in a file. */
function rulesOf(jdk, artifacts, tools, keepRules, folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const defaults = ['header', 'optimizations', 'common'].map((name) => `com/android/build/gradle/proguard-${name}.txt`);
  run(join(jdk.home, 'bin', 'jar'), ['xf', join(tools, 'gradle.jar'), ...defaults], { cwd: folder });
  const libraries = artifacts.archives.filter((archive) => !TESTS_OWN.test(basename(archive)) && existsSync(join(archive, 'proguard.txt')));
  for (const archive of libraries) copyFileSync(join(archive, 'proguard.txt'), join(folder, `${basename(archive)}.pro`));
  return [
    ...defaults.map((name) => join(folder, name)),
    keepRules,
    ...libraries.map((archive) => join(folder, `${basename(archive)}.pro`)),
    join(capacitor, '..', '..', 'proguard-rules.pro'),
    join(rig, 'shrink', 'app.pro'),
  ];
}

/** With this date on every entry the same classes make the same jar, so that R8 need not run again. */
const SAME_DATE = '2026-01-01T00:00:00Z';

/** Packs classes without compressing them. */
export function jarOf(jdk, name, classes, only = ['.']) {
  const jar = cached('shrink', 'in', `${name}.jar`);
  run(join(jdk.home, 'bin', 'jar'), [
    '--create',
    '--no-compress',
    '--no-manifest',
    '--date',
    SAME_DATE,
    '--file',
    jar,
    ...only.flatMap((path) => ['-C', classes, path]),
  ]);
  return jar;
}

/** Packs the rig's own plugins and its driver, which go through R8 with the app. */
export function appClasses(tests) {
  const folder = cached('shrink', 'app-classes');
  rmSync(folder, { recursive: true, force: true });
  const base = join('app', 'capgo', 'backgroundtask');
  const wanted = ['plugins/AskingPlugin', 'plugins/GoodPlugin', 'shrunk/AppDriver'].map((path) => join(tests.classes, base, path));
  for (const file of filesBelow(join(tests.classes, base), '.class')) {
    if (!wanted.some((start) => file === `${start}.class` || file.startsWith(`${start}$`))) continue;
    cpSync(file, join(folder, file.slice(tests.classes.length + 1)));
  }
  return folder;
}

/**
 * Runs R8 in full mode, as the Android Gradle plugin does for a release. `to`: 'dex', or 'classes' that a JVM can run. `consumerRules`: the text of this
 * package's rules.
 */
export async function shrink(
  jdk,
  {
    name,
    to,
    artifacts,
    tools,
    framework,
    keepRules,
    inputs,
    extraRules = [],
    consumerRules = readFileSync(CONSUMER_RULES, 'utf8'),
    say,
    libraries = [],
  },
) {
  const folder = cached('shrink', name);
  const output = to === 'dex' ? join(folder, 'dex') : join(folder, 'shrunk.jar');
  if (!existsSync(output)) rmSync(cached('stamps', `shrink-${name}`), { force: true });
  const files = [join(rig, 'shrink.pom.xml'), keepRules, join(rig, 'shrink', 'app.pro'), ...extraRules, ...inputs, ...libraries];
  await whenChanged(`shrink-${name}`, hashOf(files, consumerRules, to, framework), () => {
    say(`R8 makes "${name}" (about a minute)`);
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(to === 'dex' ? output : folder, { recursive: true });
    const rules = rulesOf(jdk, artifacts, tools, keepRules, join(folder, 'rules'));
    const ours = join(folder, 'consumer-rules.pro');
    writeFileSync(ours, consumerRules);
    run(join(jdk.home, 'bin', 'java'), [
      '-Xmx3g',
      '-cp',
      join(tools, 'r8.jar'),
      'com.android.tools.r8.R8',
      '--release',
      ...(to === 'dex' ? ['--min-api', '24'] : ['--classfile']),
      // Robolectric's framework lacks java.*, which comes from the JDK.
      ...[framework, jdk.home, ...libraries].flatMap((path) => ['--lib', path]),
      ...[...rules, ours, ...extraRules].flatMap((file) => ['--pg-conf', file]),
      '--pg-map-output',
      join(folder, 'mapping.txt'),
      '--output',
      output,
      ...inputs,
    ]);
  });
  return { output, mapping: join(folder, 'mapping.txt') };
}
