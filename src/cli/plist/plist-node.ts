interface Span {
  /** Offset of the element's `<`. */
  readonly start: number;
  /** Offset just after the element's last `>`. */
  readonly end: number;
}

interface Container extends Span {
  /** Offset just after the opening tag; equal to `innerEnd` when the element closes itself. */
  readonly innerStart: number;
  /** Offset of the closing tag's `<`. */
  readonly innerEnd: number;
  readonly selfClosing: boolean;
}

export interface PlistArray extends Container {
  readonly kind: 'array';
  readonly items: readonly PlistNode[];
}

export interface PlistDict extends Container {
  readonly kind: 'dict';
  readonly entries: readonly PlistEntry[];
}

export interface PlistText extends Span {
  readonly kind: 'string' | 'integer' | 'real' | 'date' | 'data';
  readonly text: string;
}

export interface PlistFlag extends Span {
  readonly kind: 'true' | 'false';
}

export type PlistNode = PlistArray | PlistDict | PlistText | PlistFlag;

export interface PlistEntry {
  readonly key: string;
  readonly keyStart: number;
  readonly value: PlistNode;
}

/** The file is not a property list that can be edited as text. `line` is where reading stopped. */
export class PlistNotUnderstood extends Error {
  readonly line: number;

  constructor(reason: string, line: number) {
    super(reason);
    this.name = 'PlistNotUnderstood';
    this.line = line;
  }
}

export function entriesNamed(dict: PlistDict, key: string): PlistEntry[] {
  return dict.entries.filter((entry) => entry.key === key);
}

/** The strings of an array of strings only; undefined for anything else. */
export function stringsOf(node: PlistNode): string[] | undefined {
  if (node.kind !== 'array') return undefined;
  const strings: string[] = [];
  for (const item of node.items) {
    if (item.kind !== 'string') return undefined;
    strings.push(item.text);
  }
  return strings;
}
