import { put, type BrokenProject } from './broken-project.js';
import { templateProject, XCODE_PROJECT } from '../xcode-projects.js';

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
];
