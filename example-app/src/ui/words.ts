import type {
  BackgroundTaskBlocker,
  BackgroundTaskOutcome,
  BackgroundTaskRuntime,
  BackgroundTaskTrigger,
} from '@capgo/capacitor-background-task';

/** How an outcome looks: good, to be watched, bad, or neither. */
export type Tone = 'good' | 'watch' | 'bad' | 'quiet';

export const OUTCOMES: Readonly<Record<BackgroundTaskOutcome, { readonly word: string; readonly tone: Tone }>> = {
  success: { word: 'success', tone: 'good' },
  failed: { word: 'failed', tone: 'bad' },
  expired: { word: 'out of time', tone: 'watch' },
  lost: { word: 'died', tone: 'bad' },
  'not-started': { word: 'not started', tone: 'watch' },
  undefined: { word: 'no callback', tone: 'watch' },
  cancelled: { word: 'cancelled', tone: 'quiet' },
};

export const TRIGGERS: Readonly<Record<BackgroundTaskTrigger, string>> = {
  'work-manager': 'WorkManager',
  'app-refresh': 'app refresh',
  processing: 'processing task',
  'periodic-sync': 'periodic sync',
  sync: 'network came back',
  timer: 'timer',
  foreground: 'app opened',
  online: 'online again',
  enqueue: 'note written',
  test: 'by hand',
};

export const RUNTIMES: Readonly<Record<BackgroundTaskRuntime, string>> = {
  page: 'on this page',
  headless: 'with the app closed',
  'service-worker': 'in the worker',
};

export const BLOCKERS: Readonly<Record<BackgroundTaskBlocker, string>> = {
  network: 'a network',
  'unmetered-network': 'Wi-Fi',
  charging: 'the charger',
  'battery-not-low': 'a fuller battery',
  'storage-not-low': 'free storage',
  'device-idle': 'an idle device',
  'background-refresh': 'background refresh to be on',
  'low-power-mode': 'low power mode to end',
  permission: 'permission',
  'restricted-bucket': 'Android to lift a restriction',
  quota: 'a new share of Android’s time',
  standby: 'somebody to use the app',
  doze: 'the phone to wake up',
  'launch-handler': 'the app’s set-up (launch handler)',
  identifier: 'the app’s set-up (identifier)',
  'protected-data': 'the first unlock',
  simulator: 'a real device',
  'web-view': 'a web view',
  window: 'its time of day',
  undefined: 'its callback',
};
