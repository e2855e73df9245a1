import fc from 'fast-check';
import { expect, it } from 'vitest';
import { findObjectLiteral } from '../../src/cli/project/object-literal.js';
import { scriptTokens } from '../../src/cli/project/script-tokens.js';

const LIMIT_MS = 5000;

it.each([
  "export default {ckgroundTask({ tasks: 'src/background-tasks.ts' })] };",
  'export default { plugins: [a() } ;',
  'export default { plugins: { a: 1 ] };',
  'export default { plugins: (a } ) ]',
])('a configuration whose brackets do not match, as while it is edited, is read to its end: %s', (source) => {
  expect(findObjectLiteral(scriptTokens(source), ['tasks', 'plugins'])?.complete ?? false).toBe(false);
});

it('reading ends, whatever brackets stand in a file', { timeout: LIMIT_MS }, () => {
  const part = fc.constantFrom('{', '}', '[', ']', '(', ')', ',', ':', 'tasks', "'text'", '1', '...', ' = ', ' default ');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 30 }), (parts) => {
      const found = findObjectLiteral(scriptTokens(`export default {${parts.join('')}`), ['tasks']);
      expect(found === undefined || Object.hasOwn(found.value, 'tasks')).toBe(true);
    }),
    { numRuns: 3000 },
  );
});
