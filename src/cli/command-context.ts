import type { Terminal } from './terminal.js';

/** What a command knows of the process that runs it. */
export interface CommandContext {
  readonly workingFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly terminal: Terminal;
}
