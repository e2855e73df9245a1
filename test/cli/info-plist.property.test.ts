import fc from 'fast-check';
import { parse } from 'plist';
import { expect, it } from 'vitest';
import { editInfoPlist } from '../../src/cli/plist/edit-info-plist.js';

type Value = string | number | boolean | Value[] | { [key: string]: Value };

const RUNS = process.env['LONG'] === '1' ? 20_000 : 600;
const MODES = ['processing', 'fetch'];
const IDENTIFIERS = ['app.capgo.backgroundtask.processing', 'app.capgo.backgroundtask.refresh'];

// The independent reader trims and drops what surrounds text: words keep the comparison about structure.
const word = fc
  .stringMatching(/^[A-Za-z0-9é&<>"'./ -]{0,12}$/)
  .map((text) => text.trim())
  .filter((text) => text !== '');
const key = fc
  .oneof(word, fc.constantFrom('UIBackgroundModes', 'BGTaskSchedulerPermittedIdentifiers', 'CFBundleName'))
  .filter((name) => name !== '__proto__');
const { value } = fc.letrec<{ value: Value; array: Value[]; dict: { [key: string]: Value } }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, word, fc.integer({ min: 0, max: 1e6 }), fc.boolean(), tie('array'), tie('dict')),
  array: fc.array(tie('value'), { maxLength: 4 }),
  dict: fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
}));
const root = fc
  .record({
    others: fc.dictionary(
      word.filter((name) => name !== '__proto__'),
      value,
      { maxKeys: 5, noNullPrototype: true },
    ),
    modes: fc.option(fc.uniqueArray(fc.constantFrom('audio', 'fetch', 'processing', 'voip')), { nil: undefined }),
    identifiers: fc.option(fc.uniqueArray(fc.constantFrom('com.example.job', ...IDENTIFIERS)), { nil: undefined }),
    oursFirst: fc.boolean(),
  })
  .map(({ others, modes, identifiers, oursFirst }): { [key: string]: Value } => {
    const ours = { ...(identifiers && { BGTaskSchedulerPermittedIdentifiers: identifiers }), ...(modes && { UIBackgroundModes: modes }) };
    return oursFirst ? { ...ours, ...others } : { ...others, ...ours };
  });

const form = fc.record({
  newline: fc.constantFrom('\n', '\r\n', ''),
  indent: fc.constantFrom('\t', '  ', ''),
  comments: fc.array(fc.constantFrom('', '', '<!-- a </array> b -->', '<!--\n<key>UIBackgroundModes</key>\n-->', ' \t'), {
    minLength: 1,
    maxLength: 7,
  }),
  emptyForm: fc.constantFrom('short', 'long'),
});

/** Writes a plist in many of the forms that people and tools leave behind. */
function write(
  tree: Value,
  { newline, indent, comments, emptyForm }: { newline: string; indent: string; comments: readonly string[]; emptyForm: string },
): string {
  let turn = 0;
  const gap = (depth: number): string => {
    turn += 1;
    return (comments[turn % comments.length] ?? '') + newline + (newline === '' ? '' : indent.repeat(depth));
  };
  const escape = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  const element = (node: Value, depth: number): string => {
    if (typeof node === 'string') return `<string>${escape(node)}</string>`;
    if (typeof node === 'number') return `<integer>${node}</integer>`;
    if (typeof node === 'boolean') return `<${node}/>`;
    const isArray = Array.isArray(node);
    const name = isArray ? 'array' : 'dict';
    const inner = isArray
      ? node.map((item) => gap(depth + 1) + element(item, depth + 1))
      : Object.entries(node).map(
          ([name_, item]) => `${gap(depth + 1)}<key>${escape(name_)}</key>${gap(depth + 1)}${element(item, depth + 1)}`,
        );
    return inner.length === 0 && emptyForm === 'short' ? `<${name}/>` : `<${name}>${inner.join('')}${gap(depth)}</${name}>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>${newline}<plist version="1.0">${newline}${element(tree, 0)}${newline}</plist>${newline}`;
}

function withOurs(tree: Record<string, unknown>): Record<string, unknown> {
  const merged = (name: string, wanted: string[]): string[] => [...new Set([...((tree[name] as string[] | undefined) ?? []), ...wanted])];
  return {
    ...tree,
    UIBackgroundModes: merged('UIBackgroundModes', MODES),
    BGTaskSchedulerPermittedIdentifiers: merged('BGTaskSchedulerPermittedIdentifiers', IDENTIFIERS),
  };
}

/** Whether every character of `part` stands in `whole`, in order. */
function isSubsequence(part: string, whole: string): boolean {
  let at = 0;
  for (const char of part) {
    at = whole.indexOf(char, at) + 1;
    if (at === 0) return false;
  }
  return true;
}

it('any well-formed plist comes out equal plus our entries, with nothing lost, and a second time unchanged', () => {
  fc.assert(
    fc.property(root, form, (tree, layout) => {
      const source = write(tree, layout);
      const before = parse(source) as Record<string, unknown>;
      const result = editInfoPlist(source, { refresh: true });
      if (!result.ok) throw new Error(`${result.reason}\n${source}`);
      expect(parse(result.text)).toEqual(withOurs(before));
      expect(isSubsequence(source.replaceAll('<dict/>', '').replaceAll('<array/>', ''), result.text)).toBe(true);
      expect(editInfoPlist(result.text, { refresh: true })).toEqual({ ok: true, text: result.text, changes: [] });
      if (layout.newline === '\r\n') expect(result.text.replace(/<!--[\s\S]*?-->/g, '')).not.toMatch(/(?<!\r)\n/);
    }),
    { numRuns: RUNS },
  );
});

it('any text at all is either understood or left alone, without a throw', () => {
  const piece = fc.constantFrom(
    '<',
    '>',
    '<dict>',
    '</dict>',
    '<array/>',
    '<key>',
    '</key>',
    '<!--',
    '-->',
    '<![CDATA[',
    ']]>',
    '&',
    '&#x;',
    '<plist version="1.0">',
    '</plist>',
    '<true/>',
    'a',
    '\n',
    '<string>',
    '</string>',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const source = pieces.join('');
      const result = editInfoPlist(source, { refresh: true });
      if (result.ok) expect(editInfoPlist(result.text, { refresh: true })).toMatchObject({ ok: true, changes: [] });
      else expect(result.reason).not.toBe('');
    }),
    { numRuns: RUNS },
  );
});
