import { calledName, isNode, walk } from './syntax-tree.js';
import type { SyntaxNode } from './syntax-tree.js';

export interface TopLevelAwait {
  /** Offset in the source that was parsed. */
  readonly start: number;
  /** What is awaited, when it is a call: `registerTaskAsync`. */
  readonly called: string | null;
}

const FUNCTIONS = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunctionExpression',
  'MethodDefinition',
  'PropertyDefinition',
  'StaticBlock',
]);

/** The first `await` outside of every function: a worker's one file cannot have any. */
export function findTopLevelAwait(program: SyntaxNode): TopLevelAwait | null {
  let found: TopLevelAwait | null = null;
  walk(program, (node) => {
    if (found !== null || FUNCTIONS.has(node.type)) return false;
    if (node.type === 'AwaitExpression') found = { start: node.start, called: awaited(node['argument']) };
    else if (node.type === 'ForOfStatement' && node['await'] === true) found = { start: node.start, called: null };
    else if (node.type === 'VariableDeclaration' && node['kind'] === 'await using') found = { start: node.start, called: null };
    return found === null;
  });
  return found;
}

function awaited(argument: unknown): string | null {
  return isNode(argument) && argument.type === 'CallExpression' ? calledName(argument['callee']) : null;
}
