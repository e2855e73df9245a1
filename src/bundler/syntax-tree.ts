/** A node of an ESTree, whichever parser made it. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}

/** Visits a tree in source order; `visit` returns false to leave out what is below a node. */
export function walk(node: SyntaxNode, visit: (node: SyntaxNode) => boolean): void {
  if (!visit(node)) return;
  for (const value of Object.values(node)) {
    if (isNode(value)) walk(value, visit);
    else if (Array.isArray(value)) for (const item of value) if (isNode(item)) walk(item, visit);
  }
}

/** The name of `name` or of `something.name`; null for anything else. */
export function calledName(callee: unknown): string | null {
  if (!isNode(callee)) return null;
  if (callee.type === 'Identifier') return callee['name'] as string;
  if (callee.type === 'MemberExpression' && callee['computed'] !== true) return calledName(callee['property']);
  if (callee.type === 'ChainExpression' || callee.type === 'ParenthesizedExpression') return calledName(callee['expression']);
  return null;
}
