import { calledName, isNode, walk } from './syntax-tree.js';
import type { SyntaxNode } from './syntax-tree.js';

const REGISTER = 'registerPlugin';

/** The string literals that a module gives to Capacitor's `registerPlugin`, under whatever name it imports it. */
export function findPluginNames(program: SyntaxNode): string[] {
  const callees = new Set([REGISTER]);
  const names = new Set<string>();
  walk(program, (node) => {
    if (node.type === 'ImportSpecifier' && importedName(node['imported']) === REGISTER)
      callees.add(importedName(node['local']) ?? REGISTER);
    if (node.type === 'CallExpression' && callees.has(calledName(node['callee']) ?? '')) {
      const name = literal((node['arguments'] as unknown[])[0]);
      if (name !== null) names.add(name);
    }
    return true;
  });
  return [...names];
}

function importedName(node: unknown): string | null {
  if (!isNode(node)) return null;
  const name = node['name'] ?? node['value'];
  return typeof name === 'string' ? name : null;
}

function literal(node: unknown): string | null {
  if (!isNode(node)) return null;
  if (typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral' || (node['expressions'] as unknown[]).length > 0) return null;
  const [quasi] = node['quasis'] as { value: { cooked?: string } }[];
  return quasi?.value.cooked ?? null;
}
