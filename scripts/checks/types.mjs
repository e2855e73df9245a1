// Compiles every TypeScript project of the repository, and says of each how it went.
import { runCommand } from '../setup/children.mjs';

const projects = [
  'tsconfig.json',
  'tsconfig.inspector.json',
  'tsconfig.core.json',
  'tsconfig.node.json',
  'tsconfig.test.json',
  'tsconfig.scripts.json',
];
let failed = 0;
for (const project of projects) {
  const code = await runCommand(['tsc', '-p', project]);
  console.log(`${project}: ${code === 0 ? 'ok' : 'errors'}`);
  if (code !== 0) failed += 1;
}
process.exitCode = failed === 0 ? 0 : 1;
