const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** Character data of an element: entities and CDATA sections resolved, comments dropped; undefined if it is not text. */
export function decodeXmlText(raw: string): string | undefined {
  let result = '';
  let at = 0;
  while (at < raw.length) {
    if (raw.startsWith('<![CDATA[', at)) {
      const end = raw.indexOf(']]>', at);
      if (end === -1) return undefined;
      result += raw.slice(at + 9, end);
      at = end + 3;
    } else if (raw.startsWith('<!--', at)) {
      const end = raw.indexOf('-->', at + 4);
      if (end === -1) return undefined;
      at = end + 3;
    } else if (raw[at] === '<') {
      return undefined;
    } else if (raw[at] === '&') {
      const entity = /^&(?:#x([0-9a-fA-F]{1,6})|#([0-9]{1,7})|([a-z]{2,4}));/.exec(raw.slice(at, at + 12));
      const decoded = entity && decodeEntity(entity);
      if (!entity || decoded === undefined || decoded === null) return undefined;
      result += decoded;
      at += entity[0].length;
    } else {
      result += raw[at];
      at += 1;
    }
  }
  // An XML reader hands on a CRLF as a single line feed.
  return result.replace(/\r\n?/g, '\n');
}

function decodeEntity([, hex, decimal, name]: RegExpExecArray): string | undefined {
  if (name !== undefined) return NAMED[name];
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
