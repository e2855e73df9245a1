import type { BrokenProject } from './broken-project.js';
import { BROKEN_ANDROID } from './android.js';
import { BROKEN_APP_DELEGATE } from './app-delegate.js';
import { BROKEN_CONFIGURATION } from './configuration.js';
import { BROKEN_INFO_PLIST } from './info-plist.js';
import { BROKEN_OTHER_PLUGINS } from './other-plugins.js';
import { BROKEN_TASKS } from './tasks.js';
import { BROKEN_VERSIONS } from './versions.js';
import { BROKEN_WEB_BUILD } from './web-build.js';
import { BROKEN_XCODE } from './xcode.js';

/** Apps with one fault each. */
export const BROKEN_PROJECTS: readonly BrokenProject[] = [
  ...BROKEN_VERSIONS,
  ...BROKEN_CONFIGURATION,
  ...BROKEN_INFO_PLIST,
  ...BROKEN_APP_DELEGATE,
  ...BROKEN_XCODE,
  ...BROKEN_ANDROID,
  ...BROKEN_WEB_BUILD,
  ...BROKEN_TASKS,
  ...BROKEN_OTHER_PLUGINS,
];
