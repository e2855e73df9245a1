import { cpSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { cached, filesBelow } from './paths.mjs';
import { run } from './run.mjs';

/** Only this class may name what older API levels lack, because its methods are called only after a look at the level. */
const NEWER = /\/ApiLevelCalls(?:\$[^/]*)?\.class$/;

/** A framework of an older level never calls these overrides, because it lacks the method; and nothing is looked up without a call. */
const NOBODY_CALLS = [
  'HeadlessContext.registerReceiver(android.content.BroadcastReceiver, android.content.IntentFilter, int)',
  'HeadlessContext.registerReceiver(android.content.BroadcastReceiver, android.content.IntentFilter, java.lang.String, android.os.Handler, int)',
  'HeadlessClient.onRenderProcessGone(android.webkit.WebView, android.webkit.RenderProcessGoneDetail)',
];

/** Returns a class's members, private ones included, as `javap` writes them. */
export function membersOf(jdk, jar, name) {
  return run(join(jdk.home, 'bin', 'javap'), ['-p', '-cp', jar, name])
    .split('\n')
    .map((line) => line.trim());
}

/** Returns as one text what R8's TraceReferences cannot find on that level; the text is empty when all is there. */
export async function findApiLevelProblems(jdk, { tools, framework, production, targets, jars }) {
  const checked = cached('shrink', 'checked-classes');
  rmSync(checked, { recursive: true, force: true });
  for (const file of filesBelow(production.classes, '.class'))
    if (!NEWER.test(file)) cpSync(file, join(checked, file.slice(production.classes.length + 1)));
  const pack = (name, folder) => {
    const jar = cached('shrink', 'levels-in', `${name}.jar`);
    run(join(jdk.home, 'bin', 'jar'), ['--create', '--no-compress', '--file', jar, '-C', folder, '.']);
    return jar;
  };
  const source = pack('source', checked);
  const own = pack('own', production.classes);
  const others = targets.map((module) => pack(basename(module.classes), module.classes));
  try {
    run(join(jdk.home, 'bin', 'java'), [
      '-Xmx2g',
      '-cp',
      join(tools, 'r8.jar'),
      'com.android.tools.r8.tracereferences.TraceReferences',
      '--check',
      ...[framework, jdk.home].flatMap((path) => ['--lib', path]),
      ...[own, ...others, ...jars].flatMap((path) => ['--target', path]),
      '--source',
      source,
    ]);
    return '';
  } catch (error) {
    const missing = [
      ...new Set(
        String(error.message)
          .split('\n')
          .map((line) => /Missing (?:method|field|class) .*/.exec(line)?.[0].replace(/\]$/, '') ?? '')
          .filter(Boolean),
      ),
    ];
    // When no missing name can be read from the error, the tool itself has failed.
    if (missing.length === 0) return String(error.message);
    return missing.filter((line) => !NOBODY_CALLS.some((one) => line.endsWith(`${one})`))).join('\n');
  }
}
