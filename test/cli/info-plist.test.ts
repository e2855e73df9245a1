import { parse } from 'plist';
import { describe, expect, it } from 'vitest';
import { decodeXmlText } from '../../src/cli/plist/decode-xml-text.js';
import { editInfoPlist, type InfoPlistResult } from '../../src/cli/plist/edit-info-plist.js';
import { ensureStrings } from '../../src/cli/plist/ensure-strings.js';
import { scanPlist } from '../../src/cli/plist/scan-plist.js';
import { plistNeeds } from '../../src/cli/package-facts.js';
import { applyEdits } from '../../src/cli/text/text-edit.js';
import { INFO_PLISTS, plist, REFUSED_PLISTS } from './support/info-plists.js';

const MODES = ['processing', 'fetch'];
const IDENTIFIERS = ['app.capgo.backgroundtask.processing', 'app.capgo.backgroundtask.refresh'];

function edited(text: string, refresh = true): Extract<InfoPlistResult, { ok: true }> {
  const result = editInfoPlist(text, { refresh });
  if (!result.ok) throw new Error(result.reason);
  return result;
}

function parsed(text: string): Record<string, unknown> {
  return parse(text.replace(/^\uFEFF/, '')) as Record<string, unknown>;
}

/** What an independent reader must see afterwards. */
function expected(before: Record<string, unknown>): Record<string, unknown> {
  const merged = (key: string, wanted: string[]): string[] => {
    const present = (before[key] ?? []) as string[];
    return [...present, ...wanted.filter((item) => !present.includes(item))];
  };
  return {
    ...before,
    UIBackgroundModes: merged('UIBackgroundModes', MODES),
    BGTaskSchedulerPermittedIdentifiers: merged('BGTaskSchedulerPermittedIdentifiers', IDENTIFIERS),
  };
}

describe.each(INFO_PLISTS)('Info.plist: $name', ({ text }) => {
  it('holds our entries afterwards and is otherwise equal', () => {
    expect(parsed(edited(text).text)).toEqual(expected(parsed(text)));
  });

  it('is only added to: an empty element may be opened, no other byte goes', () => {
    let current = text;
    for (const { key, values } of plistNeeds(true)) {
      const result = ensureStrings(current, scanPlist(current), key, values);
      if (!result.ok) throw new Error(result.reason);
      for (const { start, end } of result.edits) expect(current.slice(start, end)).toMatch(/^(<array\/>|<dict\/>)?$/);
      current = applyEdits(current, result.edits);
    }
    expect(current).toBe(edited(text).text);
  });

  it('is left alone by a second run', () => {
    const once = edited(text).text;
    expect(edited(once)).toMatchObject({ text: once, changes: [] });
  });
});

describe.each(REFUSED_PLISTS)('Info.plist not understood: $name', ({ text, reason }) => {
  it('is explained', () => {
    const result = editInfoPlist(text, { refresh: true });
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.reason).toMatch(reason);
  });
});

