import type { PlatformKind } from '../../core/options.js';
import type { Conditions } from '../../core/wake-selection.js';
import { BATTERY_LOW } from '../rules/android-rules.js';
import type { StandbyBucket } from '../rules/android-rules.js';
import { IOS_BATTERY_LOW } from '../rules/ios-rules.js';
import { WEB_BATTERY_LOW } from '../rules/web-rules.js';
import type { Engagement } from '../rules/web-rules.js';

/** What a device is like at a moment. What a platform does not have is not looked at there. */
export interface DeviceState {
  /** `cellular` is metered, `wifi` is not. */
  readonly network: 'none' | 'cellular' | 'wifi';
  readonly charging: boolean;
  /** 0 to 1. */
  readonly batteryLevel: number;
  readonly storageLow: boolean;
  /** Nobody has used the device for a while (Android's device idle). */
  readonly idle: boolean;
  /** Android: how much the user uses the app. */
  readonly bucket: StandbyBucket;
  /** Android: the phone lies still, unplugged, with its screen off. */
  readonly doze: boolean;
  /** iOS. */
  readonly lowPowerMode: boolean;
  /** iOS: the switch Background App Refresh. */
  readonly backgroundRefresh: boolean;
  /** Web: the permission for Periodic Background Sync, which an installed app has. */
  readonly periodicSync: 'granted' | 'denied';
  /** Web, Chromium: how much the user uses the site. */
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

/** Where the app is. `closed`: without a page, and without a process if nothing runs. */
export type AppPlace = 'screen' | 'background' | 'closed';

export interface AppState {
  readonly place: AppPlace;
  /** The user has swiped it away (iOS: force-quit) or stopped it in the settings, and has not opened it since. */
  readonly ended: 'no' | 'swiped-away' | 'force-stopped';
}

const LOW_LEVEL: Readonly<Record<PlatformKind, number>> = {
  android: BATTERY_LOW.value,
  ios: IOS_BATTERY_LOW.value,
  web: WEB_BATTERY_LOW.value,
};

/** The conditions that tasks may ask for. Null where the platform cannot know, and does not block. */
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
