import { join } from 'node:path';
import { textOf } from '../../project/text-file.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const note = (id: string, platform: Finding['platform'], message: string, remedy: string, link: string): Finding => ({
  id,
  severity: 'note',
  platform,
  message,
  remedy,
  link,
});

/** The ids of what is true of every app: worth a reading once, and no news afterwards. */
export const PLATFORM_NOTES: readonly string[] = [
  'ios-force-quit',
  'ios-low-power',
  'ios-simulator',
  'android-vendors',
  'android-force-stop',
  'android-bucket',
  'web-not-installable',
  'web-installed',
];

/** What no set-up can change: the usual reasons why a project without faults still does not run its tasks. */
export function platformNotes({ project, hasIos, hasAndroid }: DoctorContext): Finding[] {
  const notes: Finding[] = [];
  if (hasIos) {
    notes.push(
      note(
        'ios-force-quit',
        'ios',
        'after the user swipes the app away, iOS starts nothing until the app is opened',
        'Tell your users; ask them not to close the app that way.',
        LINKS.limits,
      ),
      note(
        'ios-low-power',
        'ios',
        'in Low Power Mode, or with Background App Refresh off, iOS starts nothing',
        'getStatusDetailsAsync() tells; show the user where the switch is.',
        LINKS.limits,
      ),
      note(
        'ios-simulator',
        'ios',
        'the simulator refuses background requests (code 1)',
        'Use a device, and the LLDB commands that doctor prints.',
        LINKS.testing,
      ),
    );
  }
  if (hasAndroid) {
    notes.push(
      note(
        'android-vendors',
        'android',
        'Xiaomi, Huawei, Oppo, Samsung and others stop apps that the user swiped away',
        'Ask affected users to exempt the app; getTaskAsync() says stalled.',
        LINKS.vendors,
      ),
      note(
        'android-force-stop',
        'android',
        'after "Force stop" Android starts nothing until the app is opened',
        'Open the app once.',
        LINKS.limits,
      ),
      note(
        'android-bucket',
        'android',
        'an app that is seldom used is started seldom: about once a day at worst',
        'getStatusDetailsAsync() names the standby bucket.',
        LINKS.powerBuckets,
      ),
    );
  }
  const page = textOf(join(project.webDir, 'index.html'));
  if (page !== undefined && !/<link\b[^>]*\brel\s*=\s*["']?manifest\b/i.test(page)) {
    notes.push(
      note(
        'web-not-installable',
        'web',
        'index.html names no web app manifest: browsers wake only installed apps',
        'Add a manifest with name, icon and start_url if the app also lives on the web.',
        LINKS.periodicSync,
      ),
    );
  }
  notes.push(
    note(
      'web-installed',
      'web',
      'browsers wake only an installed app, in Chromium, about every 12 hours or less often; others run tasks while the page is open',
      'Plan with what is due running at the next visit; getStatusDetailsAsync() says whether this browser wakes the app.',
      LINKS.periodicSync,
    ),
  );
  return notes;
}
