import type { PlatformKind } from '../../core/options.js';
import type { Conditions } from '../../core/wake-selection.js';
import { BATTERY_LOW } from '../rules/android-rules.js';
import type { StandbyBucket } from '../rules/android-rules.js';
import { IOS_BATTERY_LOW } from '../rules/ios-rules.js';
import { WEB_BATTERY_LOW } from '../rules/web-rules.js';
import type { Engagement } from '../rules/web-rules.js';

/** Describes a device at one moment. A platform ignores the fields that it does not have. */
export interface DeviceState {
  /** Tells the kind of network: `cellular` is metered, `wifi` is not. */
  readonly network: 'none' | 'cellular' | 'wifi';
  readonly charging: boolean;
  /** Ranges from 0 (empty) to 1 (full). */
  readonly batteryLevel: number;
  readonly storageLow: boolean;
  /** Is true when nobody has used the device for a while, as Android's condition "device idle" asks. Counts on Android only. */
  readonly idle: boolean;
  /** Tells how much the user uses the app, as Android's standby bucket. Counts on Android only. */
  readonly bucket: StandbyBucket;
  /** Is true when the phone has lain still, unplugged, with its screen off. Counts on Android only. */
  readonly doze: boolean;
  /** Tells whether Low Power Mode is on. Counts on iOS only. */
  readonly lowPowerMode: boolean;
  /** Tells whether the user has Background App Refresh switched on. Counts on iOS only. */
  readonly backgroundRefresh: boolean;
  /** Tells whether Periodic Background Sync is permitted, which browsers permit installed apps. Counts on the web only. */
  readonly periodicSync: 'granted' | 'denied';
  /** Tells how much the user uses the site, by Chromium's site engagement. Counts on the web only. */
  readonly engagement: Engagement;
}

export const FRESH_DEVICE: DeviceState = {
  network: 'wifi',
  charging: false,
  batteryLevel: 0.8,
  storageLow: false,
  idle: false,
  bucket: 'active',
  doze: false,
  lowPowerMode: false,
  backgroundRefresh: true,
  periodicSync: 'granted',
  engagement: 'high',
};

/** Tells where the app is. A closed app has no page, and no process unless something runs in the background. */
export type AppPlace = 'screen' | 'background' | 'closed';

export interface AppState {
  readonly place: AppPlace;
  /** Tells whether the user has swiped the app away (on iOS: force-quit it) or stopped it in the settings, and not opened it since. */
  readonly ended: 'no' | 'swiped-away' | 'force-stopped';
}

const LOW_LEVEL: Readonly<Record<PlatformKind, number>> = {
  android: BATTERY_LOW.value,
  ios: IOS_BATTERY_LOW.value,
  web: WEB_BATTERY_LOW.value,
};

/** Returns which conditions of tasks hold. Null means that the platform cannot know, and then the condition blocks nothing. */
export function conditionsOf(platform: PlatformKind, state: DeviceState): Conditions {
  const isAndroid = platform === 'android';
  const low = state.batteryLevel <= LOW_LEVEL[platform] || (platform === 'ios' && state.lowPowerMode);
  return {
    requiresNetwork: state.network !== 'none',
    requiresUnmeteredNetwork: state.network === 'wifi',
    requiresCharging: state.charging,
    requiresBatteryNotLow: state.charging || !low,
    requiresStorageNotLow: isAndroid ? !state.storageLow : null,
    requiresDeviceIdle: isAndroid ? state.idle : null,
  };
}
