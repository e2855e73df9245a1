import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { repository } from './support/cli-process.js';

/** What users report of such plugins: Android, iOS, web, set-up, JavaScript. */
const FAILURES = {
  A: '01 02 03 05 06 07 08 09 10 11 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 32 33 34 35',
  I: '01 02 03 04 05 06 07 10 11 13 14 15 16 17 18 20 21 23 24 25 26',
  W: '01 02 03 04 06 07 08 10',
  S: '01 02 03 04 05 06 07 08 09 10 12',
  J: '01 02 03 04 05 07 08 09 12 13',
};
const OWN_FILE = 'field-failures.test.ts';
const TESTS = ['test', 'android/jvm/src', 'ios/Tests', 'scripts'];

function textsOf(folder: string): string[] {
  const names = readdirSync(join(repository, folder), { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(ts|mjs|java|swift)$/.test(name) && !name.endsWith(OWN_FILE))
    .map((name) => readFileSync(join(repository, folder, name), 'utf8'));
}

/** `A03`, `a03_theSameOptions…` and `testI16ARefresh…` alike. A plain list of ids names nothing. */
function namedIn(text: string): string[] {
  return [...text.matchAll(/(?:(?<![A-Za-z0-9])|test|_)([AIWSJaiwsj]\d\d)(?![a-z0-9'])/g)].map(([, id = '']) => id.toUpperCase());
}

it('every one has a test that names it, or an answer in docs/troubleshooting.md', () => {
  const texts = [...TESTS.flatMap(textsOf), readFileSync(join(repository, 'docs/troubleshooting.md'), 'utf8')];
  const named = new Set(texts.flatMap(namedIn));
  const ids = Object.entries(FAILURES).flatMap(([letter, numbers]) => numbers.split(' ').map((number) => letter + number));
  expect(ids.filter((id) => !named.has(id))).toEqual([]);
});
