import { expect, test } from 'vitest';
import { NEVER_LOADED_PLUGINS } from '../../src/core/artifacts.js';
import { readContract } from './contract.js';

test('F-A05: the plugins that are never loaded are those of the contract', () => {
  const contract = readContract('never-loaded-plugins.json') as readonly { name: string }[];
  expect(NEVER_LOADED_PLUGINS).toEqual(contract.map(({ name }) => name));
});
