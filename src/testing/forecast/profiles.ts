import type { PlatformKind } from '../../core/options.js';
import { FRESH_DEVICE } from '../model/device-state.js';
import type { AppPlace, DeviceState } from '../model/device-state.js';
import type { Random } from '../model/random.js';

/** Describes something that happens to the device, or that its user does. */
export interface ProfileEvent {
  /** Counts minutes from the day's midnight, in the device's time zone. */
  readonly at: number;
  readonly set?: Partial<DeviceState>;
  readonly app?: AppPlace | 'swiped-away';
}

/** Describes a person and a device. All of it is assumed, and every drawing says so. */
export interface DeviceProfile {
  readonly id: string;
  readonly about: string;
  readonly platform: PlatformKind;
  /** Is the device's state at the first midnight. */
  readonly state: DeviceState;
  readonly day: (random: Random, index: number) => readonly ProfileEvent[];
}

const at = (hours: number, minutes = 0): number => hours * 60 + minutes;

/** Returns a random moment within `spread` minutes before or after the given one. */
const around = (random: Random, minutes: number, spread: number): number => Math.round(minutes + (random() * 2 - 1) * spread);

/** Returns the events of a visit: the app is on screen for so many minutes, then closed. */
const visit = (begin: number, minutes: number): ProfileEvent[] => [
  { at: begin, app: 'screen', set: { doze: false, idle: false } },
  { at: begin + minutes, app: 'closed' },
];

const nightOnCharger = (random: Random, from = 23, to = 7): ProfileEvent[] => [
  { at: around(random, at(to), 20), set: { charging: false, idle: false, doze: false } },
  { at: around(random, at(from), 25), set: { charging: true, idle: true, network: 'wifi' } },
];

const commuter: DeviceProfile = {
  id: 'pixel-commuter',
  about: 'a commuter’s Pixel: charged at night, mobile network on the way, the app opened twice a day',
  platform: 'android',
  state: { ...FRESH_DEVICE, bucket: 'working-set', charging: true, idle: true },
  day: (random) => [
    ...nightOnCharger(random),
    ...visit(around(random, at(7, 30), 15), 6),
    { at: around(random, at(8), 10), set: { network: 'cellular' } },
    // The train passes through a tunnel.
    { at: around(random, at(8, 20), 5), set: { network: 'none' } },
    { at: around(random, at(8, 40), 5), set: { network: 'cellular' } },
    { at: around(random, at(9), 10), set: { network: 'wifi' } },
    ...visit(around(random, at(12, 45), 40), 4),
    { at: around(random, at(17, 30), 20), set: { network: 'cellular' } },
    { at: around(random, at(18, 20), 20), set: { network: 'wifi' } },
  ],
};

const samsungRare: DeviceProfile = {
  id: 'samsung-rare',
  about: 'a Samsung whose user opens the app twice a week; it lies still at night, not always charged',
  platform: 'android',
  state: { ...FRESH_DEVICE, bucket: 'rare', doze: true },
  day: (random, index) => [
    { at: around(random, at(7), 30), set: { doze: false, idle: false } },
    ...(index % 4 === 1 ? visit(around(random, at(19), 90), 5) : []),
    {
      at: around(random, at(23, 30), 40),
      set: random() < 0.4 ? { charging: true, idle: true } : { charging: false, doze: true, idle: true },
    },
    { at: around(random, at(6, 30), 20), set: { charging: false } },
  ],
};

const iphoneNight: DeviceProfile = {
  id: 'iphone-night',
  about: 'an iPhone that is charged at night, the app opened in the morning and in the evening',
  platform: 'ios',
  state: { ...FRESH_DEVICE, charging: true, idle: true },
  day: (random) => [
    ...nightOnCharger(random),
    ...visit(around(random, at(7, 45), 20), 5),
    { at: around(random, at(8, 15), 10), set: { network: 'cellular' } },
    { at: around(random, at(18), 30), set: { network: 'wifi' } },
    ...visit(around(random, at(21), 60), 8),
  ],
};

const webInstalled: DeviceProfile = {
  id: 'web-installed',
  about: 'the web app installed from Chrome on a laptop, opened on most days',
  platform: 'web',
  state: { ...FRESH_DEVICE, network: 'none', engagement: 'medium' },
  day: (random) => [
    // The user opens the laptop's lid: only then does a browser run that could fire the event.
    { at: around(random, at(9), 30), set: { network: 'wifi', charging: true } },
    ...(random() < 0.8 ? visit(around(random, at(10), 60), 20) : []),
    { at: around(random, at(18), 60), set: { network: 'none', charging: false } },
  ],
};

const browserTab: DeviceProfile = {
  id: 'browser-tab',
  about: 'a tab in a browser without periodic sync: open for two hours a day',
  platform: 'web',
  state: { ...FRESH_DEVICE, periodicSync: 'denied', engagement: 'low' },
  day: (random) => {
    const begin = around(random, at(10), 90);
    return [
      { at: begin, app: 'screen' },
      { at: begin + 30, app: 'background' },
      { at: begin + 120, app: 'closed' },
    ];
  },
};

export const PROFILES: readonly DeviceProfile[] = [commuter, samsungRare, iphoneNight, webInstalled, browserTab];
