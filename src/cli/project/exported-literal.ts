import { isMark, readLiteral, type LiteralObject } from './object-literal.js';
import type { ScriptToken } from './script-tokens.js';

/**
 * The object that a configuration file exports, with only those values that are certain. `complete` is true when the
 * file exports a literal and nothing else in it touches that literal: a base that a `switch` adds to, an assignment
 * afterwards or a spread can change any value.
 */
export function exportedLiteral(tokens: readonly ScriptToken[]): LiteralObject | undefined {
  const at = exportedExpression(tokens);
  if (at === undefined) return undefined;
  const direct = literalAt(tokens, at);
  if (direct) return direct;
  const name = tokens[at];
  if (name?.kind !== 'word' || !endsExpression(tokens[at + 1])) return undefined;
  const initialiser = initialiserOf(tokens, name.value);
  if (initialiser === undefined || usesOf(tokens, name.value) !== 2) return undefined;
  return literalAt(tokens, initialiser);
}

/** The index of what is exported as the default; undefined if there is none, or more than one. */
function exportedExpression(tokens: readonly ScriptToken[]): number | undefined {
  const found: number[] = [];
  for (const [at, token] of tokens.entries()) {
    const [next, third, fourth] = tokens.slice(at + 1, at + 4);
    if (token.value === 'export' && (next?.value === 'default' || (next && isMark(next, '=')))) found.push(at + 2);
    // A second mention of `module.exports` may change what the first has set.
    if (token.value === 'module' && next?.value === '.' && third?.value === 'exports') found.push(fourth?.value === '=' ? at + 4 : -1);
  }
  return found.length === 1 && found[0] !== -1 ? found[0] : undefined;
}

/** A literal, also inside of `defineConfig(…)`, which by its name hands on what it gets; any other function may add to it. */
function literalAt(tokens: readonly ScriptToken[], at: number): LiteralObject | undefined {
  const first = tokens[at];
  const isCall = first?.value === 'defineConfig' && tokens[at + 1]?.value === '(';
  const open = isCall ? tokens[at + 2] : first;
  return open && isMark(open, '{') ? readLiteral(tokens, isCall ? at + 2 : at) : undefined;
}

function endsExpression(token: ScriptToken | undefined): boolean {
  return !token || isMark(token, ';') || token.kind === 'word';
}

/** The index of the value that the only declaration of `name` gives it. */
function initialiserOf(tokens: readonly ScriptToken[], name: string): number | undefined {
  const declared = tokens.flatMap(({ kind, value }, at) =>
    kind === 'word' && ['const', 'let', 'var'].includes(value) && tokens[at + 1]?.value === name ? [at + 2] : [],
  );
  const [start] = declared;
  if (start === undefined || declared.length > 1) return undefined;
  for (let at = start; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token && isMark(token, '=')) return at + 1;
    if (token && (isMark(token, ';') || isMark(token, '('))) return undefined;
  }
  return undefined;
}

/** How often the file mentions a variable: a property or a key of the same name is not it. */
function usesOf(tokens: readonly ScriptToken[], name: string): number {
  return tokens.filter(({ kind, value }, at) => {
    if (kind !== 'word' || value !== name) return false;
    const previous = tokens[at - 1]?.value;
    const isProperty = previous === '.' && tokens[at - 2]?.value !== '.';
    const isKey = tokens[at + 1]?.value === ':' && (previous === '{' || previous === ',');
    return !isProperty && !isKey;
  }).length;
}
