// Reads our headers of Apple's frameworks, which are simpler than Apple's own: each declaration stands in one line.

const ATTRIBUTES = /\b(?:NS_SWIFT_(?:SENDABLE|UI_ACTOR|DISCARDABLE)|NS_REFINED_FOR_SWIFT|NS_DESIGNATED_INITIALIZER|SWIFT_BRIDGE\([^)]*\)|NS_SWIFT_NAME\((?:[^()]|\([^()]*\))*\))/g;
const INNER = '(?:[^()]|\\((?:[^()]|\\([^()]*\\))*\\))*';
const SELECTOR_PART = new RegExp(`(\\w+)(?::\\((${INNER})\\)\\w+)?\\s*`, 'y');

const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
const sinceOf = (line) => Number(/\bIOS\(([\d.]+)\)/.exec(line)?.[1] ?? 0);

/** Turns `initWithFrame:configuration:` into `initWithFrameConfiguration`, as the typings name it. */
const joined = (parts) => parts.map((part, index) => (index === 0 ? part : capital(part))).join('');

const isNullable = (type) => /\bnullable\b|\b_Nullable\)?(?:$|\s*\()/.test(type.replace(/\)\(.*$/s, ')'));

/**
 * Returns the declarations of a header, without initialisers that are there to be unavailable. `parent`: the class above a class. `swiftName`:
 * the last part of a name that the header gives it in Swift.
 *
 * @param {string} header
 * @returns {{ name: string, since: number, kind: 'type' | 'case' | 'constant' | 'property' | 'method', swiftName?: string, parent?: string, type?: string, nullable?: boolean, readonly?: boolean, isStatic?: boolean,
 *   parameters?: { type: string, nullable: boolean }[] }[]}
 */
export function declarationsOf(header) {
  const found = [];
  let swiftName;
  const add = (declaration) => found.push({ ...declaration, swiftName });
  let type = '';
  let enumeration = '';
  for (const raw of header.split('\n')) {
    swiftName = /\bNS_SWIFT_NAME\((?:\w+\.)*(\w+)/.exec(raw)?.[1];
    const line = raw.replace(ATTRIBUTES, '').replace(/\s+/g, ' ').trim();
    const opened = /^@(?:interface|protocol) (\w+)(?:<.*?>)?(?: : (\w+))?/.exec(line);
    const listed = /^typedef NS_(?:ENUM|OPTIONS)\(\w+, (\w+)\) \{(?: (\w+).*)?/.exec(line);
    if (line === '@end') type = '';
    else if (opened && !line.endsWith(';')) {
      type = opened[1];
      add({ name: type, since: 0, kind: 'type', parent: opened[2] });
    } else if (listed) {
      add({ name: listed[1], since: 0, kind: 'type' });
      if (listed[2]) add({ name: `${listed[1]}.${listed[2]}`, since: 0, kind: 'case' });
      enumeration = line.includes('}') ? '' : listed[1];
    } else if (enumeration !== '' && line.startsWith('}')) {
      Object.assign(found.find(({ name }) => name === enumeration), { since: sinceOf(line), swiftName });
      enumeration = '';
    } else if (enumeration !== '') {
      const name = /^(\w+)/.exec(line)?.[1];
      if (name) add({ name: `${enumeration}.${name}`, since: 0, kind: 'case' });
    } else if (line.startsWith('extern') && !line.includes('(')) {
      add({ name: /(\w+) ?;$/.exec(line)[1], since: 0, kind: 'constant' });
    } else if (line.startsWith('@property')) {
      const [, attributes, rest] = /^@property \(([^)]*)\) (.*?)(?: IOS\([\d.]+\))? ?;$/.exec(line);
      const name = /\(\^(\w+)\)/.exec(rest)?.[1] ?? /(\w+)$/.exec(rest)[1];
      const own = rest.includes('^') ? rest : rest.replace(/\w+$/, '');
      const nullable = /\bnullable\b/.test(attributes);
      add({ name: `${type}.${name}`, since: sinceOf(line), kind: 'property', type: own, nullable, isStatic: /\bclass\b/.test(attributes), readonly: /\breadonly\b/.test(attributes) });
    } else if (/^[-+] \(/.test(line) && !line.includes('NS_UNAVAILABLE')) {
      const [whole, result] = new RegExp(`^[-+] \\((${INNER})\\)`).exec(line);
      const parts = [];
      SELECTOR_PART.lastIndex = whole.length;
      for (let part = SELECTOR_PART.exec(line); part && part[1] !== 'IOS'; part = SELECTOR_PART.exec(line)) parts.push(part);
      const parameters = parts.filter(([, , of]) => of !== undefined).map(([, , of]) => ({ type: of, nullable: isNullable(of) }));
      const name = `${type}.${joined(parts.map(([, word]) => word))}`;
      add({ name, since: sinceOf(line), kind: 'method', type: result, nullable: isNullable(result), isStatic: line.startsWith('+'), parameters });
    }
  }
  return found;
}
