import { createWriteStream, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { runCommand } from '../../setup/children.mjs';
import { cached, filesBelow } from './paths.mjs';

/** Writes the file, found by its name on the class path, from which Robolectric reads where the app's manifest, resources and assets are. */
function writeTestConfig(app) {
  const folder = cached('test-config', '.');
  const file = join(folder, 'com', 'android', 'tools', 'test_config.properties');
  mkdirSync(join(file, '..'), { recursive: true });
  const values = {
    android_merged_manifest: app.manifest,
    android_resource_apk: app.apk,
    android_custom_package: app.applicationId,
  };
  writeFileSync(
    file,
    Object.entries(values)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );
  return folder;
}

/** Runs in one JVM the JUnit classes whose name contains `filter`, or one of its parts between commas, and counts the results. */
export async function runTests(jdk, { classPath, frameworks, properties, app, testSources, filter, ending, say }) {
  const [classNames, testName = ''] = filter.split('#');
  const classes = filesBelow(testSources, ending)
    .map((file) =>
      relative(testSources, file)
        .replace(/\.java$/, '')
        .replaceAll(/[/\\]/g, '.'),
    )
    .filter((name) => classNames.split(',').some((part) => name.includes(part)));
  const scratch = cached('scratch');
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  say(`running ${classes.length} test classes`);
  const log = createWriteStream(cached('tests.log'));
  let passed = 0;
  let failed = 0;
  const status = await runCommand(
    [
      join(jdk.home, 'bin', 'java'),
      '-Xmx2g',
      '-XX:+UseSerialGC',
      '-XX:TieredStopAtLevel=1',
      '-XX:+EnableDynamicAgentLoading',
      '--enable-native-access=ALL-UNNAMED',
      '--sun-misc-unsafe-memory-access=allow',
      '--add-opens=java.base/java.lang=ALL-UNNAMED',
      '--add-opens=java.base/java.util=ALL-UNNAMED',
      '-Drobolectric.offline=true',
      `-Drobolectric.dependency.dir=${frameworks}`,
      // The JVM's own flight recorder is used, not a copy in the framework's class loader.
      '-Dorg.robolectric.packagesToNotAcquire=jdk.jfr.',
      '-Drobolectric.logging.enabled=false',
      `-Djava.io.tmpdir=${scratch}`,
      ...Object.entries(properties).map(([key, value]) => `-D${key}=${value}`),
      `-Drig.test=${testName}`,
      '-cp',
      `${writeTestConfig(app)}:${classPath}`,
      'app.capgo.backgroundtask.rig.RunTests',
      ...classes,
    ].filter((flag) => jdk.version >= 23 || !flag.startsWith('--sun-misc')),
    {
      onLine(line) {
        // What the framework logs goes to a file, because there is a lot of it, useful only when something is wrong.
        if (!line.startsWith('rig| ')) return log.write(`${line}\n`);
        const counts = /^rig\| (\d+) passed, (\d+) failed$/.exec(line);
        if (counts) [passed, failed] = counts.slice(1).map(Number);
        else console.log(line.slice('rig| '.length));
      },
    },
  );
  // A JVM that ended with an error although no test failed counts as a failure, whatever it had reported until then.
  if (status !== 0 && failed === 0) {
    say(`the test JVM ended with ${status}`);
    failed = 1;
  }
  return { passed, failed };
}
