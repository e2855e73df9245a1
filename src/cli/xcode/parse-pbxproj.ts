/** A value of an Xcode project file, which is a property list in the old text form. */
export type PbxValue = string | readonly PbxValue[] | PbxDict;

export interface PbxDict {
  readonly [key: string]: PbxValue;
}

const TOKEN = /\s+|\/\/[^\n]*|\/\*[\s\S]*?\*\/|"((?:[^"\\]|\\[\s\S])*)"|<[0-9a-fA-F\s]*>|[\w.$/:@+-]+|[{}()=;,]/y;
/** Deeper than any project; beyond it the call stack would give in. */
const MAXIMUM_DEPTH = 60;

class NotUnderstood extends Error {}

/** Reads a `project.pbxproj`; undefined when it is not in the form that Xcode writes. */
export function parsePbxproj(text: string): PbxDict | undefined {
  try {
    const reader = new PbxReader(tokensOf(text.replace(/^\uFEFF/, '')));
    const value = reader.value(0);
    return reader.isAtEnd && isPbxDict(value) ? value : undefined;
  } catch (error: unknown) {
    if (error instanceof NotUnderstood) return undefined;
    throw error;
  }
}

export function isPbxDict(value: PbxValue | undefined): value is PbxDict {
  return typeof value === 'object' && !Array.isArray(value);
}

interface PbxToken {
  readonly text: string;
  readonly isMark: boolean;
}

function tokensOf(text: string): PbxToken[] {
  const tokens: PbxToken[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const match = TOKEN.exec(text);
    if (!match) throw new NotUnderstood();
    const [whole, quoted] = match;
    if (/^(?:\s|\/\/|\/\*)/.test(whole)) continue;
    tokens.push({ text: quoted === undefined ? whole : unescape(quoted), isMark: /^[{}()=;,]$/.test(whole) });
  }
  return tokens;
}

function unescape(quoted: string): string {
  return quoted.replace(/\\([\s\S])/g, (_, char: string) => ({ n: '\n', t: '\t', r: '\r' })[char] ?? char);
}

class PbxReader {
  readonly #tokens: readonly PbxToken[];
  #at = 0;

  constructor(tokens: readonly PbxToken[]) {
    this.#tokens = tokens;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#tokens.length;
  }

  value(depth: number): PbxValue {
    if (depth > MAXIMUM_DEPTH) throw new NotUnderstood();
    if (this.#takes('{')) return this.#dict(depth);
    if (this.#takes('(')) return this.#list(depth);
    return this.#text();
  }

  #dict(depth: number): PbxDict {
    const entries = new Map<string, PbxValue>();
    while (!this.#takes('}')) {
      const key = this.#text();
      this.#expect('=');
      entries.set(key, this.value(depth + 1));
      this.#expect(';');
    }
    return Object.fromEntries(entries);
  }

  #list(depth: number): PbxValue[] {
    const items: PbxValue[] = [];
    while (!this.#takes(')')) {
      items.push(this.value(depth + 1));
      if (!this.#takes(',')) {
        this.#expect(')');
        break;
      }
    }
    return items;
  }

  #text(): string {
    const token = this.#tokens[this.#at];
    if (!token || token.isMark) throw new NotUnderstood();
    this.#at += 1;
    return token.text;
  }

  #takes(mark: string): boolean {
    const token = this.#tokens[this.#at];
    if (!token?.isMark || token.text !== mark) return false;
    this.#at += 1;
    return true;
  }

  #expect(mark: string): void {
    if (!this.#takes(mark)) throw new NotUnderstood();
  }
}
