// Writes the scenarios of the model tests for the Java and the Swift core, which read them as JSON.
// Usage: node test/model/write-scenarios.mjs <android|ios> <file>; MODEL_SEEDS (500) says how many, MODEL_FIRST (1) with which seed they begin.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { PENDING, PLAYS_ITEMS } from './pending-kinds.ts';
import { makeScenario } from './scenario.ts';

export function writeScenarios(platform, file) {
  const first = Number(process.env.MODEL_FIRST ?? 1);
  const count = Number(process.env.MODEL_SEEDS ?? 500);
  const pending = process.env.MODEL_PENDING === '1' ? {} : PENDING[platform];
  const scenarios = Array.from({ length: count }, (_, index) =>
    JSON.stringify(makeScenario(first + index, pending, PLAYS_ITEMS[platform])),
  );
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `[\n${scenarios.join(',\n')}\n]\n`);
}

if (import.meta.filename === process.argv[1]) writeScenarios(process.argv[2], process.argv[3]);
