/** Says, for each word for what a task waits for, what the developer or the user could change. */
const REMEDIES: Readonly<Record<string, string>> = {
  network: 'it asks for a network (requiresNetwork, default true): false, if it can work offline',
  'unmetered-network': 'it asks for an unmetered network: without requiresUnmeteredNetwork it would run on the mobile network too',
  charging: 'it asks for charging: without requiresCharging it would not wait for the charger',
  'battery-not-low': 'it asks for a battery that is not low',
  'storage-not-low': 'it asks for free storage',
  'device-idle': 'it asks for an idle device: without requiresDeviceIdle it would run while the phone is used',
  window: 'it has a daily window: a longer one lets it run sooner',
  quota: 'the bucket’s job quota is used up: fewer wakes (a longer interval), or a user who opens the app more often',
  doze: 'the phone lies still and sleeps: nothing but a push message of high priority wakes it',
  'force-stopped': 'the user has stopped the app: nothing runs until it is opened',
  'force-quit': 'the user has swiped the app away: iOS launches nothing until it is opened',
  'background-refresh': 'Background App Refresh is off: ask the user to switch it on',
  'low-power-mode': 'Low Power Mode is on: it ends by itself at 80 %',
  permission: 'the browser does not permit periodic sync: ask the user to install the app',
  engagement: 'the browser does not know the site: it must be used first',
  'periodic-gap': 'the browser leaves 12 h and more between two wakes: only an open page runs sooner',
  system: 'the system chooses the moment: nothing to change, and nothing to count on',
};

export function remedyFor(blocker: string): string {
  return REMEDIES[blocker] ?? 'see docs/platform-limits.md';
}
