// Writes the scenarios of the model tests for the Java and the Swift core, which read them as JSON.
// Usage: node test/model/write-scenarios.mjs <file>; MODEL_SEEDS (500) says how many, MODEL_FIRST (1) with which seed they begin.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeScenario } from './scenario.ts';

export function writeScenarios(file) {
  const first = Number(process.env.MODEL_FIRST ?? 1);
  const count = Number(process.env.MODEL_SEEDS ?? 500);
  const scenarios = Array.from({ length: count }, (_, index) => JSON.stringify(makeScenario(first + index)));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `[\n${scenarios.join(',\n')}\n]\n`);
}

if (import.meta.filename === process.argv[1]) writeScenarios(process.argv[2]);
