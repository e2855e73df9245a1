import { readFileSync } from 'node:fs';

export interface ContractCase {
  readonly name: string;
  readonly function: string;
  readonly input: Readonly<Record<string, never>>;
  readonly expected: unknown;
}

const folder = new URL('../../contract/', import.meta.url);

export function readContract(file: string): unknown {
  return JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
}

export function readCases(file: string): readonly ContractCase[] {
  return (readContract(file) as { cases: ContractCase[] }).cases;
}
