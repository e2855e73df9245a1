import ts from 'typescript';

/**
 * A test as its source names it.
 *
 * @typedef {{ readonly title: string, readonly expectedToFail: boolean }} TestTitle
 */

/** `it`, `test` and what hangs on them: `test.each(table)`, `it.fails`. Returns the names on the way, or null for another call. */
function wordsOf(callee) {
  if (ts.isIdentifier(callee)) return callee.text === 'it' || callee.text === 'test' ? [] : null;
  if (ts.isPropertyAccessExpression(callee)) return wordsOf(callee.expression)?.concat(callee.name.text) ?? null;
  if (ts.isCallExpression(callee)) return wordsOf(callee.expression);
  if (ts.isTaggedTemplateExpression(callee)) return wordsOf(callee.tag);
  return null;
}

/** Without substitutions: a title begins with its fault, so its first part says enough. */
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

/** The methods that JUnit runs, with the annotations between the one before and them. */
export function javaTitles(text) {
  const methods = withoutComments(text).matchAll(/((?:@\w+(?:\([^)]*\))?\s*)+)public\s+void\s+(\w+)\s*\(/g);
  return [...methods]
    .filter(([, annotations]) => /@Test\b/.test(annotations))
    .map(([, annotations, title]) => ({
      title,
      expectedToFail: /@(?:Ignore|Disabled|ExpectedToFail|ExpectedFailure)\b/.test(annotations),
    }));
}

/** The methods that XCTest runs, each with its body up to the next one. */
export function swiftTitles(text) {
  const parts = withoutComments(text).split(/\bfunc\s+(?=test)/);
  return parts.slice(1).map((part) => ({
    title: /^\w+/.exec(part)?.[0] ?? '',
    expectedToFail: /\bXCTExpectFailure\b|\bXCTSkip/.test(part),
  }));
}
