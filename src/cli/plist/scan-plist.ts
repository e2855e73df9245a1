import { lineNumberAt } from '../text/line-layout.js';
import { decodeXmlText } from './decode-xml-text.js';
import { PlistNotUnderstood, type PlistDict, type PlistEntry, type PlistNode } from './plist-node.js';

interface Tag {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly form: 'open' | 'close' | 'empty';
}

/** Reads an XML property list whose root is a dictionary, keeping the offset of every element. */
export function scanPlist(text: string): PlistDict {
  if (text.startsWith('bplist')) throw new PlistNotUnderstood('it is a binary property list', 1);
  return new PlistScanner(text).document();
}

/** Deeper than any real list; beyond it the call stack would give in. */
const MAXIMUM_DEPTH = 200;

class PlistScanner {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): PlistDict {
    if (this.#text.startsWith('\uFEFF')) this.#at = 1;
    this.#skipProlog();
    const plist = this.#tag();
    if (plist.name !== 'plist' || plist.form !== 'open') this.#fail('the root element is not <plist>', plist.start);
    const root = this.#value(this.#tag());
    if (root.kind !== 'dict') this.#fail('the root value is not a dictionary', root.start);
    this.#expectClose('plist');
    this.#skipBlank();
    if (this.#at !== this.#text.length) this.#fail('there is text after </plist>', this.#at);
    return root;
  }

  #value(open: Tag): PlistNode {
    if (open.form === 'close') this.#fail(`</${open.name}> closes nothing`, open.start);
    switch (open.name) {
      case 'dict':
      case 'array':
        return this.#container(open, open.name);
      case 'true':
      case 'false':
        if (open.form === 'open') this.#expectClose(open.name);
        return { kind: open.name, start: open.start, end: this.#at };
      case 'string':
      case 'integer':
      case 'real':
      case 'date':
      case 'data': {
        const text = this.#content(open);
        return { kind: open.name, start: open.start, end: this.#at, text };
      }
      default:
        return this.#fail(`<${open.name}> is not a property list value`, open.start);
    }
  }

  #container(open: Tag, kind: 'dict' | 'array'): PlistNode {
    const entries: PlistEntry[] = [];
    const items: PlistNode[] = [];
    const selfClosing = open.form === 'empty';
    this.#depth += 1;
    if (this.#depth > MAXIMUM_DEPTH) this.#fail('it is nested too deeply', open.start);
    let innerEnd = open.end;
    while (!selfClosing) {
      const tag = this.#tag();
      innerEnd = tag.start;
      if (tag.form === 'close') {
        if (tag.name !== kind) this.#fail(`</${tag.name}> stands where </${kind}> is due`, tag.start);
        break;
      }
      if (kind === 'array') {
        items.push(this.#value(tag));
        continue;
      }
      if (tag.name !== 'key') this.#fail(`<${tag.name}> stands where <key> is due`, tag.start);
      const key = this.#content(tag);
      entries.push({ key, keyStart: tag.start, value: this.#value(this.#tag()) });
    }
    this.#depth -= 1;
    const span = { start: open.start, end: this.#at, innerStart: open.end, innerEnd, selfClosing };
    return kind === 'dict' ? { kind, entries, ...span } : { kind, items, ...span };
  }

  #content(open: Tag): string {
    if (open.form === 'empty') return '';
    const close = this.#text.indexOf(`</${open.name}`, open.end);
    if (close === -1) this.#fail(`<${open.name}> is not closed`, open.start);
    const text = decodeXmlText(this.#text.slice(open.end, close));
    if (text === undefined) this.#fail(`the text of <${open.name}> is not plain`, open.start);
    this.#at = close;
    this.#expectClose(open.name);
    return text;
  }

  #expectClose(name: string): void {
    const tag = this.#tag();
    if (tag.form !== 'close' || tag.name !== name) this.#fail(`</${name}> is missing`, tag.start);
  }

  #tag(): Tag {
    this.#skipBlank();
    const start = this.#at;
    const match = /^<(\/?)([A-Za-z]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>/.exec(this.#text.slice(start, start + 400));
    if (!match) return this.#fail('the XML is not well-formed', start);
    const [whole, slash, name = '', attributes, empty] = match;
    if ((slash && (attributes || empty)) || (attributes && name !== 'plist')) this.#fail(`the tag ${whole} is unusual`, start);
    this.#at = start + whole.length;
    return { name, start, end: this.#at, form: slash ? 'close' : empty ? 'empty' : 'open' };
  }

  #skipProlog(): void {
    for (;;) {
      this.#skipBlank();
      const rest = this.#text.slice(this.#at, this.#at + 9);
      if (rest.startsWith('<?')) {
        this.#skipTo('?>');
      } else if (/^<!DOCTYPE$/i.test(rest)) {
        const start = this.#at;
        this.#skipTo('>');
        if (this.#text.slice(start, this.#at).includes('[')) this.#fail('the document type has its own declarations', start);
      } else {
        return;
      }
    }
  }

  #skipBlank(): void {
    for (;;) {
      while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1;
      if (!this.#text.startsWith('<!--', this.#at)) return;
      this.#at += 4;
      this.#skipTo('-->');
    }
  }

  #skipTo(mark: string): void {
    const end = this.#text.indexOf(mark, this.#at);
    if (end === -1) this.#fail(`"${mark}" is missing`, this.#at);
    this.#at = end + mark.length;
  }

  #fail(reason: string, offset: number): never {
    throw new PlistNotUnderstood(reason, lineNumberAt(this.#text, offset));
  }
}
