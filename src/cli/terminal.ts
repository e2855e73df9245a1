import { errorCode } from './project/text-file.js';

/** Where a command writes. Colours are used only for a terminal that wants them. */
export interface Terminal {
  readonly colours: boolean;
  out(line: string): void;
  error(line: string): void;
}

export type Colour = 'red' | 'green' | 'yellow' | 'dim' | 'bold';

const CODES: Readonly<Record<Colour, readonly [number, number]>> = {
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  dim: [2, 22],
  bold: [1, 22],
};

export function paint(terminal: Terminal, colour: Colour, text: string): string {
  const [on, off] = CODES[colour];
  return terminal.colours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
}

export function processTerminal(): Terminal {
  const { NO_COLOR, TERM } = process.env;
  // A reader that has seen enough (`| head`) is no failure: not of the command, and least of all of a sync. Windows
  // reports its closed pipe as EOF.
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: unknown) => {
      if (!['EPIPE', 'EOF'].includes(errorCode(error))) throw error;
    });
  }
  return {
    colours: process.stdout.isTTY && !NO_COLOR && TERM !== 'dumb',
    out: (line) => process.stdout.write(`${line}\n`),
    error: (line) => process.stderr.write(`${line}\n`),
  };
}
