import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { COMMAND, HEADLESS_FILE, HEADLESS_SCRIPT_FILE, MANIFEST_FILE, WORKER_FILE } from '../../package-facts.js';
import { statsOf } from '../../project/files-below.js';
import type { Framework } from '../../project/framework.js';
import { contains, shown } from '../../project/project.js';
import { textOf } from '../../project/text-file.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import { syncRemedy } from '../remedies.js';

const base = { platform: 'all', link: LINKS.setup } as const;
const BUILD = 'Build the web app again, then run npx cap sync.';
const NEWEST_MANIFEST = 1;

/** What the build left in the web folder, and whether the native projects have the same. */
export function checkWebBuild(context: DoctorContext): Finding[] {
  const { project, framework, manifest, vite, tasksModule } = context;
  const folder = shown(project, project.webDir) || '.';
  const findings: Finding[] = vite && !vite.usesPlugin ? [withoutPlugin(context, vite.file)] : [];
  if (!existsSync(project.webDir)) {
    return [
      ...findings,
      {
        ...base,
        id: 'web-not-built',
        severity: 'warning',
        message: `the web folder ${folder} does not exist`,
        remedy: 'Build the web app, or correct webDir in capacitor.config.',
      },
    ];
  }
  // An app of another bundler may have chosen to go without: its own entry is then loaded for each wake.
  const [severity, remedy, link] = vite
    ? (['error', BUILD, LINKS.setup] as const)
    : (['warning', withoutVite(framework), LINKS.frameworks] as const);
  const missing = (id: string, name: string, effect: string): void => {
    if ((vite && !vite.usesPlugin) || existsSync(join(project.webDir, name))) return;
    findings.push({ ...base, id, severity, message: `${folder} has no ${name}: ${effect}`, remedy, link });
  };
  missing('worker-missing', WORKER_FILE, 'on the web nothing runs while the page is closed');
  // Without a bundler the app's own page serves as headless page.
  if (!isWrittenByHand(context)) {
    missing('headless-missing', HEADLESS_FILE, "Android and iOS must start the app's whole page for each wake");
    missing('manifest-missing', MANIFEST_FILE, 'the native side does not know which tasks and plugins a wake needs');
  }

  const manifestPath = join(project.webDir, MANIFEST_FILE);
  if (existsSync(manifestPath)) {
    if (!manifest)
      findings.push({
        ...base,
        id: 'manifest-unreadable',
        severity: 'error',
        message: `${folder}/${MANIFEST_FILE} is not what the build writes`,
        remedy: BUILD,
      });
    else if (manifest.version > NEWEST_MANIFEST) {
      const message = `${folder}/${MANIFEST_FILE} has version ${manifest.version}, newer than this package knows`;
      findings.push({
        ...base,
        id: 'manifest-newer',
        severity: 'error',
        message,
        remedy: 'Install one version of the package everywhere and build again.',
      });
    }
    if (tasksModule?.exists && (statsOf(tasksModule.path)?.mtimeMs ?? 0) > (statsOf(manifestPath)?.mtimeMs ?? Infinity)) {
      const message = `${shown(project, tasksModule.path)} was changed after the last build`;
      findings.push({ ...base, id: 'build-older-than-tasks', severity: 'warning', message, remedy: BUILD });
    }
  }
  return [...findings, ...checkCopies(context)];
}

/** The hook of `cap copy` makes the same files for Android and iOS; a web server gets what the app's own build has made. */
function withoutPlugin({ project, framework }: DoctorContext, file: string): Finding {
  const native =
    project.config.section['tasks'] === false
      ? "Android and iOS start the app's whole page for each wake"
      : 'For Android and iOS npx cap copy makes what is missing';
  const message = `${file} does not use backgroundTask(): in a browser nothing runs while the page is closed. ${native}`;
  const remedy = `If the app is also on the web, add to it and build again: ${framework.lines.filter((line) => line !== '').join(' ')}`;
  return { ...base, id: 'vite-plugin-missing', severity: 'warning', platform: 'web', message, remedy, link: LINKS.frameworks };
}

/** Whether the web folder itself is what a person wrote: nothing builds it, and its scripts define the tasks. */
function isWrittenByHand({ project, framework, calls }: DoctorContext): boolean {
  return framework.way === 'hand' && calls.length > 0 && calls.every(({ path }) => contains(project.webDir, path));
}

function withoutVite({ name, file, lines }: Framework): string {
  if (file === undefined) return `Make it from your tasks module with ${COMMAND} build, then run npx cap sync.`;
  return `${name === undefined ? '' : `${name}: `}put ${lines.join(' ')} into ${file} and build, then run npx cap sync.`;
}

/** The native apps carry a copy of the web folder, made by `cap sync` or `cap copy`. */
function checkCopies({ project, manifest, hasIos, hasAndroid }: DoctorContext): Finding[] {
  if (!manifest) return [];
  const copies = [
    ...(hasIos ? [{ platform: 'ios' as const, folder: join(project.iosAppDir, 'public') }] : []),
    ...(hasAndroid ? [{ platform: 'android' as const, folder: join(project.androidDir, 'app/src/main/assets/public') }] : []),
  ];
  return copies.flatMap(({ platform, folder }): Finding[] => {
    const absent = [MANIFEST_FILE, HEADLESS_FILE].find((name) => !existsSync(join(folder, name)));
    const old = [MANIFEST_FILE, HEADLESS_FILE, HEADLESS_SCRIPT_FILE].find(
      (name) => shipped(join(folder, name)) !== shipped(join(project.webDir, name)),
    );
    if (absent === undefined && old === undefined) return [];
    const message =
      absent === undefined
        ? `${shown(project, join(folder, old ?? ''))} is not that of the last build`
        : `${shown(project, join(folder, absent))} is missing`;
    return [{ ...base, id: 'native-copy-old', severity: 'error', platform, message, remedy: syncRemedy(platform) }];
  });
}

/** What of a built file counts: `cap sync --inline` writes the source map into the copy. */
function shipped(path: string): string | undefined {
  return textOf(path)?.replace(/\s*\/\/# sourceMappingURL=.*\s*$/, '');
}
