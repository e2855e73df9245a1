import { paint, type Colour, type Terminal } from '../terminal.js';
import { PLATFORM_NOTES } from './checks/platform-notes.js';
import { deviceLines } from './device/device-lines.js';
import type { DoctorReport, Finding, Severity } from './finding.js';

const LABELS: Readonly<Record<Severity, readonly [string, Colour]>> = {
  error: ['error', 'red'],
  warning: ['warning', 'yellow'],
  note: ['note', 'dim'],
};
/** What a person sees at once: a terminal as it opens, less the lines that stand around the findings. */
const SCREEN = { columns: 80, rows: 24 } as const;
const ROWS_AROUND = 6;

export interface PrintOptions {
  /** How the app is called: its folder, what builds it, its platforms. */
  readonly title: string;
  readonly exitCode: number;
  /** Everything, however long it is: links, notes on the platforms, the commands that force a run. */
  readonly details: boolean;
}

/** The verdict first, then what to do about it; on one screen, unless `details` asks for all of it. */
export function printFindings(terminal: Terminal, report: DoctorReport, { title, exitCode, details }: PrintOptions): void {
  const verdict = `${sumOf(report.findings, ['error', 'warning'], true)} in ${title}; exit code ${exitCode}`;
  terminal.out(paint(terminal, report.ok ? 'green' : 'red', verdict));
  const device = deviceLines(report.device, details);
  const [shown, hidden] = chosen(report.findings, details ? Infinity : SCREEN.rows - ROWS_AROUND - rowsOf(device));
  if (shown.length > 0) terminal.out('');
  const style: Style = (colour, text) => paint(terminal, colour, text);
  for (const line of shown.flatMap((block) => linesOf(block, details, style))) terminal.out(line);
  if (device.length > 0) terminal.out('');
  for (const line of device) terminal.out(line);
  terminal.out('');
  if (details) printForce(terminal, report);
  else terminal.out(more(hidden, report));
}

/** Findings of one weight and one remedy, which is said once. */
type Block = readonly [Finding, ...Finding[]];

function blocksOf(findings: readonly Finding[]): Block[] {
  const blocks: [Finding, ...Finding[]][] = [];
  for (const finding of findings) {
    const same = blocks.find(([{ severity, remedy }]) => severity === finding.severity && remedy === finding.remedy);
    if (same) same.push(finding);
    else blocks.push([finding]);
  }
  return blocks;
}

/** The blocks that fit into so many rows, at least one of them, and the findings of the others. */
function chosen(findings: readonly Finding[], rows: number): readonly [Block[], Finding[]] {
  const general = rows === Infinity ? [] : findings.filter(({ id }) => PLATFORM_NOTES.includes(id));
  const blocks = blocksOf(findings.filter((finding) => !general.includes(finding)));
  const shown: Block[] = [];
  let left = rows;
  for (const block of blocks) {
    left -= rowsOf(linesOf(block, false, plain));
    if (left < 0 && shown.length > 0) break;
    shown.push(block);
  }
  return [shown, [...blocks.slice(shown.length).flat(), ...general]];
}

/** How a piece of text is shown. */
type Style = (colour: Colour, text: string) => string;
const plain: Style = (_, text) => text;

function linesOf(block: Block, details: boolean, style: Style): string[] {
  const [{ remedy }] = block;
  const links = details ? new Set(block.map(({ link }) => link)) : [];
  return [...block.map((finding) => headOf(finding, style)), `  → ${remedy}`, ...[...links].map((link) => `  ${style('dim', link)}`)];
}

function headOf({ id, severity, platform, message }: Finding, style: Style): string {
  const [label, colour] = LABELS[severity];
  return `${style(colour, label)} ${style('bold', `[${id}]`)} ${platform === 'all' ? '' : `${platform}: `}${message}`;
}

function rowsOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / SCREEN.columns)), 0);
}

function printForce(terminal: Terminal, report: DoctorReport): void {
  terminal.out('To force a run:');
  for (const { platform, where, commands } of report.force) {
    terminal.out(`  ${platform}, ${where}:`);
    for (const command of commands) terminal.out(`    ${command}`);
  }
}

function more(hidden: readonly Finding[], { findings }: DoctorReport): string {
  const urgent = sumOf(hidden, ['error', 'warning'], false);
  const notes = sumOf(hidden, ['note'], false);
  const rest = [urgent === '' ? '' : `${urgent} more`, notes, 'how to force a run'].filter((part) => part !== '').join(', ');
  return `With --details: ${rest}${findings.length > 0 ? ', links' : ''}.`;
}

/** "1 error, 2 warnings"; what there is none of is left out, unless `zeros`. */
function sumOf(findings: readonly Finding[], severities: readonly Severity[], zeros: boolean): string {
  return severities
    .flatMap((severity) => {
      const count = findings.filter((finding) => finding.severity === severity).length;
      return count === 0 && !zeros ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
    })
    .join(', ');
}
