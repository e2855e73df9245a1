import type { Rule } from './rule.js';
import { DAY, HOUR, MINUTE } from './rule.js';

const QUOTA = 'AOSP: apex/jobscheduler/service/java/com/android/server/job/controllers/QuotaController.java';
const DOZE = 'AOSP: apex/jobscheduler/service/java/com/android/server/DeviceIdleController.java';

/** Lists the standby buckets, from that of the apps that the user opens most to that of the apps that the system restricts. */
export const BUCKETS = ['active', 'working-set', 'frequent', 'rare', 'restricted'] as const;
export type StandbyBucket = (typeof BUCKETS)[number];

/** Limits what the jobs of a bucket may use within each rolling window. */
export interface BucketQuota {
  readonly windowMs: number;
  readonly runMs: number;
  /** Limits the sessions: jobs that run at the same time, or within five seconds of each other, count as one. */
  readonly sessions: number;
  readonly jobs: number;
}

const quota = (windowMs: number, sessions: number, jobs: number): BucketQuota => ({ windowMs, runMs: 10 * MINUTE, sessions, jobs });

export const BUCKET_QUOTAS: Readonly<Record<StandbyBucket, Rule<BucketQuota>>> = {
  active: {
    id: 'android.quota.active',
    about: 'job quota of the active bucket: as much as the window is long',
    value: quota(10 * MINUTE, 75, 75),
    versions: 'Android 9 to 15; since 16 a quota is applied, whose numbers are the device maker’s',
    standing: 'source',
    source: QUOTA,
  },
  'working-set': {
    id: 'android.quota.working-set',
    about: '10 minutes of jobs, 10 sessions, in 2 hours',
    value: quota(2 * HOUR, 10, 120),
    versions: 'Android 9 and newer',
    standing: 'source',
    source: QUOTA,
  },
  frequent: {
    id: 'android.quota.frequent',
    about: '10 minutes of jobs, 8 sessions, in 8 hours',
    value: quota(8 * HOUR, 8, 200),
    versions: 'Android 9 and newer',
    standing: 'source',
    source: QUOTA,
  },
  rare: {
    id: 'android.quota.rare',
    about: '10 minutes of jobs, 3 sessions, in 24 hours',
    value: quota(DAY, 3, 48),
    versions: 'Android 9 and newer',
    standing: 'source',
    source: QUOTA,
  },
  restricted: {
    id: 'android.quota.restricted',
    about: '10 minutes of jobs, 1 session, in 24 hours',
    value: quota(DAY, 1, 10),
    versions: 'Android 11 and newer',
    standing: 'source',
    source: QUOTA,
  },
};

export const SESSION_GAP: Rule = {
  id: 'android.quota.session-gap',
  about: 'jobs that begin within this time of the one before are of its session',
  value: 5000,
  versions: 'Android 9 and newer',
  standing: 'source',
  source: QUOTA,
};

/** Says how long the phone sleeps in deep Doze before each maintenance window. The last entry repeats, as it does for the windows' lengths. */
export const DOZE_IDLE: Rule<readonly number[]> = {
  id: 'android.doze.idle',
  about: 'sleep between maintenance windows: 1 h, then twice as long each time, at most 6 h',
  value: [HOUR, 2 * HOUR, 4 * HOUR, 6 * HOUR],
  versions: 'Android 6 and newer',
  standing: 'source',
  source: DOZE,
};

export const DOZE_MAINTENANCE: Rule<readonly number[]> = {
  id: 'android.doze.maintenance',
  about: 'length of a maintenance window: 5 minutes, then 10',
  value: [5 * MINUTE, 10 * MINUTE],
  versions: 'Android 6 and newer',
  standing: 'source',
  source: DOZE,
};

export const MINIMUM_PERIOD: Rule = {
  id: 'android.work.minimum-period',
  about: 'shortest period of periodic work',
  value: 15 * MINUTE,
  versions: 'WorkManager 1.0 and newer',
  standing: 'documented',
  source: 'https://developer.android.com/reference/androidx/work/PeriodicWorkRequest#MIN_PERIODIC_INTERVAL_MILLIS()',
};

export const BATTERY_LOW: Rule = {
  id: 'android.battery.low',
  about: 'the battery counts as low at this level, and as not low again five percent above',
  value: 0.15,
  versions: 'Android 6 and newer',
  standing: 'source',
  source: 'AOSP: core/res/res/values/config.xml, config_lowBatteryWarningLevel',
};

/** Says how long after the death of its process the system starts the app's jobs again. */
export const RESTART_AFTER_DEATH: Rule = {
  id: 'android.restart-after-death',
  about: 'from the death of the process to the next start of its work',
  value: 30_000,
  versions: 'all',
  standing: 'assumed',
  source: 'JobScheduler’s backoff of a job that failed, which begins at 30 s; the app’s next start finds the work too',
  range: [0, 5 * MINUTE],
};

export const FORCE_STOP: Rule<boolean> = {
  id: 'android.force-stop',
  about: 'nothing of the app runs after it was stopped in the settings, until the user opens it',
  value: true,
  versions: 'Android 3.1 and newer',
  standing: 'documented',
  source: 'https://developer.android.com/about/versions/android-3.1#launchcontrols',
};

export const ANDROID_RULES: readonly Rule<unknown>[] = [
  MINIMUM_PERIOD,
  ...Object.values(BUCKET_QUOTAS),
  SESSION_GAP,
  DOZE_IDLE,
  DOZE_MAINTENANCE,
  BATTERY_LOW,
  RESTART_AFTER_DEATH,
  FORCE_STOP,
];
