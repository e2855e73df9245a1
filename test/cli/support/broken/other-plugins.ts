import { edit, put, type BrokenProject } from './broken-project.js';

export const BROKEN_OTHER_PLUGINS: readonly BrokenProject[] = [
  {
    name: 'another plugin under our name',
    id: 'same-plugin-name',
    says: /src\/native\.ts registers a plugin named CapgoBackgroundTask/,
    change: put('src/native.ts', "export const Mine = registerPlugin<Mine>('CapgoBackgroundTask');\n"),
  },
  {
    name: 'another plugin that wants app refresh',
    id: 'refresh-shared',
    severity: 'warning',
    says: /@transistorsoft\/capacitor-background-fetch also asks iOS/,
    change: edit('package.json', '"@capacitor/core"', '"@transistorsoft/capacitor-background-fetch":"8","@capacitor/core"'),
  },
];
