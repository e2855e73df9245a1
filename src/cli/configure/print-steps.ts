import { paint, type Colour, type Terminal } from '../terminal.js';
import type { Step } from './step.js';

const MARKS: Readonly<Record<Step['status'], readonly [string, Colour]>> = {
  ready: ['✔', 'green'],
  changed: ['✔', 'green'],
  missing: ['✖', 'yellow'],
  manual: ['!', 'yellow'],
  off: ['!', 'yellow'],
  skipped: ['-', 'dim'],
};

export function printSteps(terminal: Terminal, steps: readonly Step[], prefix = ''): void {
  for (const step of steps) {
    const [mark, colour] = MARKS[step.status];
    terminal.out(`${prefix}${paint(terminal, colour, mark)} ${step.message}`);
    if (step.paste.length === 0) continue;
    terminal.out('');
    for (const line of step.paste) terminal.out(line === '' ? '' : `    ${line}`);
    terminal.out('');
  }
}
