// Holds our headers of Apple's frameworks (ios/AppleHeaders) against the declarations of Apple's SDK (npm's @nativescript/types-ios, which clang makes from the
// SDK's own headers): names, types, what may be nil or written, since which iOS. What Swift's compiler finds by these headers is then as true as they are.
// The typings do not tell Swift's names, isolation and what is Sendable: those are from Apple's documentation; the names are compared with ios/apple-api.json.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';
import { OLDEST, TYPINGS, appleDeclarations, lookUp } from './apple-api.mjs';
import { declarationsOf } from './read-header.mjs';

const FRAMEWORKS = ['BackgroundTasks', 'Foundation', 'UIKit', 'UserNotifications', 'WebKit'];

const NUMBERS = ['NSInteger', 'NSUInteger', 'NSTimeInterval', 'double', 'float', 'long long', 'UIBackgroundTaskIdentifier'];
const TYPES = { BOOL: 'boolean', void: 'void', NSString: 'string', NSNotificationName: 'string', NSErrorDomain: 'string', NSDate: 'Date', id: 'any' };

/** Returns a type as the typings write it, or undefined for a type that they write in another way, such as a block or a collection. */
function typingOf(type) {
  const plain = type
    .replace(/\b(?:nullable|null_unspecified|_Nullable|__kindof|const)\b/g, '')
    .replace(/\s+/g, ' ')
    .trim();
  if (/\^|[<>]|instancetype|NS_ERROR_OUT|dispatch_queue_t|^NS(?:Array|Dictionary) /.test(plain)) return /^id<(\w+)>$/.exec(plain)?.[1].replace(/^NSObject$/, 'NSObjectProtocol');
  const name = plain.replace(/\s*\*$/, '');
  return NUMBERS.includes(name) ? 'number' : (TYPES[name] ?? name);
}

/** Returns the types of the parameters and of the result of a signature such as `(a: A, b: (p1: B) => void): C`, whose inner brackets stay whole. */
function partsOf(signature) {
  const parts = [''];
  let depth = 0;
  let end = 0;
  for (const [index, character] of [...signature].entries()) {
    if ('(<'.includes(character)) depth += 1;
    if (character === ')' || (character === '>' && signature[index - 1] !== '=')) depth -= 1;
    if (depth === 0) {
      end = index;
      break;
    }
    if (character === ',' && depth === 1) parts.push('');
    else if (index > 0) parts[parts.length - 1] += character;
  }
  const parameters = parts.map((part) => part.trim()).filter((part) => part !== '');
  return { parameters: parameters.map((part) => part.replace(/^\w+\??: /, '')), result: signature.slice(end + 1).replace(/^: |;$/g, '') };
}

/**
 * @param {string} what
 * @param {{ type?: string, nullable?: boolean }} declared
 * @param {string} typing
 */
const typeProblem = (what, { type = '', nullable = false }, typing) => {
  const expected = typingOf(type);
  const [bare, mayBeNil] = [typing.replace(/ \| null$/, ''), / \| null$/.test(typing)];
  if (nullable !== mayBeNil) return [`${what} ${mayBeNil ? 'may' : 'may not'} be nil: ${typing}`];
  if (expected !== undefined && expected !== bare) return [`${what} is ${bare}, not ${expected}`];
  return [];
};

/**
 * Returns what about a header's declaration differs from Apple's SDK.
 *
 * @param {ReturnType<typeof declarationsOf>[number]} declaration
 * @param {string} typings
 * @returns {string[]}
 */
export function headerProblems(declaration, typings) {
  const { name, kind, since } = declaration;
  const [type, member] = name.split('.');
  // The typings remove the common beginning of an enum's cases: `WKPermissionDecisionDeny` is `Deny` there.
  const names = kind === 'case' ? [...member.matchAll(/[A-Z]/g)].map(({ index }) => `${type}.${member.slice(index)}`) : [name];
  const found = names.map((one) => lookUp(typings, one)).find((one) => one !== undefined);
  if (!found) return ['is not in the SDK'];
  const problems = [];
  const ofType = lookUp(typings, type);
  const real = found.since > OLDEST && !(kind === 'case' && found.since === ofType?.since) ? found.since : 0;
  if (real !== (since > OLDEST ? since : 0)) problems.push(`is there since iOS ${found.since}, the header says ${since || 'always'}`);
  const parent = kind === 'type' ? new RegExp(`declare class ${type}\\b[^{]* extends (\\w+)`).exec(typings)?.[1] : undefined;
  if (parent !== declaration.parent) problems.push(`is a ${parent}, not a ${declaration.parent}`);
  if ((declaration.isStatic ?? false) !== found.text.startsWith('static ')) problems.push(declaration.isStatic ? 'is of instances' : 'is of the class');
  if (kind === 'property') {
    if (declaration.readonly !== /\breadonly\b/.test(found.text)) problems.push(declaration.readonly ? 'may be written' : 'is read-only');
    problems.push(...typeProblem('it', declaration, /: (.*);$/.exec(found.text)?.[1] ?? ''));
  }
  if (kind === 'method') {
    const { parameters, result } = partsOf(found.text.slice(found.text.indexOf('(')));
    if (parameters.length !== declaration.parameters.length) problems.push(`has ${parameters.length} parameters`);
    else if (!/NS_ERROR_OUT/.test(declaration.parameters.at(-1)?.type ?? '')) {
      problems.push(...declaration.parameters.flatMap((one, index) => typeProblem(`parameter ${index + 1}`, one, parameters[index])));
    }
    // An initialiser of the typings returns `this`.
    if (!/instancetype/.test(declaration.type)) problems.push(...typeProblem('its result', declaration, result));
  }
  return problems;
}

/** Returns how many declarations were compared, and what is wrong. */
export function checkAppleHeaders() {
  const table = new Map(appleDeclarations().map((one) => [one.objc, one]));
  const problems = [];
  let compared = 0;
  for (const framework of FRAMEWORKS) {
    const header = readFileSync(join(root, `ios/AppleHeaders/${framework}/${framework}.h`), 'utf8');
    const files = framework === 'Foundation' ? ['Foundation', 'ObjectiveC'] : [framework];
    const typings = files
      .map((name) => join(root, TYPINGS, `objc!${name}.d.ts`))
      .filter((file) => existsSync(file))
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    for (const declaration of declarationsOf(header)) {
      const { name, swiftName } = declaration;
      const listed = table.get(name);
      const inSwift = listed?.swift.split('.').at(-1);
      if (swiftName !== undefined && inSwift !== undefined && swiftName !== inSwift) problems.push(`${framework}: ${name} is ${inSwift} in Swift, not ${swiftName}`);
      if (listed?.onlyDocumented !== undefined) continue;
      compared += 1;
      problems.push(...headerProblems(declaration, typings).map((problem) => `${framework}: ${name} ${problem}`));
    }
  }
  return { compared, problems };
}
