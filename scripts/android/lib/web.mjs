import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { cached, filesBelow, root } from './paths.mjs';
import { run } from './run.mjs';
import { hashOf, whenChanged } from './stamp.mjs';

const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
/** The project brings this Node 24, because the rig itself may run with an older one. */
const node = join(root, 'node_modules', '.bin', 'node');
const packageName = '@capgo/capacitor-background-task';

/** This folder holds code of users of the earlier versions, which the rig's page runs too. */
const reference = join(root, 'test', 'reference');

/** These folders stand beside a web app's sources, but are no input of its build. */
const beside = new Set(['dist', 'node_modules', 'server']);

/** Builds a web app as its developer would, with this package as it is published. Resolves with the folder of the result. */
export async function buildWeb(name, source, say) {
  if (!existsSync(join(root, 'dist', 'esm', 'index.js'))) {
    say('building the package');
    run(node, [join(root, 'scripts', 'build.mjs')], { cwd: root });
  }
  const app = cached('web', name, '.');
  const isSource = (file) => !beside.has(relative(source, file).split(sep)[0]);
  const inputs = [
    ...filesBelow(source, '').filter(isSource),
    ...filesBelow(join(root, 'dist', 'esm'), '.js'),
    ...filesBelow(reference, '.ts'),
  ];
  await whenChanged(`web-${name}`, hashOf(inputs), () => {
    say(`building the web app ${name}`);
    rmSync(app, { recursive: true, force: true });
    cpSync(source, app, { recursive: true, filter: isSource });
    mkdirSync(join(app, 'node_modules', '@capgo'), { recursive: true });
    symlinkSync(root, join(app, 'node_modules', packageName), 'junction');
    run(node, [vite, 'build'], { cwd: app });
  });
  return join(app, 'dist');
}
