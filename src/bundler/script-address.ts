import { isNode, walk } from './syntax-tree.js';
import type { SyntaxNode } from './syntax-tree.js';

/**
 * Gives `import.meta.url` a meaning in a classic script, where bundlers leave `{}.url`: the address of the file, which stands beside the page
 * that loads it, or beside the worker that imports it. Line breaks stay, and with them the lines of the source map.
 */
export function withScriptAddress(code: string, program: SyntaxNode, fileName: string): { code: string; map: null } | null {
  const places: SyntaxNode[] = [];
  walk(program, (node) => {
    if (!isImportMetaUrl(node)) return true;
    places.push(node);
    return false;
  });
  if (places.length === 0) return null;
  const address = `new URL("./${fileName}",self.location.href).href`;
  let text = code;
  for (const { start, end } of places.toReversed()) text = `${text.slice(0, start)}(${address})${text.slice(end)}`;
  return { code: text, map: null };
}

function isImportMetaUrl(node: SyntaxNode): boolean {
  const { object, property } = node;
  return (
    node.type === 'MemberExpression' &&
    isNode(object) &&
    object.type === 'MetaProperty' &&
    isNode(property) &&
    (property['name'] === 'url' || property['value'] === 'url')
  );
}
