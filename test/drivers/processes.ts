import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';

export interface LivingProcess {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** Returns the processes that run, without those that have ended and only wait for their parent to collect them. */
export function livingProcesses(): LivingProcess[] {
  // A bare Debian has no ps, so /proc is read. The name in parentheses may contain anything; after it come the state, the parent and the group.
  const rows = existsSync('/proc/self/stat')
    ? readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .map((pid) => [
          pid,
          ...statOf(pid)
            .replace(/^.*\) /s, '')
            .split(' '),
        ])
    : execFileSync('ps', ['-eo', 'pid=,stat=,ppid=,pgid='], { encoding: 'utf8' })
        .trim()
        .split('\n')
        .map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, state = 'Z']) => !/^Z?$/.test(state))
    .map(([pid, , parent, group]) => ({ pid: Number(pid), parent: Number(parent), group: Number(group) }));
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return ''; // It has ended meanwhile.
  }
}
