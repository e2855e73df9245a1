import type { Rule } from './rule.js';
import { HOUR, MINUTE } from './rule.js';

const SYNC = 'Chromium: components/background_sync/background_sync_controller_impl.cc';

/** Lists how much a user may use the site, from least to most, by the levels of chrome://site-engagement. */
export const ENGAGEMENTS = ['none', 'minimal', 'low', 'medium', 'high', 'max'] as const;
export type Engagement = (typeof ENGAGEMENTS)[number];

export const PERIODIC_GAP: Rule = {
  id: 'web.periodic.gap',
  about: 'between two periodic sync events of an origin',
  value: 12 * HOUR,
  versions: 'Chromium 80 and newer',
  standing: 'source',
  source: 'Chromium: content/public/browser/background_sync_parameters.cc, min_periodic_sync_events_interval',
};

/** The gap is multiplied by this factor; 0 suspends the events of the origin. */
export const ENGAGEMENT_FACTOR: Rule<Readonly<Record<Engagement, number>>> = {
  id: 'web.periodic.engagement',
  about:
    'the gap is three times as long for a site that is hardly used, twice for one that is used a little; one without engagement gets no event',
  value: { none: 0, minimal: 3, low: 2, medium: 2, high: 1, max: 1 },
  versions: 'Chromium 85 and newer',
  standing: 'source',
  source: `${SYNC}, GetSiteEngagementPenalty`,
};

/**
 * Says how long after the end of a rejected `sync` or `periodicsync` event the browser repeats it. After the last repeat it gives up a `sync`, and
 * fires a `periodicsync` after its gap.
 */
export const SYNC_REPEATS: Rule<readonly number[]> = {
  id: 'web.sync.repeats',
  about:
    'a sync event that fails is repeated after 5 minutes, then after 15; then the browser gives up a one-off event, and fires a periodic one after its gap',
  value: [5 * MINUTE, 15 * MINUTE],
  versions: 'Chromium 49 and newer; periodic events 80 and newer',
  standing: 'source',
  source: 'Chromium: content/public/browser/background_sync_parameters.cc, max_sync_attempts, initial_retry_delay, retry_delay_factor',
};

export const PAGE_TIMER_FLOOR: Rule = {
  id: 'web.hidden.timer',
  about: 'timers of a tab that has been hidden for five minutes fire once a minute',
  value: 60_000,
  versions: 'Chromium 88 and newer',
  standing: 'documented',
  source: 'https://developer.chrome.com/blog/timer-throttling-in-chrome-88',
};

export const WEB_BATTERY_LOW: Rule = {
  id: 'web.battery.low',
  about: 'below this level the battery counts as low, where the browser tells it',
  value: 0.15,
  versions: 'all',
  standing: 'source',
  source: 'this package: src/web/shared/battery.ts',
};

export const PERIODIC_PERMISSION: Rule<boolean> = {
  id: 'web.periodic.permission',
  about: 'periodic sync needs its permission, which the browser gives to installed apps',
  value: true,
  versions: 'Chromium 80 and newer',
  standing: 'documented',
  source: 'https://developer.chrome.com/docs/capabilities/periodic-background-sync',
};

export const WEB_RULES: readonly Rule<unknown>[] = [
  PERIODIC_GAP,
  ENGAGEMENT_FACTOR,
  PERIODIC_PERMISSION,
  SYNC_REPEATS,
  PAGE_TIMER_FLOOR,
  WEB_BATTERY_LOW,
];
