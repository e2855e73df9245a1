import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder, useCli } from './support/cli-process.js';

const cli = useCli();
const folder = temporaryFolder();

/** Runs the command, and reports a failure of one of its streams as its pipe would. */
function runWithFailure(stream: 'stdout' | 'stderr', code: string): { readonly status: number | null; readonly stderr: string } {
  const script = `process.on('beforeExit', () => process.${stream}.emit('error', Object.assign(new Error('closed'), { code: '${code}' })));`;
  const preload = `data:text/javascript,${encodeURIComponent(script)}`;
  const command = join(cli.packageDir, 'dist/cli/index.js');
  const { status, stderr } = spawnSync(process.execPath, ['--import', preload, command, '--version'], { cwd: folder, encoding: 'utf8' });
  return { status, stderr };
}

describe('a pipe that its reader has closed', () => {
  it.each([
    ['stdout', 'EOF'],
    ['stderr', 'EPIPE'],
    ['stderr', 'EOF'],
  ] as const)('F-W05: is no failure of the command: %s says %s', (stream, code) => {
    expect(runWithFailure(stream, code)).toEqual({ status: 0, stderr: '' });
  });

  it('F-W05: any other failure of a stream is one', () => {
    expect(runWithFailure('stdout', 'EIO').status).not.toBe(0);
  });
});
