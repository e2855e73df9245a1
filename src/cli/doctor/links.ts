const REPOSITORY = 'https://github.com/Cap-go/capacitor-background-task/blob/main';

export const LINKS = {
  setup: `${REPOSITORY}/docs/setup.md`,
  frameworks: `${REPOSITORY}/docs/frameworks.md`,
  troubleshooting: `${REPOSITORY}/docs/troubleshooting.md`,
  api: `${REPOSITORY}/README.md`,
  limits: `${REPOSITORY}/docs/platform-limits.md`,
  testing: `${REPOSITORY}/docs/testing.md`,
  capacitorUpdate: 'https://capacitorjs.com/docs/updating/8-0',
  capacitorConfig: 'https://capacitorjs.com/docs/config',
  capacitorHooks: 'https://capacitorjs.com/docs/plugins/plugin-hooks',
  iosBackground: 'https://developer.apple.com/documentation/backgroundtasks',
  iosPermitted: 'https://developer.apple.com/documentation/bundleresources/information-property-list/bgtaskschedulerpermittedidentifiers',
  iosRegister:
    'https://developer.apple.com/documentation/backgroundtasks/bgtaskscheduler/register(fortaskwithidentifier:using:launchhandler:)',
  workManager: 'https://developer.android.com/topic/libraries/architecture/workmanager',
  workInitialization:
    'https://developer.android.com/develop/background-work/background-tasks/persistent/configuration/custom-configuration',
  powerBuckets: 'https://developer.android.com/topic/performance/appstandby',
  vendors: 'https://dontkillmyapp.com',
  periodicSync: 'https://developer.mozilla.org/docs/Web/API/Web_Periodic_Background_Synchronization_API',
} as const;
