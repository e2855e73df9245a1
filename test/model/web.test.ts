import { expect, test } from 'vitest';
import { describeScenario, makeScenario } from './scenario.js';
import type { Scenario } from './scenario.js';
import { WebWorld } from './web-world.js';

const first = Number(process.env['MODEL_FIRST'] ?? 1);
const count = Number(process.env['MODEL_SEEDS'] ?? 500);
/** Of CI: as many seeds as fit into so much time. */
const limitMs = Number(process.env['MODEL_SECONDS'] ?? Infinity) * 1000;

/** Returns what a scenario breaks and at which step; null: nothing. */
async function play(scenario: Scenario): Promise<string | null> {
  const world = new WebWorld(scenario);
  world.install();
  let at = 'before the first step';
  try {
    for (const [index, step] of scenario.steps.entries()) {
      at = `at step ${index + 1} (${step.step})`;
      await world.take(step);
    }
    at = 'in the calm afterwards';
    await world.calm();
    return null;
  } catch (error: unknown) {
    return `${at}: ${error instanceof Error ? error.message : String(error)}`;
  } finally {
    world.close();
  }
}

/** Leaves out of a broken scenario what does not matter, so that a person can read it. */
async function shrunk(scenario: Scenario): Promise<Scenario> {
  let best = scenario;
  for (let size = 8; size >= 1; size = Math.floor(size / 2)) {
    for (let from = best.steps.length - size; from >= 0; from -= size) {
      const steps = best.steps.filter((_, index) => index < from || index >= from + size);
      if ((await play({ ...best, steps })) !== null) best = { ...best, steps };
    }
  }
  return best;
}

test('whatever the world does to pages and workers: no overlap, every wake answered, nothing left, a true log', async () => {
  const end = Date.now() + limitMs;
  let played = 0;
  for (let seed = first; seed < first + count && Date.now() < end; seed++, played++) {
    const scenario = makeScenario(seed);
    if ((await play(scenario)) === null) continue;
    const small = await shrunk(scenario);
    expect.fail(`${describeScenario(small)}\n${(await play(small)) ?? 'does not fail again'}`);
  }
  console.log(`web model: seeds ${first} to ${first + played - 1}`);
}, 1_200_000);
