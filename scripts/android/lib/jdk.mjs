import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { UNPACKED_JDK } from '../../setup/unpacked-jdk.mjs';

/** Java 21 is the oldest that can run Robolectric's Android 16 framework, which is compiled for it. */
const OLDEST = 21;

function versionOf(home) {
  const release = join(home, 'release');
  if (!existsSync(release) || !existsSync(join(home, 'bin', 'javac'))) return 0;
  const version = /^JAVA_VERSION="(\d+)/m.exec(readFileSync(release, 'utf8'));
  return version ? Number(version[1]) : 0;
}

function installed() {
  const folders = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines'].filter((folder) => existsSync(folder));
  return folders.flatMap((folder) => readdirSync(folder).flatMap((name) => [join(folder, name), join(folder, name, 'Contents', 'Home')]));
}

/** Returns the home of a JDK that is new enough, JAVA_HOME before all others, or null. */
export function findJdk() {
  const named = ['JAVA_HOME', 'JAVA_HOME_21_X64'].map((name) => process.env[name]).filter(Boolean);
  for (const home of [...named, ...installed(), UNPACKED_JDK]) {
    const version = versionOf(home);
    if (version >= OLDEST) return { home, version };
  }
  return null;
}
