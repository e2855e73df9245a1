import type { Project } from '../project/project.js';
import { androidAppId } from './app-id.js';
import { checkAndroidProject } from './checks/android-project.js';
import { checkAppDelegate } from './checks/app-delegate.js';
import { checkConfiguration } from './checks/configuration.js';
import { checkInfoPlist } from './checks/info-plist.js';
import { checkIosProject } from './checks/ios-project.js';
import { checkMergedManifest } from './checks/merged-manifest.js';
import { checkOtherPlugins } from './checks/other-plugins.js';
import { checkReadable } from './checks/readable.js';
import { checkTaskOptions } from './checks/task-options.js';
import { checkTasks } from './checks/tasks.js';
import { checkVersions } from './checks/versions.js';
import { checkWebBuild } from './checks/web-build.js';
import { platformNotes } from './checks/platform-notes.js';
import { readContext } from './context.js';
import { readDevice } from './device/adb.js';
import type { DoctorReport, Severity } from './finding.js';
import { forceCommands } from './force-commands.js';
import { withoutConsequences } from './one-cause.js';

const CHECKS = [
  checkReadable,
  checkVersions,
  checkConfiguration,
  checkInfoPlist,
  checkAppDelegate,
  checkIosProject,
  checkAndroidProject,
  checkMergedManifest,
  checkWebBuild,
  checkTasks,
  checkTaskOptions,
  checkOtherPlugins,
  platformNotes,
];
const ORDER: readonly Severity[] = ['error', 'warning', 'note'];

/** Everything that keeps a task of this app from running, worst first. Reads files, never runs the app's code. */
export function doctor(project: Project, environment: Readonly<Record<string, string | undefined>>): DoctorReport {
  const context = readContext(project);
  const found = withoutConsequences(
    CHECKS.flatMap((check) => check(context)),
    project,
  );
  const findings = found.sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
  const app = androidAppId(project);
  const device = context.hasAndroid ? readDevice(project, app, environment) : ({ state: 'no-device' } as const);
  const force = forceCommands(context, device, app?.valid ? app.id : undefined);
  return { ok: !findings.some((finding) => finding.severity === 'error'), findings, force, device };
}
