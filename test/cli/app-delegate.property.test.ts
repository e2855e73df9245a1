import fc from 'fast-check';
import { expect, it } from 'vitest';
import { editAppDelegate } from '../../src/cli/swift/edit-app-delegate.js';
import { maskSwift } from '../../src/cli/swift/mask-swift.js';

const RUNS = process.env['LONG'] === '1' ? 20_000 : 600;

const noise = fc.constantFrom(
  '// }',
  '/* { */',
  '/* a /* b */ c */',
  'print("}")',
  'print("\\(name(")"))")',
  'let t = """\n  } " {\n  """',
  'let r = #"\\("#',
  '// CapgoBackgroundTask.registerLaunchHandlers()',
  'let s = "import CapgoBackgroundTaskPlugin"',
  'if a { b() }',
  '#if DEBUG\n  c()\n  #endif',
  '',
  '   ',
);
const imports = fc.subarray([
  'import UIKit',
  'import Capacitor // bridge',
  '@preconcurrency import WebKit',
  '#if DEBUG\nimport Pulse\n#endif',
  '/* import X */',
  '// licence',
  'import struct Foundation.Data',
]);
const form = fc.record({
  newline: fc.constantFrom('\n', '\r\n'),
  indent: fc.constantFrom('    ', '\t', '  '),
  brace: fc.constantFrom(' {', '\n{', ' { // why', ' { /* one\ntwo */'),
  last: fc.boolean(),
});

it('any app delegate with a launch method gets the import and the call, keeps the rest, and needs no second run', () => {
  fc.assert(
    fc.property(
      imports,
      fc.array(noise, { maxLength: 4 }),
      fc.array(noise, { maxLength: 4 }),
      form,
      (head, members, body, { newline, indent, brace, last }) => {
        const method = [
          `func application(_ application: UIApplication, didFinishLaunchingWithOptions o: [UIApplication.LaunchOptionsKey: Any]?) -> Bool${brace}`,
          ...body.map((line) => indent + line),
          `${indent}return true`,
          '}',
        ];
        const lines = [
          ...head,
          '',
          'class AppDelegate: UIResponder, UIApplicationDelegate {',
          ...members.filter((line) => !line.startsWith('#if')),
          ...method.map((line) => indent + line),
          '}',
          ...(last ? [''] : []),
        ];
        const source = lines.join('\n').replaceAll('\n', newline);
        const result = editAppDelegate(source);
        if (!result.ok) throw new Error(`${result.reason}\n${source}`);
        const once = result.text;
        expect(maskSwift(once)).toMatch(/-> Bool\s*\{[\s\u0001]*CapgoBackgroundTask\.registerLaunchHandlers\(\)/);
        expect(maskSwift(once)).toMatch(/^import CapgoBackgroundTaskPlugin\s*$/m);
        expect(editAppDelegate(once)).toEqual({ ok: true, text: once, changes: [] });
        const added = once
          .split('\n')
          .filter((line) => /^\s*(import CapgoBackgroundTaskPlugin|CapgoBackgroundTask\.registerLaunchHandlers\(\))\r?$/.test(line));
        expect(once.length - source.length).toBe(added.join('\n').length + 1);
        if (newline === '\r\n') expect(once).not.toMatch(/(?<!\r)\n/);
      },
    ),
    { numRuns: RUNS },
  );
});

it('any text at all is either understood or left alone, without a throw', () => {
  const piece = fc.constantFrom(
    '"',
    '"""',
    '#"',
    '"#',
    '\\(',
    ')',
    '(',
    '{',
    '}',
    '/*',
    '*/',
    '//',
    '\n',
    'func application(',
    '_ a: UIApplication, didFinishLaunchingWithOptions b: Any',
    ') -> Bool {',
    'import UIKit',
    '#if',
    '#endif',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const source = pieces.join('');
      const result = editAppDelegate(source);
      expect(maskSwift(source)).toHaveLength(source.length);
      if (result.ok) expect(editAppDelegate(result.text)).toEqual({ ok: true, text: result.text, changes: [] });
    }),
    { numRuns: RUNS },
  );
});
