import type { Rule } from './rule.js';
import { HOUR, MINUTE } from './rule.js';

const TASKS = 'https://developer.apple.com/documentation/backgroundtasks';
const NOBODY = 'Apple does not say when it launches an app; developers report hours, and nights for processing';

export const REFRESH_DELAY: Rule = {
  id: 'ios.refresh.delay',
  about: 'from the earliest begin date of an app refresh to its launch, in an app that is used daily',
  value: 45 * MINUTE,
  versions: 'iOS 13 and newer',
  standing: 'assumed',
  source: NOBODY,
  range: [5 * MINUTE, 6 * HOUR],
};

export const REFRESH_GAP: Rule = {
  id: 'ios.refresh.gap',
  about: 'between two app refreshes, however early they are asked for',
  value: 15 * MINUTE,
  versions: 'iOS 13 and newer',
  standing: 'assumed',
  source: NOBODY,
  range: [10 * MINUTE, 2 * HOUR],
};

/** Gives the begin and the end of the night, in minutes of the local day. */
export const PROCESSING_NIGHT: Rule<readonly [from: number, to: number]> = {
  id: 'ios.processing.night',
  about: 'processing is launched at night, while the phone charges and nobody uses it',
  value: [2 * 60, 5 * 60],
  versions: 'iOS 13 and newer',
  standing: 'assumed',
  source: `${TASKS}/bgprocessingtask (“when the device is idle”); the hours are ours`,
  range: [
    [0, 4 * 60],
    [4 * 60, 8 * 60],
  ],
};

export const REFRESH_TIME: Rule = {
  id: 'ios.refresh.time',
  about: 'what an app refresh gives a callback; this package leaves 5 s of the system’s 30',
  value: 25_000,
  versions: 'iOS 13 and newer',
  standing: 'documented',
  source: `${TASKS}/bgapprefreshtask`,
};

export const FORCE_QUIT: Rule<boolean> = {
  id: 'ios.force-quit',
  about: 'nothing is launched after the user has swiped the app away, until it is opened',
  value: true,
  versions: 'iOS 13 and newer',
  standing: 'documented',
  source: `${TASKS}/bgtaskscheduler`,
};

export const LOW_POWER: Rule<boolean> = {
  id: 'ios.low-power',
  about: 'nothing is launched in Low Power Mode, or with Background App Refresh off',
  value: true,
  versions: 'iOS 13 and newer',
  standing: 'documented',
  source: 'https://support.apple.com/102588',
};

/** Gives this package's own limit, because iOS has no condition for a sufficient battery: see the option `requiresBatteryNotLow`. */
export const IOS_BATTERY_LOW: Rule = {
  id: 'ios.battery.low',
  about: 'below this level, or in Low Power Mode, the battery counts as low',
  value: 0.2,
  versions: 'all',
  standing: 'source',
  source: 'this package: ios/Sources/CapgoBackgroundTaskPlugin',
};

export const IOS_RULES: readonly Rule<unknown>[] = [
  REFRESH_DELAY,
  REFRESH_GAP,
  PROCESSING_NIGHT,
  REFRESH_TIME,
  FORCE_QUIT,
  LOW_POWER,
  IOS_BATTERY_LOW,
];
