// Every failure that users report of such plugins on iOS has a test that carries its id, or a line in docs/troubleshooting.md.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './toolchain.mjs';

const IDS = [
  'I01', 'I02', 'I03', 'I04', 'I05', 'I06', 'I07', 'I10', 'I11', 'I13', 'I14', 'I15', 'I16', 'I17', 'I18', 'I20', 'I21', 'I23', 'I24', 'I25', 'I26',
];

export const uncoveredFieldFailures = () => {
  const tests = readdirSync(join(repositoryRoot, 'ios/Tests'), { encoding: 'utf8', recursive: true })
    .filter((name) => name.endsWith('.swift'))
    .map((name) => readFileSync(join(repositoryRoot, 'ios/Tests', name), 'utf8'))
    .join('\n');
  const checks = readFileSync(join(repositoryRoot, 'scripts/ios/check-packaging.mjs'), 'utf8');
  const page = join(repositoryRoot, 'docs/troubleshooting.md');
  const documented = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const named = new Set([
    ...[...tests.matchAll(/func test(\w+)\(/g)].flatMap(([, name]) => [...name.matchAll(/I\d\d/g)].map(([id]) => id)),
    ...[...checks.matchAll(/'(I\d\d) /g)].map(([, id]) => id),
    ...[...documented.matchAll(/\bI\d\d\b/g)].map(([id]) => id),
  ]);
  return IDS.filter((id) => !named.has(id));
};
