import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { cached, filesBelow, root } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

const pom = join(root, 'android', 'jvm', 'pom.xml');

function unpack(jdk, aar) {
  const folder = cached('aar', basename(aar, '.aar'));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // Maven does not unpack an Android archive; `jar` does, and every JDK has it.
  run(join(jdk.home, 'bin', 'jar'), ['xf', aar], { cwd: folder });
}

/** Returns the pinned artefacts: jars for the class path, unpacked Android archives, and frameworks by version. */
export async function fetchArtifacts(jdk, say) {
  const list = cached('classpath.txt');
  const frameworks = cached('frameworks', '.');
  const kotlin = cached('kotlin', '.');
  const fetched = await whenChanged('artifacts', hashOf([pom]), () => {
    say('fetching the pinned artefacts with Maven');
    run(
      'mvn',
      ['-B', '-ntp', '-q', '-f', pom, `-Dmdep.outputFile=${list}`, `-Dframeworks=${frameworks}`, `-Dkotlin=${kotlin}`].concat(
        'dependency:build-classpath',
        'dependency:copy@frameworks',
        'dependency:copy@kotlin',
      ),
      { env: { ...process.env, JAVA_HOME: jdk.home } },
    );
    for (const path of artefacts(list)) if (path.endsWith('.aar')) unpack(jdk, path);
  });
  if (!fetched && !artefacts(list).every((path) => existsSync(path))) {
    rmSync(cached('stamps', 'artifacts'));
    return fetchArtifacts(jdk, say);
  }
  const archives = artefacts(list)
    .filter((path) => path.endsWith('.aar'))
    .map((path) => cached('aar', basename(path, '.aar')));
  const jars = artefacts(list).map((path) => (path.endsWith('.aar') ? cached('aar', basename(path, '.aar'), 'classes.jar') : path));
  return {
    archives,
    jars: jars.filter((path) => path.endsWith('.jar') && existsSync(path)),
    apiSignature: jars.find((path) => path.endsWith('.signature')),
    kotlinCompiler: filesBelow(kotlin, '.jar'),
    frameworks,
    compileFramework: join(frameworks, 'android-all-16-robolectric-13921718.jar'),
    // This older framework is used for linking, because aapt2 cannot read the resource tables of the newer ones.
    linkFramework: join(frameworks, 'android-all-14-robolectric-10818077.jar'),
  };
}

function artefacts(list) {
  return readFileSync(list, 'utf8').trim().split(delimiter);
}
