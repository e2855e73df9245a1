import { plistNeeds } from '../package-facts.js';
import { applyEdits } from '../text/text-edit.js';
import { ensureStrings } from './ensure-strings.js';
import { PlistNotUnderstood } from './plist-node.js';
import { scanPlist } from './scan-plist.js';

export type InfoPlistResult =
  { readonly ok: true; readonly text: string; readonly changes: readonly string[] } | { readonly ok: false; readonly reason: string };

/** Adds what the plugin needs, only where it is missing. `text` equals the input when nothing is. */
export function editInfoPlist(source: string, options: { readonly refresh: boolean }): InfoPlistResult {
  let text = source;
  const changes: string[] = [];
  try {
    for (const { key, values } of plistNeeds(options.refresh)) {
      // Read again for each key: the edit of the first may have opened an empty dictionary.
      const result = ensureStrings(text, scanPlist(text), key, values);
      if (!result.ok) return result;
      text = applyEdits(text, result.edits);
      if (result.mergedCopies > 0) changes.push(`merged ${result.mergedCopies + 1} copies of ${key} into one`);
      if (result.added.length > 0) changes.push(`added ${result.added.join(', ')} to ${key}`);
    }
  } catch (error: unknown) {
    if (!(error instanceof PlistNotUnderstood)) throw error;
    return { ok: false, reason: `${error.message} (line ${error.line})` };
  }
  return { ok: true, text, changes };
}

/** The lines for a person to paste between the outer <dict> and </dict>. */
export function infoPlistLines(refresh: boolean): string[] {
  return plistNeeds(refresh).flatMap(({ key, values }) => [
    `<key>${key}</key>`,
    '<array>',
    ...values.map((value) => `\t<string>${value}</string>`),
    '</array>',
  ]);
}
