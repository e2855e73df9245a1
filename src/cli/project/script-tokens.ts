export interface ScriptToken {
  readonly kind: 'word' | 'number' | 'string' | 'punctuation';
  /** A string's value without quotes; for other tokens the source itself. */
  readonly value: string;
  readonly start: number;
}

const BEFORE_EXPRESSION = new Set(['return', 'typeof', 'case', 'in', 'of', 'await', 'yield', 'void', 'delete', 'default']);

/**
 * Tokens of JavaScript or TypeScript, read without running it. Made for finding literals, not for compiling: it
 * goes on after what it does not know (an apostrophe in JSX text, a template part of a Vue file).
 */
export function scriptTokens(source: string): ScriptToken[] {
  const tokens: ScriptToken[] = [];
  let at = 0;
  while (at < source.length) {
    const rest = source.slice(at, at + 2);
    const char = source[at] ?? '';
    if (/\s/.test(char)) {
      at += 1;
    } else if (rest === '//') {
      at = indexOrEnd(source, '\n', at);
    } else if (rest === '/*' || source.startsWith('<!--', at)) {
      const mark = rest === '/*' ? '*/' : '-->';
      at = Math.min(indexOrEnd(source, mark, at + 2) + mark.length, source.length);
    } else if (char === '"' || char === "'" || char === '`') {
      const end = stringEnd(source, at, char);
      if (end === undefined) {
        at += 1;
        continue;
      }
      const raw = source.slice(at + 1, end - 1);
      // A template with expressions has no value that could be known without running it.
      const known = char !== '`' || !raw.includes('${');
      tokens.push(known ? { kind: 'string', value: unescape(raw), start: at } : { kind: 'punctuation', value: '`', start: at });
      at = end;
    } else if (/[\w$\u00a0-\uffff]/.test(char)) {
      const [word = char] = /^[\w$\u00a0-\uffff]+(?:\.\d+)?/.exec(source.slice(at, at + 200)) ?? [];
      const isNumber = /^\d/.test(word);
      const value = isNumber ? word : (/^[\w$\u00a0-\uffff]+/.exec(word)?.[0] ?? word);
      tokens.push({ kind: isNumber ? 'number' : 'word', value, start: at });
      at += value.length;
    } else if (char === '/' && startsExpression(tokens.at(-1))) {
      at = regularExpressionEnd(source, at);
      tokens.push({ kind: 'punctuation', value: '/', start: at });
    } else {
      tokens.push({ kind: 'punctuation', value: char, start: at });
      at += 1;
    }
  }
  return tokens;
}

function startsExpression(previous: ScriptToken | undefined): boolean {
  if (!previous) return true;
  if (previous.kind === 'word') return BEFORE_EXPRESSION.has(previous.value);
  return previous.kind === 'punctuation' && '(,=:[!&|?{};+-*%~^'.includes(previous.value);
}

function stringEnd(source: string, start: number, quote: string): number | undefined {
  for (let at = start + 1; at < source.length; at += 1) {
    const char = source[at];
    if (char === '\\') at += 1;
    else if (char === quote) return at + 1;
    else if (char === '\n' && quote !== '`') return undefined;
  }
  return undefined;
}

function regularExpressionEnd(source: string, start: number): number {
  let inClass = false;
  for (let at = start + 1; at < source.length && source[at] !== '\n'; at += 1) {
    const char = source[at];
    if (char === '\\') at += 1;
    else if (char === '[') inClass = true;
    else if (char === ']') inClass = false;
    else if (char === '/' && !inClass) return at + 1;
  }
  return start + 1;
}

function indexOrEnd(source: string, mark: string, from: number): number {
  const index = source.indexOf(mark, from);
  return index === -1 ? source.length : index;
}

function unescape(raw: string): string {
  return raw.replace(
    /\\(u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|[\s\S])/g,
    (_, whole: string, long?: string, four?: string, two?: string) => {
      const hex = long ?? four ?? two;
      if (hex !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(hex, 16), 0x10ffff));
      return { n: '\n', t: '\t', r: '\r', '\n': '' }[whole] ?? whole;
    },
  );
}
