import { PROCESSING_IDENTIFIER, REFRESH_IDENTIFIER } from '../package-facts.js';
import type { DoctorContext } from './context.js';
import type { DeviceReport, ForceCommand } from './finding.js';

const IN_APP = "await BackgroundTask.triggerTaskWorkerForTestingAsync({ runtime: 'headless' })";

const WORK_NAMESPACE = 'androidx.work.systemjobscheduler';

/** The exact commands that make a run happen, so that nobody has to wait for the system. */
export function forceCommands(
  { project, hasIos, hasAndroid }: DoctorContext,
  device: DeviceReport,
  appId: string | undefined,
): ForceCommand[] {
  const commands: ForceCommand[] = [];
  if (hasIos) {
    const identifiers = project.config.refresh ? [PROCESSING_IDENTIFIER, REFRESH_IDENTIFIER] : [PROCESSING_IDENTIFIER];
    commands.push({
      platform: 'ios',
      where: 'in the LLDB console of Xcode, on a device, the app paused in the debugger after it has registered a task; then continue',
      commands: ['_simulateLaunchForTaskWithIdentifier', '_simulateExpirationForTaskWithIdentifier'].flatMap((method) =>
        identifiers.map((identifier) => `e -l objc -- (void)[[BGTaskScheduler sharedScheduler] ${method}:@"${identifier}"]`),
      ),
    });
  }
  if (hasAndroid) {
    const app = appId ?? '<app id>';
    const known = device.state === 'read' ? device.jobs : [];
    const run =
      known.length > 0
        ? known.map(({ id, namespace }) => runCommand(app, id, namespace))
        : [
            `${runCommand(app, '<job id>', WORK_NAMESPACE)}   # Android 14 and newer`,
            `${runCommand(app, '<job id>', undefined)}   # older`,
          ];
    commands.push({
      platform: 'android',
      where: 'in a terminal, with the device attached; a work whose time has not come is put off again by WorkManager itself',
      commands: [`adb shell dumpsys jobscheduler ${app}`, ...run],
    });
  }
  commands.push({ platform: 'web', where: 'in the app, on every platform, on the path of a closed app', commands: [IN_APP] });
  return commands;
}

function runCommand(app: string, id: string, namespace: string | undefined): string {
  return `adb shell cmd jobscheduler run -f ${namespace === undefined ? '' : `-n ${namespace} `}${app} ${id}`;
}
