import { EXIT } from './exit-code.js';
import { ISSUES } from './package-facts.js';
import { run } from './run.js';
import { processTerminal } from './terminal.js';
import { packageVersion } from './version.js';

const terminal = processTerminal();
try {
  // Setting the code instead of ending the process lets a pipe take all of the output.
  process.exitCode = await run(process.argv.slice(2), { workingFolder: process.cwd(), environment: process.env, terminal });
} catch (error: unknown) {
  terminal.error(`This is a defect of capacitor-background-task ${packageVersion()}. Please report it with these lines: ${ISSUES}`);
  terminal.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = EXIT.defect;
}