describe('the form of what is added', () => {
  it('follows the indentation of the file', () => {
    const text = plist('    <key>A</key>\n    <array>\n      <string>x</string>\n    </array>\n');
    expect(edited(text, false).text).toBe(
      plist(
        '    <key>A</key>\n    <array>\n      <string>x</string>\n    </array>\n    <key>UIBackgroundModes</key>\n    <array>\n      <string>processing</string>\n    </array>\n    <key>BGTaskSchedulerPermittedIdentifiers</key>\n    <array>\n      <string>app.capgo.backgroundtask.processing</string>\n    </array>\n',
      ),
    );
  });

  it('F-C11: a file of mixed blanks gets no line that mixes them', () => {
    const text = plist(
      '    <key>UIBackgroundModes</key>\n    <array>\n    </array>\n\t<key>A</key>\n\t<array>\n\t\t<string>x</string>\n\t</array>\n',
    );
    expect(edited(text, false).text).not.toMatch(/^(?: +\t|\t+ )/m);
    const spaces = plist('\t<key>A</key>\n\t<array>\n\t\t<string>x</string>\n\t</array>\n    <key>B</key>\n    <true/>\n');
    expect(edited(spaces, false).text).not.toMatch(/^(?: +\t|\t+ )/m);
  });

  it('indents the items of an array that was empty', () => {
    const text = plist('\t<key>UIBackgroundModes</key>\n\t<array>\n\t</array>\n');
    expect(edited(text, false).text).toContain('\t<array>\n\t\t<string>processing</string>\n\t</array>\n');
  });

  it('uses the line ends of the file', () => {
    const text = plist('\t<key>A</key>\r\n\t<true/>\n').replaceAll(/\r?\n/g, '\r\n');
    const result = edited(text).text;
    expect(result.match(/(?<!\r)\n/)).toBeNull();
    expect(result).toContain('\t<key>UIBackgroundModes</key>\r\n\t<array>\r\n\t\t<string>processing</string>\r\n');
  });

  it('leaves fetch and the refresh identifier out when the app does not want them', () => {
    const { text, changes } = edited(plist(''), false);
    expect(parsed(text)).toEqual({ UIBackgroundModes: ['processing'], BGTaskSchedulerPermittedIdentifiers: [IDENTIFIERS[0]] });
    expect(changes).toEqual(['added processing to UIBackgroundModes', `added ${IDENTIFIERS[0]} to BGTaskSchedulerPermittedIdentifiers`]);
  });

  it('never takes out what an earlier version or a person put in', () => {
    const full = edited(plist('')).text;
    expect(edited(full, false).text).toBe(full);
  });
});

describe('a key that stands twice', () => {
  const both = '\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>processing</string>\n\t\t<string>fetch</string>\n\t</array>\n';
  const identifiers = `\t<key>BGTaskSchedulerPermittedIdentifiers</key>\n\t<array>\n${IDENTIFIERS.map((id) => `\t\t<string>${id}</string>\n`).join('')}\t</array>\n`;

  it('is merged into the first copy, and said so', () => {
    const pasted = '\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<string>processing</string>\n\t\t<string>audio</string>\n\t</array>\n';
    const { text, changes } = edited(plist(both + identifiers + pasted));
    expect(text).toBe(plist(both.replace('\t</array>', '\t\t<string>audio</string>\n\t</array>') + identifiers));
    expect(changes).toEqual(['merged 2 copies of UIBackgroundModes into one']);
    expect(edited(text).text).toBe(text);
  });

  it('keeps the comments of the copy that goes', () => {
    const pasted =
      '\t<key>UIBackgroundModes</key>\n\t<array>\n\t\t<!-- pasted from the guide -->\n\t\t<string>processing</string>\n\t</array>\n';
    expect(edited(plist(both + identifiers + pasted)).text).toBe(plist(`${both}${identifiers}\t<!-- pasted from the guide -->\n`));
  });

  it('is merged while the other key is added', () => {
    const { text } = edited(plist(both + both + both));
    expect(parsed(text)).toEqual({ UIBackgroundModes: MODES, BGTaskSchedulerPermittedIdentifiers: IDENTIFIERS });
    expect(text.match(/UIBackgroundModes/g)).toHaveLength(1);
  });
});

describe('text of an element', () => {
  it.each([
    ['a &amp; b &lt;c&gt; &quot;d&quot; &apos;e&apos;', 'a & b <c> "d" \'e\''],
    ['&#65;&#x42;&#x1F600;', 'AB\u{1f600}'],
    ['a<!-- no -->b<![CDATA[<c>&amp;]]>', 'ab<c>&amp;'],
    ['one\r\ntwo', 'one\ntwo'],
  ])('%j is %j', (raw, text) => {
    expect(decodeXmlText(raw)).toBe(text);
  });

  it.each(['&nbsp;', '&', '&#0;', '&#x110000;', '<b/>', '<!-- open', '<![CDATA[ open'])('%j is not understood', (raw) => {
    expect(decodeXmlText(raw)).toBeUndefined();
  });
});
