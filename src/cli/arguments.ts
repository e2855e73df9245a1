export type Command = 'configure' | 'doctor' | 'hook' | 'copy-hook' | 'help' | 'version';

export interface Arguments {
  readonly command: Command;
  readonly check: boolean;
  readonly json: boolean;
  /** All that doctor has to say, not only what fits on a screen. */
  readonly details: boolean;
  /** Where to look for the app; the working folder if undefined. */
  readonly root: string | undefined;
}

export type ParsedArguments = { readonly ok: true; readonly arguments: Arguments } | { readonly ok: false; readonly reason: string };

const COMMANDS: readonly string[] = ['configure', 'doctor', 'hook', 'copy-hook', 'help', 'version'];

export function parseArguments(argv: readonly string[]): ParsedArguments {
  let command: Command | undefined;
  let check = false;
  let json = false;
  let details = false;
  let root: string | undefined;
  for (let at = 0; at < argv.length; at += 1) {
    const argument = argv[at] ?? '';
    if (argument === '--check') check = true;
    else if (argument === '--json') json = true;
    else if (argument === '--details') details = true;
    else if (argument === '--help' || argument === '-h') command = 'help';
    else if (argument === '--version' || argument === '-v') command = 'version';
    else if (argument === '--root') {
      at += 1;
      root = argv[at];
      if (root === undefined) return { ok: false, reason: '--root needs a folder' };
    } else if (argument.startsWith('--root=')) root = argument.slice('--root='.length);
    else if (argument.startsWith('-')) return { ok: false, reason: `unknown option ${argument}` };
    else if (command !== undefined && command !== 'help' && command !== 'version')
      return { ok: false, reason: `unexpected argument ${argument}` };
    else if (!isCommand(argument)) return { ok: false, reason: `unknown command ${argument}` };
    else command ??= argument;
  }
  command ??= 'help';
  if (check && command !== 'configure') return { ok: false, reason: '--check belongs to configure' };
  if (details && command !== 'doctor') return { ok: false, reason: '--details belongs to doctor' };
  return { ok: true, arguments: { command, check, json, details, root } };
}

function isCommand(word: string): word is Command {
  return COMMANDS.includes(word);
}
