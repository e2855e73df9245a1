import { drop, put, type BrokenProject } from './broken-project.js';

export const BROKEN_VERSIONS: readonly BrokenProject[] = [
  {
    name: 'Capacitor is missing',
    id: 'capacitor-missing',
    says: /@capacitor\/core is not installed/,
    change: drop('node_modules/@capacitor/core/package.json'),
  },
  {
    name: 'Capacitor 7',
    id: 'capacitor-version',
    says: /is 7\.4\.0.*Capacitor 8/,
    change: put('node_modules/@capacitor/core/package.json', '{"version":"7.4.0"}'),
  },
  {
    name: 'an old @capacitor/android',
    id: 'capacitor-mixed',
    says: /@capacitor\/android is 7\.0\.1, but @capacitor\/core is 8\.5\.2/,
    change: put('node_modules/@capacitor/android/package.json', '{"version":"7.0.1"}'),
  },
  {
    name: 'the package is not installed',
    id: 'package-not-installed',
    says: /not in node_modules/,
    change: drop('node_modules/@capgo/capacitor-background-task/package.json'),
  },
  {
    name: 'the package is listed in the workspace root only',
    id: 'package-not-listed',
    says: /package\.json does not list/,
    change: put('package.json', '{"dependencies":{"@capacitor/core":"8"}}'),
  },
  { name: 'a package.json that is not JSON', id: 'package-not-listed', says: /not valid JSON/, change: put('package.json', '{') },
  {
    name: 'a Capacitor newer than the package',
    id: 'capacitor-version',
    says: /is 9\.0\.0/,
    change: put('node_modules/@capacitor/core/package.json', '{"version":"9.0.0"}'),
  },
];
