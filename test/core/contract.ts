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

/** The id of a fault comes first: the check of the ids reads the beginnings of titles. */
export function titleOf({ name, function: called }: ContractCase): string {
  return name.startsWith('F-') ? `${name} (${called})` : `${called}: ${name}`;
}
