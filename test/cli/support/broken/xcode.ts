import { put, type BrokenProject } from './broken-project.js';
import { APP_DELEGATE, INFO_PLIST } from '../projects.js';
import { templateProject, XCODE_PROJECT, xcodeProject } from '../xcode-projects.js';

const PLAIN = '<plist version="1.0"><dict></dict></plist>\n';
const release = (infoPlist: string): string =>
  xcodeProject([{ name: 'App', configurations: { Debug: { INFOPLIST_FILE: 'App/Info.plist' }, Release: { INFOPLIST_FILE: infoPlist } } }]);

export const BROKEN_XCODE: readonly BrokenProject[] = [
  {
    name: 'iOS not synced',
    id: 'ios-not-synced',
    says: /Package\.swift does not name CapgoCapacitorBackgroundTask/,
    change: put('ios/App/CapApp-SPM/Package.swift', 'targets: []\n'),
  },
  {
    name: 'pods not installed',
    id: 'pods-not-installed',
    says: /Podfile\.lock does not/,
    change: (files) => ({
      ...files,
      'ios/App/CapApp-SPM/Package.swift': undefined,
      'ios/App/Podfile': "pod 'CapgoCapacitorBackgroundTask'\n",
      'ios/App/Podfile.lock': 'PODS:\n',
    }),
  },
  {
    name: 'an old iOS target',
    id: 'ios-target',
    says: /builds for iOS 13/,
    change: put(XCODE_PROJECT, templateProject({ ios: '13.0' })),
  },
  {
    name: 'an old iOS target in the Podfile',
    id: 'ios-target',
    says: /Podfile builds for iOS 14/,
    change: (files) => ({
      ...files,
      'ios/App/CapApp-SPM/Package.swift': undefined,
      'ios/App/Podfile': "platform :ios, '14.0'\npod 'CapgoCapacitorBackgroundTask'\n",
    }),
  },
  ...[
    '$(SRCROOT)/Config/Release.plist',
    '${SRCROOT}/Config/Release.plist',
    '$(PROJECT_DIR)/Config/Release.plist',
    'Config/Release.plist',
  ].map((infoPlist): BrokenProject => ({
    name: `F-C03: the Info.plist of one configuration, named ${infoPlist}`,
    id: 'mode-missing',
    says: /ios\/App\/Config\/Release\.plist: UIBackgroundModes lacks processing/,
    change: (files) => ({ ...files, [XCODE_PROJECT]: release(infoPlist), 'ios/App/Config/Release.plist': PLAIN }),
  })),
  {
    name: 'F-C03: a second application that the project builds',
    id: 'identifier-missing',
    says: /ios\/App\/Second\/Info\.plist/,
    change: (files) => ({
      ...files,
      [XCODE_PROJECT]: xcodeProject([
        { name: 'App', configurations: { Release: { INFOPLIST_FILE: 'App/Info.plist' } } },
        { name: 'Second', configurations: { Release: { INFOPLIST_FILE: 'Second/Info.plist' } } },
      ]),
      'ios/App/Second/Info.plist': PLAIN,
    }),
  },
  {
    name: 'F-C03: an Info.plist whose path only Xcode can know',
    id: 'plist-path-unknown',
    severity: 'warning',
    says: /\$\(FLAVOUR\)\/Info\.plist/,
    change: put(XCODE_PROJECT, release('$(FLAVOUR)/Info.plist')),
  },
  {
    name: 'F-C03: an Info.plist that was localised',
    id: 'plist-localised',
    says: /ios\/App\/App\/Base\.lproj\/Info\.plist/,
    change: ({ [INFO_PLIST]: plist, ...files }) => ({ ...files, 'ios/App/App/Base.lproj/Info.plist': plist }),
  },
  {
    name: 'F-C03: a project file that is not in the form that Xcode writes',
    id: 'xcode-project-unknown',
    severity: 'warning',
    says: /project\.pbxproj was not understood/,
    change: put(XCODE_PROJECT, '{"objects": {}}\n'),
  },
  {
    name: 'F-C09: a folder of iOS without an app in it',
    id: 'ios-app-missing',
    says: /ios\/App\/App does not exist/,
    change: (files) => ({
      ...Object.fromEntries(Object.entries(files).filter(([path]) => !path.startsWith('ios/App/App/') && path !== APP_DELEGATE)),
    }),
  },
  {
    name: 'the app folder of iOS renamed',
    id: 'ios-app-renamed',
    says: /ios\/App\/Shop is there, and Capacitor looks for ios\/App\/App only/,
    change: (files) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('ios/App/App/', 'ios/App/Shop/'), text])),
  },
  {
    name: 'the Xcode project renamed',
    id: 'ios-app-renamed',
    says: /ios\/App\/Shop\.xcodeproj is there, and Capacitor looks for ios\/App\/App\.xcodeproj only/,
    change: (files) =>
      Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace('App.xcodeproj', 'Shop.xcodeproj'), text])),
  },
];
