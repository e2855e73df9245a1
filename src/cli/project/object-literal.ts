import type { ScriptToken } from './script-tokens.js';

export interface LiteralObject {
  readonly value: Readonly<Record<string, unknown>>;
  /** False when a part could not be read without running the file: a spread, a call (also one that gets the object), a variable. */
  readonly complete: boolean;
}

const UNKNOWN = Symbol('unknown');
/** Deeper than any real configuration; beyond it the call stack would give in. */
const MAXIMUM_DEPTH = 200;

/** The first object literal of the file that has one of `keys`. */
export function findObjectLiteral(tokens: readonly ScriptToken[], keys: readonly string[]): LiteralObject | undefined {
  for (const [index, token] of tokens.entries()) {
    if (!isMark(token, '{')) continue;
    const previous = tokens[index - 1];
    if (!previous || !['=', 'default', '('].includes(previous.value)) continue;
    const reader = new LiteralReader(tokens, index);
    const value = reader.value();
    const around = tokens[index - 2];
    // By its name `defineConfig` hands on what it gets; any other function may add to it.
    const isArgument = previous.value === '(' && around?.kind === 'word' && around.value !== 'defineConfig';
    if (isRecord(value) && keys.some((key) => Object.hasOwn(value, key))) return { value, complete: reader.complete && !isArgument };
  }
  return undefined;
}

/**
 * The literal whose `{` stands at `at`, with only those values that are certain: a spread and a computed key can replace
 * whatever stands before them.
 */
export function readLiteral(tokens: readonly ScriptToken[], at: number): LiteralObject | undefined {
  const reader = new LiteralReader(tokens, at, true);
  const value = reader.value();
  return isRecord(value) ? { value, complete: reader.complete } : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

class LiteralReader {
  complete = true;
  readonly #tokens: readonly ScriptToken[];
  #at: number;
  #depth = 0;
  readonly #certainOnly: boolean;

  constructor(tokens: readonly ScriptToken[], at: number, certainOnly = false) {
    this.#tokens = tokens;
    this.#at = at;
    this.#certainOnly = certainOnly;
  }

  value(): unknown {
    const token = this.#tokens[this.#at];
    let value: unknown = UNKNOWN;
    if (!token) return UNKNOWN;
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH) value = UNKNOWN;
    else if (isMark(token, '{')) value = this.#object();
    else if (isMark(token, '[')) value = this.#array();
    else if (token.kind === 'string') value = this.#take(token.value);
    else if (token.kind === 'number') value = this.#take(numberOf(token.value));
    else if (token.value === 'true') value = this.#take(true);
    else if (token.value === 'false') value = this.#take(false);
    else if (token.value === 'null') value = this.#take(null);
    this.#depth -= 1;
    // `x as const` and `x satisfies T` keep their value; any other continuation makes it an expression.
    const next = this.#tokens[this.#at];
    const ends = !next || isMark(next, ',') || isMark(next, '}') || isMark(next, ']') || isMark(next, ')') || isMark(next, ';');
    if (!ends && !['as', 'satisfies', 'const', 'let', 'export'].includes(next.value) && next.kind === 'punctuation') value = UNKNOWN;
    if (value === UNKNOWN) this.complete = false;
    return value;
  }

  #take(value: unknown): unknown {
    this.#at += 1;
    return value;
  }

  #object(): Record<string, unknown> {
    let result: Record<string, unknown> = {};
    this.#at += 1;
    while (this.#isInside()) {
      const key = this.#tokens[this.#at];
      const colon = this.#tokens[this.#at + 1];
      if (key && key.kind !== 'punctuation' && colon && isMark(colon, ':')) {
        this.#at += 2;
        const value = this.value();
        if (value !== UNKNOWN) result[key.value] = value;
        // The later of two equal keys counts, also where its value is not known.
        else if (Object.hasOwn(result, key.value)) result = without(result, key.value);
      } else if (!this.#mark(',')) {
        this.complete = false;
        if (this.#certainOnly && (this.#mark('.') || this.#mark('['))) result = {};
      }
      this.#skipToSeparator();
    }
    this.#close('}');
    return result;
  }

  /** A list of which a part is not known is not known: it could hold anything. */
  #array(): unknown {
    const result: unknown[] = [];
    this.#at += 1;
    while (this.#isInside()) {
      result.push(this.value());
      this.#skipToSeparator();
    }
    this.#close(']');
    return result.includes(UNKNOWN) ? UNKNOWN : result;
  }

  /** Any bracket that closes ends a literal: in a file that somebody is editing it may be another one's. */
  #isInside(): boolean {
    return this.#at < this.#tokens.length && !['}', ']', ')'].some((mark) => this.#mark(mark));
  }

  #close(mark: string): void {
    if (!this.#mark(mark)) this.complete = false;
    this.#at += 1;
  }

  /** To just after the next comma of this level, or onto the bracket that closes it. */
  #skipToSeparator(): void {
    for (let depth = 0; this.#at < this.#tokens.length; this.#at += 1) {
      const token = this.#tokens[this.#at];
      if (token?.kind !== 'punctuation') continue;
      if ('{[('.includes(token.value)) depth += 1;
      else if ('}])'.includes(token.value)) {
        if (depth === 0) return;
        depth -= 1;
      } else if (token.value === ',' && depth === 0) {
        this.#at += 1;
        return;
      }
    }
  }

  #mark(value: string): boolean {
    const token = this.#tokens[this.#at];
    return token !== undefined && isMark(token, value);
  }
}

function numberOf(text: string): unknown {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? UNKNOWN : value;
}

function without(record: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([name]) => name !== key));
}

export function isMark(token: ScriptToken, value: string): boolean {
  return token.kind === 'punctuation' && token.value === value;
}
