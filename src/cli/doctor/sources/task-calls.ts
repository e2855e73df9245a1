import { PACKAGE_NAME } from '../../package-facts.js';
import { readLiteral } from '../../project/object-literal.js';
import type { ScriptToken } from '../../project/script-tokens.js';
import type { SourceFile } from './app-sources.js';

const METHODS = ['defineTask', 'registerTaskAsync', 'enqueueTaskAsync'] as const;
type Method = (typeof METHODS)[number];

export interface TaskCall {
  readonly method: Method;
  /** Undefined when the name cannot be known without running the code. */
  readonly task: string | undefined;
  readonly path: string;
  /** What is certain of the options' literal; undefined where none is given, or they are not a literal. */
  readonly literal: Readonly<Record<string, unknown>> | undefined;
  /** `minimumInterval` where it is a number literal. */
  readonly minimumInterval: number | undefined;
  /** The options of a registration: what is a literal, and the names of the others. */
  readonly options: { readonly read: Readonly<Record<string, number | boolean>>; readonly unread: readonly string[] };
}

/** Every `defineTask(…)`, `registerTaskAsync(…)` and `enqueueTaskAsync(…)` of the sources, with names that constants stand for resolved. */
export function findTaskCalls(files: readonly SourceFile[]): TaskCall[] {
  const everywhere = new Map<string, string | undefined>();
  const perFile = files.map((file) => constantsOf(file.tokens));
  for (const constants of perFile) {
    // Two files that give one name two values: neither can be taken for a third.
    for (const [name, value] of constants) everywhere.set(name, everywhere.has(name) && everywhere.get(name) !== value ? undefined : value);
  }
  return files.flatMap((file, index) => {
    const imported = importedNames(file.tokens);
    const foreign = (name: string): string | undefined => (imported.has(name.replace(/\..*/, '')) ? everywhere.get(name) : undefined);
    return callsIn(file, (name) => perFile[index]?.get(name) ?? foreign(name));
  });
}

/** The words between `import` and `from`: a parameter that is called like some constant elsewhere is not it. */
function importedNames(tokens: readonly ScriptToken[]): Set<string> {
  const names = new Set<string>();
  let isOpen = false;
  for (const { kind, value } of tokens) {
    if (kind === 'word' && value === 'import') isOpen = true;
    else if (kind === 'string' || value === ';' || value === '(') isOpen = false;
    else if (isOpen && kind === 'word') names.add(value);
  }
  return names;
}

function callsIn({ tokens, path }: SourceFile, constant: (name: string) => string | undefined): TaskCall[] {
  return tokens.flatMap((token, at): TaskCall[] => {
    const method = METHODS.find((name) => token.kind === 'word' && token.value === name);
    if (method === undefined || tokens[at - 1]?.value === 'function') return [];
    const open = afterTypeArguments(tokens, at + 1);
    if (tokens[open]?.value !== '(') return [];
    const first = tokens[open + 1];
    if (first?.value === '{' || isForeign(tokens, at)) return [];
    const ends = tokens[open + 2]?.value === ',' || tokens[open + 2]?.value === ')';
    let task: string | undefined;
    if (ends && first?.kind === 'string') task = first.value;
    else if (ends && first?.kind === 'word') task = constant(first.value);
    else if (first?.kind === 'word' && tokens[open + 2]?.value === '.') task = constant(`${first.value}.${tokens[open + 3]?.value ?? ''}`);
    const options = method === 'registerTaskAsync' ? optionsIn(tokens, open + 1) : { read: {}, unread: [] };
    const interval = options.read['minimumInterval'];
    const literal = method === 'defineTask' ? undefined : optionsLiteral(tokens, open + 1);
    return [{ method, task, path, literal, minimumInterval: typeof interval === 'number' ? interval : undefined, options }];
  });
}

/** The literal that is the call's second argument; `from` is where the first one begins. */
function optionsLiteral(tokens: readonly ScriptToken[], from: number): Readonly<Record<string, unknown>> | undefined {
  for (let at = from, depth = 0; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'punctuation') continue;
    if ('([{'.includes(token.value)) depth += 1;
    else if (')]}'.includes(token.value)) depth -= 1;
    if (depth < 0) return undefined;
    if (depth === 0 && token.value === ',') return readLiteral(tokens, at + 1)?.value;
  }
  return undefined;
}

