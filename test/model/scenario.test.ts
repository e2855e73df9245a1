import { expect, test } from 'vitest';
import { readContract } from '../core/contract.js';
import { describeScenario, makeScenario } from './scenario.js';
import type { Step } from './scenario.js';
import { violation } from './schema.js';
import type { Schema } from './schema.js';

const schema = readContract('scenario.schema.json') as Schema;
const scenarios = Array.from({ length: 500 }, (_, seed) => makeScenario(seed));

test('every scenario is of the language that contract/scenario.schema.json describes', () => {
  expect(scenarios.map((one) => violation(one, schema)).filter((one) => one !== null)).toEqual([]);
});

test('the schema refuses what is not of the language', () => {
  const [one] = scenarios;
  const refused: unknown[] = [
    null,
    { ...one, version: 2 },
    { ...one, more: 1 },
    { ...one, steps: [{ step: 'explode' }] },
    { ...one, steps: [{ step: 'pass', ms: 0 }] },
    { ...one, steps: [{ step: 'pass' }] },
    { ...one, steps: [{ step: 'freeze', context: 'three' }] },
  ];
  for (const value of refused) expect(violation(value, schema), JSON.stringify(value).slice(0, 80)).not.toBeNull();
});

test('five hundred seeds use every step of the language, and jump both ways', () => {
  const steps = scenarios.flatMap((one) => one.steps);
  const names = (schema.properties?.['steps']?.items?.oneOf ?? []).flatMap(({ properties }) => {
    const step = properties?.['step'];
    return step?.enum ?? [step?.const];
  });
  expect(new Set(steps.map((one) => one.step))).toEqual(new Set(names));
  const jumps = steps.filter((one): one is Step & { step: 'jump' } => one.step === 'jump').map((one) => Math.sign(one.ms));
  expect(new Set(jumps)).toEqual(new Set([1, -1]));
});

test('the same seed makes the same scenario, and another one another', () => {
  expect(makeScenario(7)).toEqual(makeScenario(7));
  expect({ ...makeScenario(8), seed: 7 }).not.toEqual(makeScenario(7));
});

test('a scenario is shown as lines that a person can read', () => {
  const text = describeScenario({
    version: 1,
    seed: 3,
    tasks: [{ name: 'a', minimumIntervalMs: 900_000, maximumRetries: 1, timeLimitMs: null }],
    steps: [{ step: 'jump', ms: -31_536_000_000 }, { step: 'define', context: 'one', tasks: ['a', 'b'] }, { step: 'kill' }],
  });
  expect(text).toBe(
    [
      'scenario of seed 3',
      '      task a: every 15 min, 1 retries, time limit null',
      '   1  jump ms=-1 y',
      '   2  define context=one tasks=[a b]',
      '   3  kill',
    ].join('\n'),
  );
});
