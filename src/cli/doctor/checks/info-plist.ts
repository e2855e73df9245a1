import { IDENTIFIERS_KEY, MODES_KEY, plistNeeds, PROCESSING_IDENTIFIER } from '../../package-facts.js';
import { entriesNamed, PlistNotUnderstood, stringsOf, type PlistDict } from '../../plist/plist-node.js';
import { scanPlist } from '../../plist/scan-plist.js';
import { shown, type Project } from '../../project/project.js';
import { readTextFile } from '../../project/text-file.js';
import { isNear } from '../../text/near.js';
import { infoPlistFiles, localisedInfoPlist } from '../../xcode/info-plist-files.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';
import { CONFIGURE_REMEDY } from '../remedies.js';

const base = { platform: 'ios', link: LINKS.iosPermitted, severity: 'error' } as const;

/** Background modes and permitted identifiers, in every Info.plist that the Xcode project builds the app with. */
export function checkInfoPlist({ project, hasIos }: DoctorContext): Finding[] {
  if (!hasIos) return [];
  const { edited, all, unknown } = infoPlistFiles(project);
  const unchecked = unknown.map((written): Finding => ({
    ...base,
    id: 'plist-path-unknown',
    severity: 'warning',
    message: `the Xcode project names an Info.plist ${written}, whose variables only Xcode knows: it was not looked at`,
    remedy: 'Look there for what docs/setup.md shows, or name the file without variables of your own.',
  }));
  return [...all.flatMap((path) => checkOne(project, path, edited)), ...unchecked];
}

function checkOne(project: Project, path: string, edited: string): Finding[] {
  const file = shown(project, path);
  const remedy =
    path === edited
      ? CONFIGURE_REMEDY
      : `Add it by hand, as docs/setup.md shows: configure and the sync edit ${shown(project, edited)} only.`;
  const read = readTextFile(path);
  if (read.state === 'absent') {
    const localised = localisedInfoPlist(path);
    if (localised !== undefined) {
      const message = `${shown(project, localised)} is there instead of ${file}: in a list for one language iOS looks for no background modes`;
      return [{ ...base, id: 'plist-localised', message, remedy: `Move it to ${file}; texts in languages belong in InfoPlist.strings.` }];
    }
    return [
      {
        ...base,
        id: 'plist-missing',
        message: `${file} does not exist`,
        remedy: 'Run npx cap add ios, or correct ios.path in capacitor.config.',
      },
    ];
  }
  const unreadable = (reason: string): Finding[] => [
    {
      ...base,
      id: 'plist-unreadable',
      message: `${file} was not understood: ${reason}`,
      remedy: 'Repair it; "plutil -lint" and "plutil -convert xml1" help on a Mac.',
    },
  ];
  if (read.state === 'unreadable') return unreadable(read.reason);
  let root: PlistDict;
  try {
    root = scanPlist(read.text);
  } catch (error: unknown) {
    if (!(error instanceof PlistNotUnderstood)) throw error;
    return unreadable(`${error.message} (line ${error.line})`);
  }
  const findings: Finding[] = [];
  const present = new Map<string, readonly string[]>();
  for (const { key, values } of plistNeeds(project.config.refresh)) {
    const entries = entriesNamed(root, key);
    const lists = entries.map((entry) => stringsOf(entry.value));
    if (lists.includes(undefined)) {
      findings.push({
        ...base,
        id: 'plist-wrong-type',
        message: `${file}: ${key} is not an array of strings`,
        remedy: `Make it an <array> of <string>, as docs/setup.md shows.`,
      });
      continue;
    }
    if (entries.length > 1)
      findings.push({
        ...base,
        id: 'plist-key-twice',
        message: `${file}: ${key} stands ${entries.length} times; iOS reads one of them`,
        remedy: path === edited ? CONFIGURE_REMEDY : 'Merge them by hand.',
      });
    const strings = lists.flatMap((list) => list ?? []);
    present.set(key, strings);
    for (const value of values.filter((wanted) => !strings.includes(wanted))) {
      const near = strings.find((other) => isNear(other, value) && !values.includes(other));
      if (near !== undefined) {
        findings.push({
          ...base,
          id: 'identifier-misspelt',
          message: `${file}: ${key} has "${near}" where "${value}" is needed`,
          remedy: `Correct it to ${value}.`,
        });
      } else {
        const id = key === MODES_KEY ? 'mode-missing' : 'identifier-missing';
        findings.push({ ...base, id, message: `${file}: ${key} lacks ${value}: iOS refuses the request (code 3)`, remedy });
      }
    }
  }
  if (present.get(MODES_KEY)?.includes('processing') && present.get(IDENTIFIERS_KEY)?.length === 0) {
    const message = `${file} has the mode processing and no ${IDENTIFIERS_KEY}: the App Store refuses such an upload`;
    findings.push({ ...base, id: 'modes-without-identifiers', message, remedy: `Add ${PROCESSING_IDENTIFIER}: ${remedy}` });
  }
  return findings;
}
