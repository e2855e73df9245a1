// Holds what the stand-ins for Apple's frameworks declare against the declarations of Apple's own SDK, as clang reads them (npm's @nativescript/types-ios,
// SDK 26.4). ios/apple-api.json says which declaration is which: Swift's names come from Apple's notes and cannot be derived.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const FRAMEWORKS = ['BackgroundTasks', 'UIKit', 'WebKit'];
/** The package supports no older iOS than this one; a newer declaration needs `since` in the table. */
export const OLDEST = 15;

/**
 * A declaration of the table. `objc` is its name in Objective-C, `Type.member`, `Type` or `constant`. `has`: a part of its declaration that matters here.
 * `settable`: it may be written. `since`: the iOS version that brought it. `onlyDocumented`: newer than the typings; Apple's page is all that is known.
 *
 * @typedef {{ swift: string, framework: string, objc: string, has?: string, settable?: boolean, since?: number, onlyDocumented?: string }} AppleDeclaration
 */

const notesOf = (comment) => ({
  since: Number(/@since ([\d.]+)/.exec(comment)?.[1] ?? 0),
  deprecated: /@deprecated ([\d.]+)/.exec(comment)?.[1],
});

/** Reads a declaration in the typings; undefined when it is not there. A member is as new as its type. */
export function lookUp(text, objc) {
  const [type, member] = objc.split('.');
  const constant = new RegExp(`((?:/\\*\\*[^/]*\\*/\\n)?)declare var ${type}: ([^{]*);`).exec(text);
  if (member === undefined && constant) return { ...notesOf(constant[1]), text: constant[2] };
  const found = new RegExp(`((?:/\\*\\*[^/]*\\*/\\n)?)(?:declare )?(?:class|interface|const enum) ${type}\\b[^{]*\\{\\n([^]*?)^\\}`, 'm').exec(text);
  if (!found) return undefined;
  const ofType = notesOf(found[1]);
  if (member === undefined) return { ...ofType, text: type };
  const line = new RegExp(`((?:\\t/\\*\\*[^/]*\\*/\\n)?)\\t((?:static )?(?:readonly )?${member}\\b\\??(?: ?[(:=][^\\n]*|,?))`).exec(found[2]);
  if (!line) return undefined;
  const own = notesOf(line[1]);
  return { since: Math.max(own.since, ofType.since), deprecated: own.deprecated ?? ofType.deprecated, text: line[2].trim() };
}

/**
 * Returns what about a declaration differs from Apple's SDK.
 *
 * @param {AppleDeclaration} declaration
 * @param {string} typings
 */
export function problemsOf({ objc, has, settable, since, onlyDocumented }, typings) {
  const found = lookUp(typings, objc);
  if (onlyDocumented !== undefined) return found ? ['is in the SDK now: take onlyDocumented out'] : [];
  if (!found) return ['is not in the SDK'];
  const problems = [];
  if (found.since > OLDEST && since !== found.since) problems.push(`is there since iOS ${found.since}, the table says ${since ?? 'always'}`);
  if (found.deprecated !== undefined) problems.push(`is deprecated since iOS ${found.deprecated}`);
  if (has !== undefined && !found.text.includes(has)) problems.push(`is "${found.text}", not "${has}"`);
  if (settable === true && /\breadonly\b/.test(found.text)) problems.push('is read-only');
  return problems;
}

const TYPE = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|open|final|indirect)\s+)*(class(?!\s+(?:var|func)\b)|struct|enum|protocol|extension)\s+(\w+)/;
const MEMBER = /^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public|open)\s+(?:(?:override|static|class|nonisolated|private\(set\)|weak)\s+)*(?:func|var|let)\s+(\w+)/;
const REQUIREMENT = /^\s*(?:func|var)\s+(\w+)/;
const CASES = /^\s*case\s+(.+)$/;

/**
 * These names are not compared: a member that only the stand-in has without saying so, and names of plain numbers and strings, which the typings
 * lack.
 */
const NOT_COMPARED = ['BGTask.completed', 'UIBackgroundTaskIdentifier', 'LaunchOptionsKey'];

/** Returns the names, as `Type.member`, that a stand-in's source declares, without those that contain "standIn", which only the stand-in has. */
export function declaredNames(source) {
  const names = [];
  const open = [];
  let depth = 0;
  for (const line of source.replace(/\/\/.*$/gm, '').split('\n')) {
    const type = TYPE.exec(line);
    const within = open.at(-1);
    const add = (name) => !/standIn|rawValue/i.test(`${within?.name}.${name}`) && names.push(`${within?.name}.${name}`);
    if (type && !/standIn/i.test(type[2])) {
      if (type[1] !== 'extension') names.push(type[2]);
      open.push({ name: type[2], kind: type[1], depth });
      const inline = /\{\s*case (.+?)\s*\}/.exec(line);
      if (inline) for (const one of inline[1].split(',')) names.push(`${type[2]}.${one.trim().split(/\W/)[0]}`);
    } else if (within !== undefined && depth === within.depth + 1) {
      const member = within.kind === 'protocol' ? REQUIREMENT.exec(line) : MEMBER.exec(line);
      const cases = within.kind === 'enum' ? CASES.exec(line) : null;
      if (member) add(member[1]);
      if (cases) for (const one of cases[1].split(',')) add(one.trim().split(/\W/)[0]);
    }
    depth += (line.match(/\{/g) ?? []).length - (line.match(/\}/g) ?? []).length;
    while (open.length > 0 && depth <= open.at(-1).depth) open.pop();
  }
  return [...new Set(names)];
}

export const TYPINGS = 'node_modules/@nativescript/types-ios/lib/ios/objc-x86_64';

const read = (...path) => readFileSync(join(root, ...path), 'utf8');

/** @returns {AppleDeclaration[]} */
export const appleDeclarations = () => JSON.parse(read('ios/apple-api.json')).declarations;

/** Returns how many declarations were compared, and what is wrong. */
export function checkAppleApi() {
  const declarations = appleDeclarations();
  /** @type {Map<string, string>} */
  const typings = new Map();
  const typingsOf = (framework) => {
    const file = join(TYPINGS, `objc!${framework}.d.ts`);
    const text = typings.get(framework) ?? (existsSync(join(root, file)) ? read(file) : '');
    typings.set(framework, text);
    return text;
  };
  const listed = new Set(declarations.map(({ swift }) => swift));
  const declared = FRAMEWORKS.flatMap((name) =>
    readdirSync(join(root, 'ios/StandIns', name)).flatMap((file) => declaredNames(read('ios/StandIns', name, file))),
  );
  return {
    compared: declarations.length,
    problems: [
      ...declarations.flatMap((one) => problemsOf(one, typingsOf(one.framework)).map((problem) => `${one.swift} (${one.objc}) ${problem}`)),
      ...declared.filter((name) => !listed.has(name) && !NOT_COMPARED.includes(name)).map((name) => `${name} of a stand-in is not in ios/apple-api.json`),
    ],
  };
}
