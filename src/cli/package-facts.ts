/** Names that the native sources and the set-up share; docs and tests read them from here. Those that the build shares too stand in core/artifacts. */
export {
  HEADLESS_FILE,
  HEADLESS_SCRIPT_FILE,
  MANIFEST_FILE,
  PACKAGE_NAME,
  PLUGIN_NAME as NATIVE_PLUGIN,
  WORKER_FILE,
} from '../core/artifacts.js';

export const COMMAND = 'npx capacitor-background-task';
export const ISSUES = 'https://github.com/Cap-go/capacitor-background-task/issues';
export const NATIVE_PACKAGE = 'CapgoCapacitorBackgroundTask';
export const GRADLE_PROJECT = 'capgo-capacitor-background-task';

export const PROCESSING_IDENTIFIER = 'app.capgo.backgroundtask.processing';
export const REFRESH_IDENTIFIER = 'app.capgo.backgroundtask.refresh';
export const MODES_KEY = 'UIBackgroundModes';
export const IDENTIFIERS_KEY = 'BGTaskSchedulerPermittedIdentifiers';

export const SWIFT_MODULE = 'CapgoBackgroundTaskPlugin';
export const LAUNCH_TYPE = 'CapgoBackgroundTask';
export const LAUNCH_METHOD = 'registerLaunchHandlers';
export const IMPORT_LINE = `import ${SWIFT_MODULE}`;
export const LAUNCH_CALL = `${LAUNCH_TYPE}.${LAUNCH_METHOD}()`;

export const MINIMUM_ANDROID_SDK = 24;
/** The first WorkManager that tells stop reasons and the time of the next run. */
export const MINIMUM_WORK_MANAGER = '2.9';
export const MINIMUM_IOS = 15;
export const CAPACITOR_MAJOR = 8;

export interface PlistNeed {
  readonly key: string;
  readonly values: readonly string[];
}

/** What Info.plist must hold; the refresh request can be left out by the app's config. */
export function plistNeeds(refresh: boolean): readonly PlistNeed[] {
  return [
    { key: MODES_KEY, values: refresh ? ['processing', 'fetch'] : ['processing'] },
    { key: IDENTIFIERS_KEY, values: refresh ? [PROCESSING_IDENTIFIER, REFRESH_IDENTIFIER] : [PROCESSING_IDENTIFIER] },
  ];
}
