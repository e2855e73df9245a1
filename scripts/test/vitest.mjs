// node scripts/test/vitest.mjs PROJECT [further arguments of vitest]
import { runCommand } from '../setup/children.mjs';
import { inRoot } from '../setup/paths.mjs';

const [project, ...rest] = process.argv.slice(2);
const code = await runCommand(['node', inRoot('node_modules/vitest/vitest.mjs'), 'run', '--project', project, ...rest]);
process.exitCode = code === 0 ? 0 : 1;
