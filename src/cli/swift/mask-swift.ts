/** Stands for every character of a comment or string literal in a masked source, line ends included. */
export const MASK = '\u0001';

/**
 * Replaces comments and string literals by MASK, so that what is left can be searched as code and every
 * offset is still that of the source. Code inside string interpolation is masked too.
 */
export function maskSwift(source: string): string {
  let result = '';
  let at = 0;
  while (at < source.length) {
    const end = literalEnd(source, at);
    if (end > at) {
      result += MASK.repeat(end - at);
      at = end;
    } else {
      result += source[at];
      at += 1;
    }
  }
  return result;
}

function literalEnd(source: string, at: number): number {
  if (source.startsWith('//', at)) {
    const end = source.slice(at).search(/\r?\n/);
    return end === -1 ? source.length : at + end;
  }
  if (source.startsWith('/*', at)) return blockCommentEnd(source, at);
  const opening = /^(#*)("""|")/.exec(source.slice(at, at + 40));
  return opening ? stringEnd(source, at, opening[1] ?? '', opening[2] ?? '"') : at;
}

/** Swift's block comments nest. */
function blockCommentEnd(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length;) {
    if (source.startsWith('/*', at)) {
      depth += 1;
      at += 2;
    } else if (source.startsWith('*/', at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return at;
    } else {
      at += 1;
    }
  }
  return source.length;
}

function stringEnd(source: string, start: number, hashes: string, quote: string): number {
  const escape = `\\${hashes}`;
  let at = start + hashes.length + quote.length;
  while (at < source.length) {
    if (source.startsWith(quote + hashes, at)) return at + quote.length + hashes.length;
    if (source.startsWith(`${escape}(`, at)) {
      at = interpolationEnd(source, at + escape.length);
    } else if (source.startsWith(escape, at)) {
      at += escape.length + 1;
    } else if (quote === '"' && source[at] === '\n') {
      return at;
    } else {
      at += 1;
    }
  }
  return source.length;
}

function interpolationEnd(source: string, open: number): number {
  let depth = 0;
  for (let at = open; at < source.length;) {
    const literal = literalEnd(source, at);
    if (literal > at) {
      at = literal;
      continue;
    }
    if (source[at] === '(') depth += 1;
    if (source[at] === ')') depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
  return source.length;
}
