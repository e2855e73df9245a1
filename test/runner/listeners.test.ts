import { expect, it } from 'vitest';
import { createAppListeners } from '../../src/runner/listeners.js';

it('a listener that another one removes in the same event is not called any more', () => {
  const all = createAppListeners<object>('test', (message) => expect.fail(message));
  const called: string[] = [];
  let removeLast: () => void = () => undefined;
  all.add(() => {
    called.push('first');
    removeLast();
  });
  removeLast = all.add(() => void called.push('last'));
  all.tell({});
  expect(called).toEqual(['first']);
});
