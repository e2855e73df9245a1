import { drop, edit, put, type BrokenProject } from './broken-project.js';
import { INFO_PLIST } from '../projects.js';
import { XCODE_PROJECT, xcodeProject } from '../xcode-projects.js';

export const BROKEN_INFO_PLIST: readonly BrokenProject[] = [
  {
    name: 'no background mode (I03)',
    id: 'mode-missing',
    says: /UIBackgroundModes lacks processing/,
    change: edit(INFO_PLIST, '<string>processing</string>', '<string>audio</string>'),
  },
  {
    name: 'no permitted identifier (I02, S06)',
    id: 'identifier-missing',
    says: /lacks app\.capgo\.backgroundtask\.processing/,
    change: edit(INFO_PLIST, /\t<key>BGTask[\s\S]*?<\/array>\n/, ''),
  },
  {
    name: 'mode without identifiers (S01)',
    id: 'modes-without-identifiers',
    says: /App Store refuses/,
    change: edit(INFO_PLIST, /\t<key>BGTask[\s\S]*?<\/array>\n/, ''),
  },
  {
    name: 'a misspelt identifier (I02)',
    id: 'identifier-misspelt',
    says: /has "app\.capgo\.backgroundTask\.procesing"/,
    change: edit(INFO_PLIST, 'app.capgo.backgroundtask.processing', 'app.capgo.backgroundTask.procesing'),
  },
  {
    name: 'modes given as a string',
    id: 'plist-wrong-type',
    says: /UIBackgroundModes is not an array/,
    change: edit(INFO_PLIST, /(<key>UIBackgroundModes<\/key>\n)\t<array>[\s\S]*?<\/array>/, '$1\t<string>processing</string>'),
  },
  {
    name: 'a key twice',
    id: 'plist-key-twice',
    says: /UIBackgroundModes stands 2 times/,
    change: edit(INFO_PLIST, /(\t<key>UIBackgroundModes<\/key>\n\t<array>[\s\S]*?<\/array>\n)/, '$1$1'),
  },
  {
    name: 'a merge conflict in Info.plist',
    id: 'plist-unreadable',
    says: /not well-formed \(line 5\)/,
    change: edit(INFO_PLIST, '<dict>\n', '<dict>\n<<<<<<< HEAD\n'),
  },
  {
    name: 'an Info.plist nested without end',
    id: 'plist-unreadable',
    says: /nested too deeply/,
    change: put(INFO_PLIST, `<plist version="1.0">${'<array>'.repeat(100_000)}`),
  },
  { name: 'no Info.plist', id: 'plist-missing', says: /Info\.plist does not exist/, change: drop(INFO_PLIST) },
  {
    name: 'a second Info.plist for another build',
    id: 'identifier-missing',
    says: /Info-dev\.plist/,
    change: (files) => ({
      ...files,
      [XCODE_PROJECT]: xcodeProject([
        { name: 'App', configurations: { Debug: { INFOPLIST_FILE: 'App/Info-dev.plist' }, Release: { INFOPLIST_FILE: 'App/Info.plist' } } },
      ]),
      'ios/App/App/Info-dev.plist': '<plist version="1.0">\n<dict>\n</dict>\n</plist>\n',
    }),
  },
];
