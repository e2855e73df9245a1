import { templateFile, withoutScenes } from './capacitor-templates.js';

export interface PlistCase {
  readonly name: string;
  readonly text: string;
}

const HEAD = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

export function plist(body: string): string {
  return `${HEAD}<dict>\n${body}</dict>\n</plist>\n`;
}

const pods = templateFile('pods', 'Info.plist');

/** Property lists as apps have them; each must come out with our entries and be otherwise the same. */
export const INFO_PLISTS: readonly PlistCase[] = [
  { name: 'Capacitor 8, Swift packages', text: templateFile('spm', 'Info.plist') },
  { name: 'Capacitor 8, pods', text: pods },
  { name: 'Capacitor 6 and 7, no scenes', text: withoutScenes('Info.plist', pods) },
  { name: 'CRLF line ends', text: pods.replaceAll('\n', '\r\n') },
  { name: 'a byte order mark', text: `\uFEFF${pods}` },
  { name: 'no line end at the end', text: pods.trimEnd() },
  { name: 'spaces for tabs', text: pods.replaceAll('\t', '    ') },
  {
    name: 'other background modes',
    text: plist('\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>audio</string>\n\t\t<string>location</string>\n\t</array>\n'),
  },
  { name: 'only fetch', text: plist('\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>fetch</string>\n\t</array>\n') },
  {
    name: "another plugin's identifiers before the modes",
    text: plist(
      '\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array>\n\t\t<string>com.transistorsoft.fetch</string>\n\t</array>\n\t<key>Z</key>\n\t<true/>\n\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>remote-notification</string>\n\t</array>\n',
    ),
  },
  {
    name: 'an empty array',
    text: plist('\t<key>UIBackgroundModes</key>\n\t<array/>\n\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array></array>\n'),
  },
  { name: 'an empty array over two lines', text: plist('\t<key>UIBackgroundModes</key>\n\t<array>\n\t</array>\n') },
  {
    name: 'everything on one line',
    text: `${HEAD.replaceAll('\n', '')}<dict><key>UIBackgroundModes</key><array><string>audio</string></array></dict></plist>`,
  },
  { name: 'an empty dictionary', text: `${HEAD}<dict/>\n</plist>\n` },
  { name: 'an empty dictionary on the line of its parent', text: `${HEAD.trimEnd()}<dict/></plist>` },
  {
    name: 'comments that look like entries',
    text: plist(
      '\t<!-- <key>UIBackgroundModes</key><array><string>processing</string></array> -->\n\t<key>A</key> <!-- why -->\n\t<string>x</string><!-- last -->\n\t<key>UIBackgroundModes</key>\n\t<array> <!-- modes -->\n\t\t<string>audio</string> <!-- music -->\n\t\t<!-- <string>processing</string> -->\n\t</array>\n\t<!-- the end -->\n',
    ),
  },
  {
    name: 'the same names inside another dictionary',
    text: plist('\t<key>Nested</key>\n\t<dict>\n\t\t<key>UIBackgroundModes</key>\n\t\t<string>not ours</string>\n\t</dict>\n'),
  },
  {
    name: 'entities and CDATA',
    text: plist(
      '\t<key>A&amp;B</key>\n\t<string><![CDATA[<key>UIBackgroundModes</key>]]></string>\n\t<key>UIBackground&#77;odes</key>\n\t<array>\n\t\t<string>f&#x65;tch</string>\n\t</array>\n',
    ),
  },
  {
    name: 'everything there already',
    text: plist(
      '\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>fetch</string>\n\t\t<string>processing</string>\n\t</array>\n\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array>\n\t\t<string>app.capgo.backgroundtask.refresh</string>\n\t\t<string>app.capgo.backgroundtask.processing</string>\n\t</array>\n',
    ),
  },
  {
    name: "the guide's keys pasted by hand",
    text: plist(
      '\t<key>UIBackgroundModes</key>\n\t<array>\n\t  <string>processing</string>\n\t</array>\n\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array>\n\t  <string>app.capgo.backgroundtask.processing</string>\n\t</array>\n',
    ),
  },
];

/** Property lists that must be left alone, with the reason that is given. */
export const REFUSED_PLISTS: readonly (PlistCase & { readonly reason: RegExp })[] = [
  {
    name: 'modes as a string',
    text: plist('\t<key>UIBackgroundModes</key>\n\t<string>fetch</string>\n'),
    reason: /UIBackgroundModes is not an array of strings/,
  },
  {
    name: 'identifiers with a number among them',
    text: plist('\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array><integer>1</integer></array>\n'),
    reason: /BGTaskSchedulerPermittedIdentifiers is not an array of strings/,
  },
  {
    name: 'a key twice, once with the wrong type',
    text: plist('\t<key>UIBackgroundModes</key>\n\t<array/>\n\t<key>UIBackgroundModes</key>\n\t<true/>\n'),
    reason: /not an array of strings/,
  },
  { name: 'an array as root', text: `${HEAD}<array/>\n</plist>\n`, reason: /not a dictionary \(line 4\)/ },
  { name: 'an unclosed array', text: plist('\t<key>A</key>\n\t<array>\n'), reason: /<\/dict> stands where <\/array> is due \(line 7\)/ },
  { name: 'a value without a key', text: plist('\t<string>x</string>\n'), reason: /stands where <key> is due/ },
  { name: 'a merge conflict', text: plist('<<<<<<< ours\n\t<key>A</key>\n\t<true/>\n'), reason: /not well-formed \(line 5\)/ },
  { name: 'a binary property list', text: 'bplist00\u0000', reason: /binary/ },
  { name: 'an empty file', text: '', reason: /not well-formed/ },
  { name: 'JSON', text: '{"UIBackgroundModes": []}', reason: /not well-formed/ },
];
