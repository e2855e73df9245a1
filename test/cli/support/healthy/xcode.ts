import { healthyProject, INFO_PLIST } from '../projects.js';
import { templateProject, XCODE_PROJECT, xcodeProject } from '../xcode-projects.js';
import type { HealthyProject } from './index.js';

const EXTENSION = '<plist version="1.0"><dict></dict></plist>\n';
const APP = { name: 'App', configurations: { Debug: { INFOPLIST_FILE: 'App/Info.plist' }, Release: { INFOPLIST_FILE: 'App/Info.plist' } } };
const extension = (name: string, type: string): typeof APP & { type: string } => ({
  name,
  type,
  configurations: { Debug: { INFOPLIST_FILE: `${name}/Info.plist` }, Release: { INFOPLIST_FILE: `${name}/Info.plist` } },
});

/** Xcode projects that look odd and are right. */
export const HEALTHY_XCODE: readonly HealthyProject[] = [
  {
    name: "F-C03: a widget and an app clip whose folders begin with the app's name have lists of their own",
    files: () => ({
      ...healthyProject(),
      [XCODE_PROJECT]: xcodeProject([
        APP,
        extension('AppWidget', 'app-extension'),
        extension('AppClip', 'application.on-demand-install-capable'),
      ]),
      'ios/App/AppWidget/Info.plist': EXTENSION,
      'ios/App/AppClip/Info.plist': EXTENSION,
    }),
  },
  {
    name: 'F-C03: the target of ios.scheme has an Info.plist in a folder of its own',
    files: () => {
      const { [INFO_PLIST]: plist = '', 'capacitor.config.ts': config = '', ...files } = healthyProject();
      const settings = { INFOPLIST_FILE: '${SRCROOT}/Shop/$(TARGET_NAME)-Info.plist' };
      return {
        ...files,
        'capacitor.config.ts': config.replace("webDir: 'dist',", "webDir: 'dist',\n  ios: { scheme: 'Shop' },"),
        [XCODE_PROJECT]: xcodeProject([{ name: 'Shop', configurations: { Debug: settings, Release: settings } }]),
        'ios/App/Shop/Shop-Info.plist': plist,
      };
    },
  },
  {
    name: 'F-C04: a Podfile that Swift Package Manager has replaced says nothing about the iOS target',
    files: () => ({ ...healthyProject(), 'ios/App/Podfile': "platform :ios, '13.0'\n" }),
  },
  {
    name: "F-C04: the app's own iOS target counts, not the one that its project gives to others",
    files: () => ({
      ...healthyProject(),
      [XCODE_PROJECT]: xcodeProject(
        [
          {
            name: 'App',
            configurations: {
              Debug: { INFOPLIST_FILE: 'App/Info.plist', IPHONEOS_DEPLOYMENT_TARGET: '15.0' },
              Release: { INFOPLIST_FILE: 'App/Info.plist', IPHONEOS_DEPLOYMENT_TARGET: '15.0' },
            },
          },
        ],
        { IPHONEOS_DEPLOYMENT_TARGET: '13.0' },
      ),
    }),
  },
  {
    name: 'F-C03: a path in quotes',
    files: () => ({ ...healthyProject(), [XCODE_PROJECT]: templateProject({ infoPlist: '"$(SRCROOT)/App/Info.plist"' }) }),
  },
];