/** Where the call's bracket stands: `defineTask<{ text: string }>(…)`. */
function afterTypeArguments(tokens: readonly ScriptToken[], from: number): number {
  if (tokens[from]?.value !== '<') return from;
  for (let at = from, depth = 0; at < tokens.length; at += 1) {
    const { value } = tokens[at] ?? {};
    if (value === '<') depth += 1;
    // The arrow of a function type is no end.
    if (value === '>' && tokens[at - 1]?.value !== '=' && --depth === 0) return at + 1;
    if (value === ';' && depth === 0) break;
  }
  return from;
}

/** Whether the name before the call is imported from another package, which has a `defineTask` of its own. */
function isForeign(tokens: readonly ScriptToken[], at: number): boolean {
  const owner = tokens[at - 1]?.value === '.' ? tokens[at - 2]?.value : tokens[at]?.value;
  if (owner === undefined || owner === 'BackgroundTask') return false;
  const source = sourceOf(tokens, owner);
  return source !== undefined && !/^(?:[./~#]|@\/)/.test(source) && !source.startsWith(PACKAGE_NAME);
}

/** The specifier that `name` is imported from. */
function sourceOf(tokens: readonly ScriptToken[], name: string): string | undefined {
  let isNamed = false;
  let isOpen = false;
  for (const { kind, value } of tokens) {
    if (kind === 'word' && value === 'import') {
      isOpen = true;
      isNamed = false;
    } else if (isOpen && kind === 'string') {
      if (isNamed) return value;
      isOpen = false;
    } else if (value === ';' || value === '(') isOpen = false;
    else if (isOpen && kind === 'word' && value === name) isNamed = true;
  }
  return undefined;
}

/** `const NAME = 'text'`, and `const NAME = { key: 'text' }` as "NAME.key". */
function constantsOf(tokens: readonly ScriptToken[]): Map<string, string> {
  const constants = new Map<string, string>();
  for (const [at, token] of tokens.entries()) {
    if (token.kind !== 'word' || token.value !== 'const') continue;
    const name = tokens[at + 1]?.value ?? '';
    const equals = tokens.slice(at + 2, at + 5).findIndex((next) => next.kind === 'punctuation' && next.value === '=');
    const value = equals === -1 ? undefined : tokens[at + 3 + equals];
    if (value?.kind === 'string') constants.set(name, value.value);
    if (value?.kind !== 'punctuation' || value.value !== '{') continue;
    for (let inner = at + 4 + equals; inner < tokens.length && tokens[inner]?.value !== '}'; inner += 1) {
      const [key, colon, text] = tokens.slice(inner, inner + 3);
      if (key && key.kind !== 'punctuation' && colon?.value === ':' && text?.kind === 'string')
        constants.set(`${name}.${key.value}`, text.value);
    }
  }
  return constants;
}

/** The keys of the object literals within the call's brackets, as far as their values are literals. */
function optionsIn(tokens: readonly ScriptToken[], from: number): TaskCall['options'] {
  const read: Record<string, number | boolean> = {};
  const unread: string[] = [];
  for (let at = from, depth = 1; at < tokens.length && depth > 0; at += 1) {
    const token = tokens[at];
    if (token?.kind === 'punctuation' && '({['.includes(token.value)) depth += 1;
    if (token?.kind === 'punctuation' && ')}]'.includes(token.value)) depth -= 1;
    if (token === undefined || token.kind === 'punctuation' || tokens[at + 1]?.value !== ':') continue;
    const [value, next] = tokens.slice(at + 2, at + 4);
    const isWhole = next?.value === ',' || next?.value === '}';
    if (isWhole && value?.kind === 'number') read[token.value] = Number(value.value.replaceAll('_', ''));
    else if (isWhole && (value?.value === 'true' || value?.value === 'false')) read[token.value] = value.value === 'true';
    else unread.push(token.value);
  }
  return { read, unread };
}
