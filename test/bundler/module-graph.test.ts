import { expect, test } from 'vitest';
import { ModuleGraph } from '../../src/bundler/module-graph.ts';

test('F-W03: a module is found by a source map that goes over two spellings of the drive', () => {
  const graph = new ModuleGraph();
  graph.add('C:/app/src/background-tasks.ts', ['C:/app/src/late.ts']);
  graph.add('C:/app/src/late.ts', []);
  graph.tasksId = 'C:/app/src/background-tasks.ts';
  // What is relative from c:/app/dist to C:/app/src/late.ts.
  const id = graph.idOf('c:/app/C:/app/src/late.ts');
  expect(id).toBe('C:/app/src/late.ts');
  expect(graph.chain(id ?? '')).toEqual(['C:/app/src/late.ts', 'C:/app/src/background-tasks.ts']);
  expect(graph.idOf('C:/app/src/later.ts')).toBeNull();
});
