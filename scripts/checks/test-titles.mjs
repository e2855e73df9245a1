import ts from 'typescript';

/**
 * Describes a test as its source names it.
 *
 * @typedef {{ readonly title: string, readonly expectedToFail: boolean }} TestTitle
 */

/** Returns the names that follow `it` or `test` in a call, such as `each` and `fails`; null for a call of something else. */
function wordsOf(callee) {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test' ? [] : null;
  if (ts.isPropertyAccessExpression(callee)) return wordsOf(callee.expression)?.concat(callee.name.text) ?? null;
  if (ts.isCallExpression(callee)) return wordsOf(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return wordsOf(callee.tag);
  return null;
}

/** Returns a string's text up to its first substitution, which is enough, because a title begins with the name of its fault. */
function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  return ts.isTemplateExpression(node) ? node.head.text : null;
}

const failsByOption = (node) =>
  ts.isObjectLiteralExpression(node) && node.properties.some((property) => property.name?.getText() === 'fails');

/** @returns {TestTitle[]} */
export function typeScriptTitles(text) {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isCallExpression(node) && node.arguments.length > 0) {
      const words = wordsOf(node.expression);
      const title = words === null ? null : textOf(node.arguments[0]);
      if (title !== null) found.push({ title, expectedToFail: words.includes('fails') || node.arguments.some(failsByOption) });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const withoutComments = (text) => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

/** Returns the methods that JUnit runs. The annotations before each say whether it is expected to fail. */
export function javaTitles(text) {
  const methods = withoutComments(text).matchAll(/((?:@\w+(?:\([^)]*\))?\s*)+)public\s+void\s+(\w+)\s*\(/g);
  return [...methods]
    .filter(([, annotations]) => /@Test\b/.test(annotations))
    .map(([, annotations, title]) => ({
      title,
      expectedToFail: /@(?:Ignore|Disabled|ExpectedToFail|ExpectedFailure)\b/.test(annotations),
    }));
}

/** Returns the methods that XCTest runs. The body of each, up to the next method, says whether it is expected to fail. */
export function swiftTitles(text) {
  const parts = withoutComments(text).split(/\bfunc\s+(?=test)/);
  return parts.slice(1).map((part) => ({
    title: /^\w+/.exec(part)?.[0] ?? '',
    expectedToFail: /\bXCTExpectFailure\b|\bXCTSkip/.test(part),
  }));
}
