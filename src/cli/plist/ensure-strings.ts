import { indentBefore, lineStart, newlineOf, nextLineStart } from '../text/line-layout.js';
import { insertion, type TextEdit } from '../text/text-edit.js';
import { entriesNamed, stringsOf, type PlistArray, type PlistDict, type PlistEntry } from './plist-node.js';

export type EnsureStringsResult =
  | {
      readonly ok: true;
      readonly edits: readonly TextEdit[];
      readonly added: readonly string[];
      /** How many further copies of the key were folded into the first. */
      readonly mergedCopies: number;
    }
  | { readonly ok: false; readonly reason: string };

/** The edits that make the root's `key` an array holding every one of `wanted`; nothing else of the file moves. */
export function ensureStrings(text: string, root: PlistDict, key: string, wanted: readonly string[]): EnsureStringsResult {
  const entries = entriesNamed(root, key);
  const present: string[] = [];
  const arrays: PlistArray[] = [];
  for (const { value } of entries) {
    const strings = stringsOf(value);
    if (value.kind !== 'array' || !strings) return { ok: false, reason: `${key} is not an array of strings` };
    arrays.push(value);
    present.push(...strings);
  }
  const added = wanted.filter((item) => !present.includes(item));
  const [first, ...copies] = arrays;
  if (!first) {
    const edits = added.length === 0 ? [] : [newKey(text, root, key, added)];
    return { ok: true, edits, added, mergedCopies: 0 };
  }
  const inFirst = stringsOf(first) ?? [];
  const fromCopies = [...new Set(copies.flatMap((copy) => stringsOf(copy) ?? []))].filter((item) => !inFirst.includes(item));
  const missing = [...fromCopies, ...added];
  const edits = missing.length === 0 ? [] : [newItems(text, first, missing)];
  edits.push(...entries.slice(1).map((entry) => removal(text, entry)));
  return { ok: true, edits, added, mergedCopies: copies.length };
}

function newItems(text: string, array: PlistArray, items: readonly string[]): TextEdit {
  const newline = newlineOf(text);
  const elements = items.map(stringElement);
  if (array.selfClosing) {
    const indent = indentBefore(text, array.start);
    if (indent === undefined) return { start: array.start, end: array.end, text: `<array>${elements.join('')}</array>` };
    const lines = elements.map((element) => indent + unitOf(indent) + element);
    return { start: array.start, end: array.end, text: ['<array>', ...lines, `${indent}</array>`].join(newline) };
  }
  const closeIndent = indentBefore(text, array.innerEnd);
  if (closeIndent === undefined) return insertion(array.innerEnd, elements.join(''));
  const itemIndent =
    lastIndent(
      text,
      array.items.map((item) => item.start),
    ) ?? closeIndent + unitOf(closeIndent);
  return insertion(lineStart(text, array.innerEnd), elements.map((element) => itemIndent + element + newline).join(''));
}

function newKey(text: string, root: PlistDict, key: string, items: readonly string[]): TextEdit {
  const newline = newlineOf(text);
  const elements = items.map(stringElement);
  const closeIndent = indentBefore(text, root.selfClosing ? root.start : root.innerEnd);
  if (closeIndent === undefined) {
    const entry = `<key>${key}</key><array>${elements.join('')}</array>`;
    if (root.selfClosing) return { start: root.start, end: root.end, text: `<dict>${entry}</dict>` };
    return insertion(root.innerEnd, entry);
  }
  const keyIndent =
    lastIndent(
      text,
      root.entries.map((entry) => entry.keyStart),
    ) ?? `${closeIndent}\t`;
  const itemIndent = keyIndent + unitBeside(keyIndent, childUnit(text, root));
  const lines = [
    `${keyIndent}<key>${key}</key>`,
    `${keyIndent}<array>`,
    ...elements.map((element) => itemIndent + element),
    `${keyIndent}</array>`,
  ];
  if (root.selfClosing) return { start: root.start, end: root.end, text: ['<dict>', ...lines, `${closeIndent}</dict>`].join(newline) };
  return insertion(lineStart(text, root.innerEnd), lines.map((line) => line + newline).join(''));
}

/** Takes a second copy of a key out, with the lines it fills; comments inside stay behind. */
function removal(text: string, { keyStart, value }: PlistEntry): TextEdit {
  const comments = text.slice(keyStart, value.end).match(/<!--[\s\S]*?-->/g) ?? [];
  const indent = indentBefore(text, keyStart);
  if (comments.length > 0) return { start: keyStart, end: value.end, text: comments.join(newlineOf(text) + (indent ?? '')) };
  const lineEnd = nextLineStart(text, value.end);
  const fillsItsLines = indent !== undefined && text.slice(value.end, lineEnd).trim() === '';
  return fillsItsLines ? { start: lineStart(text, keyStart), end: lineEnd, text: '' } : { start: keyStart, end: value.end, text: '' };
}

function childUnit(text: string, root: PlistDict): string | undefined {
  for (const { value } of root.entries) {
    if (value.kind !== 'array' || !value.items[0]) continue;
    const outer = indentBefore(text, value.start);
    const inner = indentBefore(text, value.items[0].start);
    if (outer !== undefined && inner?.startsWith(outer) && inner.length > outer.length) return inner.slice(outer.length);
  }
  return undefined;
}

function lastIndent(text: string, offsets: readonly number[]): string | undefined {
  return offsets.map((offset) => indentBefore(text, offset)).findLast((indent) => indent !== undefined);
}

/** The step of the file's other arrays, unless it would mix blanks with the indent it follows. */
function unitBeside(indent: string, unit: string | undefined): string {
  return unit === undefined || /^(?: +\t|\t+ )/.test(indent + unit) ? unitOf(indent) : unit;
}

function unitOf(indent: string): string {
  return indent === '' || indent.includes('\t') ? '\t' : '  ';
}

function stringElement(value: string): string {
  return `<string>${value.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</string>`;
}
