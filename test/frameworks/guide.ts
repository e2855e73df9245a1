import { readFileSync } from 'node:fs';

/** What the guide tells a reader to do with one file. */
export interface Instruction {
  readonly file: string;
  /** `whole`: the file is this. `top`: it begins with this. `into`: the list or object that the guide names begins with this. `merge`: JSON that is added. */
  readonly how: 'whole' | 'top' | 'into' | 'merge';
  /** The name of the list or object. */
  readonly place: string;
  readonly text: string;
}

const GUIDE = readFileSync(new URL('../../docs/frameworks.md', import.meta.url), 'utf8');
const BLOCK = /^`([\w./+-]+)`([^\n]*):\n\n```\w+\n([^]*?)```$/gm;

/** The files and lines that one section of docs/frameworks.md shows, in its order. */
export function instructionsOf(section: string): Instruction[] {
  const text = GUIDE.split(/^## /m).find((one) => one.startsWith(`${section}\n`));
  if (text === undefined) throw new Error(`docs/frameworks.md has no section "${section}"`);
  return [...text.matchAll(BLOCK)].map(([, file = '', words = '', block = '']) => ({
    file,
    how: howOf(file, words),
    place: /^, into `(\w+)`/.exec(words)?.[1] ?? '',
    text: block,
  }));
}

function howOf(file: string, words: string): Instruction['how'] {
  if (file === 'package.json') return 'merge';
  if (words.startsWith(', on top')) return 'top';
  return words.startsWith(', into `') ? 'into' : 'whole';
}

/** The file after the instruction has been followed. `before` is null where there is none. */
export function follow({ file, how, place, text }: Instruction, before: string | null): string {
  if (how === 'whole') return text;
  if (before === null) throw new Error(`the project has no ${file}, to which the guide adds lines`);
  if (how === 'top') return `${text}${before}`;
  if (how === 'merge') return JSON.stringify(merged(JSON.parse(before) as Json, JSON.parse(text) as Json), null, 2);
  const after = before.replace(new RegExp(`\\b${place}: [[{]`), (start) => `${start}\n    ${text.trim()}\n    `);
  if (after === before) throw new Error(`${file} has no ${place}, to which the guide adds a line`);
  return after;
}

interface Json {
  [key: string]: unknown;
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function merged(below: Json, above: Json): Json {
  const entries = Object.entries(above).map(([key, value]) => {
    const old = below[key];
    return [key, isObject(old) && isObject(value) ? merged(old, value) : value];
  });
  return { ...below, ...(Object.fromEntries(entries) as Json) };
}
