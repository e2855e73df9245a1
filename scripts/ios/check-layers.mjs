// Checks the layers of the Swift sources: a file may name only types of its own layer or of a lower one, and Core imports nothing but Foundation.
//   node scripts/ios/check-layers.mjs
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { root } from '../setup/paths.mjs';

const sources = join(root, 'ios/Sources/CapgoBackgroundTaskPlugin');

/** The layers are listed from the bottom up. The first entry with which a file's path begins is its layer; the files of Core itself are the lowest. */
const layers = [
  { name: 'Core/Records' },
  { name: 'Core/Rules' },
  { name: 'Core/Ledger' },
  { name: 'Core/Status' },
  { name: 'Core/Headless' },
  { name: 'Core/Engine' },
  { name: 'Adapters', imports: null },
  { name: 'Shell', imports: null },
];
const GROUND = -1;
const CORE_IMPORTS = ['Foundation'];

const withoutCommentsAndText = (source) =>
  source
    .replace(/"""[\s\S]*?"""/g, '""')
    .replace(/"(?:\\.|[^"\\\n])*"/g, '""')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/\/\/.*$/gm, '');

const layerOf = (path) => {
  const index = layers.findIndex((layer) => path.startsWith(`${layer.name}/`));
  if (index === -1 && !/^Core\/[^/]+$/.test(path)) throw new Error(`${path} lies in no layer: add its folder to scripts/ios/check-layers.mjs`);
  return index;
};

const nameOf = (layer) => (layer === GROUND ? 'Core' : layers[layer].name);

/**
 * Returns one line for each mistake.
 *
 * @param {readonly { readonly path: string, readonly source: string }[]} files
 */
export const findMistakes = (files) => {
  const parsed = files.map(({ path, source }) => ({ path, layer: layerOf(path), code: withoutCommentsAndText(source) }));
  const homes = new Map();
  for (const { path, layer, code } of parsed) {
    // Only a file's outermost declarations match, because swift-format indents all others.
    for (const [, type] of code.matchAll(/^(?:[a-z@()]+ )*(?:actor|class|enum|protocol|struct|typealias) (\w+)/gm)) homes.set(type, { path, layer });
  }
  return parsed.flatMap(({ path, layer, code }) => {
    const words = new Set(code.match(/\b[A-Z]\w+/g));
    const upwards = [...words]
      .filter((word) => (homes.get(word)?.layer ?? GROUND) > layer)
      .map((word) => `${path}: ${nameOf(layer)} may not know ${word} of ${nameOf(homes.get(word).layer)} (${homes.get(word).path})`);
    const isCore = layer === GROUND || layers[layer].imports === undefined;
    const imports = isCore
      ? [...code.matchAll(/^\s*(?:@\w+ )*import (\w+)/gm)].map(([, name]) => name).filter((name) => !CORE_IMPORTS.includes(name))
      : [];
    return [...upwards, ...imports.map((name) => `${path}: Core may not import ${name}`)];
  });
};

const readSources = () =>
  readdirSync(sources, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.swift'))
    .map((file) => ({ path: relative(sources, join(sources, file)).split(sep).join('/'), source: readFileSync(join(sources, file), 'utf8') }));

if (process.argv[1] === import.meta.filename) {
  const files = readSources();
  const mistakes = findMistakes(files);
  mistakes.forEach((line) => console.log(line));
  console.log(`${files.length - mistakes.length} passed, ${mistakes.length} failed`);
  process.exitCode = mistakes.length === 0 ? 0 : 1;
}
