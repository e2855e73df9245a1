/** One element of an Android manifest: its name, its attributes, the elements inside it. */
export interface ManifestElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly ManifestElement[];
}

const TAG = /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<(\/?)([\w.:-]+)((?:\s+[\w.:-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/g;

/** Reads a manifest tolerantly; undefined when its tags do not match. */
export function readManifest(xml: string): ManifestElement | undefined {
  const root: { name: string; attributes: Record<string, string>; children: ManifestElement[] } = {
    name: '',
    attributes: {},
    children: [],
  };
  const open = [root];
  for (const [, slash, name, attributes, empty] of xml.matchAll(TAG)) {
    if (name === undefined) continue;
    if (slash) {
      if (open.length < 2 || open.pop()?.name !== name) return undefined;
      continue;
    }
    const element = { name, attributes: readAttributes(attributes ?? ''), children: [] };
    open.at(-1)?.children.push(element);
    if (!empty) open.push(element);
  }
  return open.length === 1 ? root.children[0] : undefined;
}

export function elementsNamed(element: ManifestElement, name: string): ManifestElement[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...elementsNamed(child, name)]);
}

/** The element with this `android:name`. */
export function namedElement(element: ManifestElement, name: string, androidName: string): ManifestElement | undefined {
  return elementsNamed(element, name).find((child) => child.attributes['android:name'] === androidName);
}

function readAttributes(source: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [, name = '', quoted = ''] of source.matchAll(/([\w.:-]+)\s*=\s*("[^"]*"|'[^']*')/g)) result[name] = quoted.slice(1, -1);
  return result;
}
