import { describe, expect, it } from 'vitest';
import { editAppDelegate } from '../../src/cli/swift/edit-app-delegate.js';
import { MASK, maskSwift } from '../../src/cli/swift/mask-swift.js';
import { APP_DELEGATES, delegate, REFUSED_APP_DELEGATES } from './support/app-delegates.js';

function edited(text: string): string {
  const result = editAppDelegate(text);
  if (!result.ok) throw new Error(result.reason);
  return result.text;
}

/** Comments and string contents out, white space as one space: what the compiler would see, found another way. */
function code(text: string): string {
  return maskSwift(text).replaceAll(MASK, ' ').replace(/\s+/g, ' ');
}

describe.each(APP_DELEGATES)('AppDelegate.swift: $name', ({ text }) => {
  it('gets the import and, as the first statement of the launch method, the call', () => {
    const result = code(edited(text));
    expect(result).toMatch(/didFinishLaunchingWithOptions [^{]*-> Bool \{ CapgoBackgroundTask\.registerLaunchHandlers\(\)/);
    expect(result.match(/registerLaunchHandlers/g)).toHaveLength(1);
    expect(result.match(/import CapgoBackgroundTaskPlugin/g)).toHaveLength(1);
  });

  it('is otherwise the same, byte for byte', () => {
    const result = edited(text);
    const lines = /^[ \t]*(import CapgoBackgroundTaskPlugin|CapgoBackgroundTask\.registerLaunchHandlers\(\))\r?\n/gm;
    const kept = result.replace(' CapgoBackgroundTask.registerLaunchHandlers();', '').replace(lines, '');
    // Lines of the fixture itself that look the same stand in comments and are taken from both sides.
    expect(kept).toBe(text.replace(lines, ''));
    expect(result.length - text.length).toBeGreaterThanOrEqual(
      'import CapgoBackgroundTaskPlugin\nCapgoBackgroundTask.registerLaunchHandlers()'.length,
    );
  });

  it('is left alone by a second run', () => {
    const once = edited(text);
    expect(editAppDelegate(once)).toEqual({ ok: true, text: once, changes: [] });
  });

  it('does not put the import under a condition', () => {
    const before = code(edited(text)).split('import CapgoBackgroundTaskPlugin')[0] ?? '';
    expect(before.match(/#if/g)?.length ?? 0).toBe(before.match(/#endif/g)?.length ?? 0);
  });
});

describe.each(REFUSED_APP_DELEGATES)('AppDelegate.swift not understood: $name', ({ text, reason }) => {
  it('is explained', () => {
    const result = editAppDelegate(text);
    expect(result).toMatchObject({ ok: false });
    expect(!result.ok && result.reason).toMatch(reason);
  });
});

describe('what is there already', () => {
  it('keeps a call that stands further down in the launch method', () => {
    const text = delegate(
      '        FirebaseApp.configure()\n        CapgoBackgroundTask . registerLaunchHandlers ()\n        return true\n',
      'import UIKit\ninternal import CapgoBackgroundTaskPlugin\n',
    );
    expect(editAppDelegate(text)).toEqual({ ok: true, text, changes: [] });
  });

  const imported = 'import CapgoBackgroundTaskPlugin\n';
  const call = '        CapgoBackgroundTask.registerLaunchHandlers()\n';
  it.each([
    [
      'in both branches of #if',
      delegate(`${call}        return true\n`, imported).replace(/( {4}func[\s\S]*?\n {4}\}\n)/, '#if DEBUG\n$1#else\n$1#endif\n'),
    ],
    ['in a file that is under #if as a whole', `#if os(iOS)\n${delegate(`${call}        return true\n`, imported)}#endif\n`],
    [
      'in a function that the launch method calls',
      delegate('        setUp()\n        return true\n', imported).replace(/\}\n$/, `    private func setUp() {\n${call}    }\n}\n`),
    ],
    ['in willFinishLaunching', delegate(`${call}        return true\n`, imported).replace('didFinish', 'willFinish')],
  ])('keeps a call that a person wrote %s', (_, text) => {
    expect(editAppDelegate(text)).toEqual({ ok: true, text, changes: [] });
  });

  it('gives a body that is one expression the return that Swift then asks for', () => {
    const result = editAppDelegate(delegate('        /* go on */ true\n', imported));
    expect(result).toMatchObject({
      ok: true,
      changes: ['added "CapgoBackgroundTask.registerLaunchHandlers()" and "return" to application(_:didFinishLaunchingWithOptions:)'],
    });
    expect(result.ok && result.text).toBe(delegate(`${call}        /* go on */ return true\n`, imported));
    expect(edited(delegate('', imported).replace(/\{\n {4}\}/, '{ true }'))).toContain(
      'Bool { CapgoBackgroundTask.registerLaunchHandlers(); return true }',
    );
  });

  it('adds only what is missing', () => {
    const result = editAppDelegate(delegate('        CapgoBackgroundTask.registerLaunchHandlers()\n        return true\n'));
    expect(result).toMatchObject({ ok: true, changes: ['added "import CapgoBackgroundTaskPlugin"'] });
  });

  it('finds a call that follows a string with a brace in its interpolation', () => {
    const text = delegate(
      '        print("\\(name("}"))")\n        CapgoBackgroundTask.registerLaunchHandlers()\n        return true\n',
      'import CapgoBackgroundTaskPlugin\n',
    );
    expect(editAppDelegate(text)).toEqual({ ok: true, text, changes: [] });
  });

  it('takes the indentation of the statements that are there, else one step more than the method', () => {
    const two = delegate('    return true\n').replaceAll('    func', '  func');
    expect(edited(two)).toContain('Bool {\n    CapgoBackgroundTask.registerLaunchHandlers()\n    return true\n');
    expect(edited(delegate('return true\n'))).toContain('Bool {\n        CapgoBackgroundTask.registerLaunchHandlers()\nreturn true\n');
  });

  it('takes the line ends and the indentation of the file', () => {
    const tabs = delegate('\t\treturn true\n').replaceAll('    ', '\t').replaceAll('\n', '\r\n');
    expect(edited(tabs)).toContain('-> Bool {\r\n\t\tCapgoBackgroundTask.registerLaunchHandlers()\r\n\t\treturn true\r\n');
    expect(edited(tabs)).toContain('import Capacitor\r\nimport CapgoBackgroundTaskPlugin\r\n');
  });
});
