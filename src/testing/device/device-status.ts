import type { PlatformKind } from '../../core/options.js';
import type { BackgroundTaskStatusDetails, BackgroundTaskStatusReason } from '../../definitions.js';
import { BackgroundTaskStatus } from '../../definitions.js';
import type { DeviceState } from '../model/device-state.js';

const REASONS: Readonly<
  Record<PlatformKind, readonly (readonly [holds: (state: DeviceState) => boolean, code: string, message: string])[]>
> = {
  android: [[({ bucket }) => bucket === 'restricted', 'RESTRICTED_BUCKET', 'The app is in the restricted standby bucket.']],
  ios: [
    [({ backgroundRefresh }) => !backgroundRefresh, 'BACKGROUND_REFRESH_DENIED', 'Background App Refresh is off for the app.'],
    [({ lowPowerMode }) => lowPowerMode, 'LOW_POWER_MODE', 'Low Power Mode is on.'],
  ],
  web: [
    [
      ({ periodicSync }) => periodicSync === 'denied',
      'PERIODIC_SYNC_NOT_PERMITTED',
      'The browser does not permit Periodic Background Sync.',
    ],
  ],
};

/** Returns the status that the real plugin would report on such a device. */
export function statusOf(platform: PlatformKind, version: number | null, state: DeviceState): BackgroundTaskStatusDetails {
  const reasons: BackgroundTaskStatusReason[] = REASONS[platform]
    .filter(([holds]) => holds(state))
    .map(([, code, message]) => ({ code, message }));
  const isRestricted = reasons.length > 0;
  return {
    status: isRestricted ? BackgroundTaskStatus.Restricted : BackgroundTaskStatus.Available,
    reasons,
    runsWhileClosed: !isRestricted,
    platform: { virtual: true, ...(version === null ? {} : { version }) },
  };
}
