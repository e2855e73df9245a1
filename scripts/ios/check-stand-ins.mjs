// Compares the declarations of the Capacitor stand-ins with the sources that @capacitor/ios publishes. A stand-in that declares
// something else would let the plugin compile here and not in an app.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../setup/paths.mjs';

const read = (folder, extension) =>
  readdirSync(join(root, folder), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith(extension))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'))
    .join('\n');

const ATTRIBUTES = /@\w+(?:\([^)]*\))?\s*/g;
const MODIFIERS = /\b(?:public|open|internal|fileprivate|private|final|override|required|convenience|nonisolated|unsafe|weak)\b(?:\((?:set|unsafe)\))?\s*/g;

/** Brings a declaration into one comparable form: without attributes, access, default values, `any` and bodies, and with single spaces. */
export const normalise = (declaration) =>
  declaration
    .replace(/\(set\)|\(unsafe\)/g, '')
    .replace(ATTRIBUTES, '')
    .replace(MODIFIERS, '')
    .replace(/\bany /g, '')
    .replace(/\((\w+)\)\?/g, '$1?')
    .replace(/^((?:static )?(?:let|var) [^=]+?)\s*=.*$/s, '$1')
    .replace(/\s*=\s*[^,(){]+(?=[,)]|$)/g, '')
    .replace(/\s+/g, ' ')
    .replace(/> \(/g, '>(')
    .replace(/\( /g, '(')
    .replace(/ \)/g, ')')
    .replace(/ ?-> Void$/, '')
    .trim();

/** Returns the head of the declaration that starts at `start`: up to its body, with all lines of its parameters. */
const headAt = (text, start) => {
  let depth = 0;
  for (let index = start; index < text.length; index += 1) {
    const character = text[index];
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth === 0 && (character === '{' || character === '\n')) return text.slice(start, index);
  }
  return text.slice(start);
};

const declarationsOf = (text, pattern) => [...text.matchAll(pattern)].map((match) => headAt(text, match.index + match[1].length));

const SWIFT = /^([^\S\n]*)(?:@\w+(?:\([^)]*\))?[^\S\n]+)*(?:(?:public|open|internal|fileprivate|override|required|convenience|static|nonisolated|weak|private)(?:\((?:set|unsafe)\))?[^\S\n]+)*(?:func|init|subscript|var|let)\b/gm;
/** Matches the public declarations of a stand-in, and the requirements of protocols, which have no access of their own. */
const STAND_IN = /^([^\S\n]*)(?:(?:@\w+(?:\([^)]*\))?[^\S\n]+)*(?:public|open|override)\b.*?\b(?:func|init|subscript|var|let)\b|(?:func|var)\b[^\n]*(?:\{ get|$))/gm;

const SWIFT_TYPES = { NSString: 'String', NSURL: 'URL', BOOL: 'Bool', NSDictionary: '[AnyHashable: Any]', CAPInstanceDescriptor: 'InstanceDescriptor', SEL: 'Selector' };
const swiftType = (type) => SWIFT_TYPES[type] ?? type;

/** Returns `name: Type` of every property of the headers, as Swift sees it. */
const headerProperties = (headers) =>
  [...headers.matchAll(/@property\s*(?:\(([^)]*)\))?\s*(.+?);/g)].map(([, attributes = '', rest]) => {
    const name = /(\w+)(?:\s+DEPRECATED.*)?$/.exec(rest.replace(/\s*(?:NS_SWIFT_NAME|DEPRECATED_MSG_ATTRIBUTE)\(.*\)/, '').trim())?.[1];
    const base = /(?:id<(\w+)>|(\w+)|(NSArray<.*>))/.exec(rest.replace(/^\s*(?:const\s+)?/, ''));
    const optional = /nullable/.test(`${attributes} ${rest}`) ? '?' : '';
    return `${name}: ${swiftType(base?.[1] ?? base?.[2] ?? '')}${optional}`;
  });

/** Returns the Objective-C methods of the headers by their labels, such as `notifyListeners:data`. */
const headerMethods = (headers) =>
  [...headers.matchAll(/^\s*-\s*\([^)]*\)\s*([^;]+);/gm)].map(([, selector]) =>
    [...selector.replace(/\((?:[^()]|\([^()]*\))*\)/g, ' ').matchAll(/(\w+)\s*:/g)].map(([, label]) => label).join(':') || selector.trim().split(/\s/)[0],
  );

/** Turns `notifyListeners(_ eventName: String, data: …)` into `notifyListeners:data`. */
const selectorOf = (declaration) => {
  const match = /func (\w+)\(([^)]*)\)/.exec(declaration);
  if (!match) return undefined;
  const labels = match[2].split(/,\s*(?=\w+(?:\s\w+)?:)/).map((one) => one.trim().split(/[\s:]/)[0]).filter(Boolean);
  return [match[1], ...labels.slice(1)].join(':');
};

/** Compares the stand-ins' declarations, and those in `extra`, with Capacitor's. Returns how many it compared and which Capacitor does not have. */
export const checkStandIns = (extra = []) => {
  const published = 'node_modules/@capacitor/ios/Capacitor/Capacitor';
  const swift = new Set(declarationsOf(read(published, '.swift'), SWIFT).map(normalise));
  const headers = read(published, '.h');
  const properties = new Set(headerProperties(headers));
  const methods = new Set(headerMethods(headers));
  const swiftNames = new Set([...headers.matchAll(/NS_SWIFT_NAME\((init\([^)]*\))\)/g)].map(([, name]) => name));

  const known = (declaration) => {
    const form = normalise(declaration);
    if (swift.has(form)) return true;
    const variable = /^(?:static )?(?:var|let) (\w+: .+)$/.exec(form);
    // Swift imports a property without a nullability attribute with `!`.
    if (variable) return properties.has(variable[1].replace(/!$/, '')) || swift.has(form.replace(/\blet\b/, 'var')) || swift.has(form.replace(/\bvar\b/, 'let'));
    const initialiser = /^init\(([^)]*)\)$/.exec(form);
    if (initialiser) return swiftNames.has(`init(${initialiser[1].split(', ').map((one) => (one ? `${one.split(/[\s:]/)[0]}:` : '')).join('')})`);
    return methods.has(selectorOf(form));
  };

  const declared = [...declarationsOf(read('ios/StandIns/Capacitor', '.swift'), STAND_IN).filter((one) => !/standIn/i.test(one)), ...extra];
  return { compared: declared.length, unknown: declared.filter((one) => !known(one)).map((one) => one.trim()) };
};
