// Writes the API section of README.md from src/definitions.ts; with --check it only says whether that would change anything.
import { readFileSync, writeFileSync } from 'node:fs';
import docgen from '@capacitor/docgen';
import { inRoot } from './setup/paths.mjs';

const definitions = readFileSync(inRoot('src/definitions.ts'), 'utf8');
const own = new Set([...definitions.matchAll(/^export (?:interface|type|enum) (\w+)/gm)].map((match) => match[1]));
const isOwn = (named) => own.has(named.name);

/** Keeps only this package's types, because docgen would follow every name into the DOM library, such as `AbortSignal` and `Event`. */
function withoutLibraries(data) {
  const local = JSON.parse(JSON.stringify(data), (key, value) => (key === 'complexTypes' ? value.filter((name) => own.has(name)) : value));
  return {
    ...local,
    interfaces: local.interfaces.filter(isOwn),
    typeAliases: local.typeAliases.filter(isOwn),
    enums: local.enums.filter(isOwn),
  };
}

const { data } = await docgen.generate({ tsconfigPath: inRoot('tsconfig.docgen.json'), api: 'BackgroundTaskPlugin' });
const readme = readFileSync(inRoot('README.md'), 'utf8');
const updated = docgen.replaceMarkdownPlaceholders(readme, withoutLibraries(data));

if (!process.argv.includes('--check')) writeFileSync(inRoot('README.md'), updated);
else if (updated !== readme) {
  console.error('README.md is older than src/definitions.ts: run `npm run docgen` and commit it');
  process.exitCode = 1;
}
