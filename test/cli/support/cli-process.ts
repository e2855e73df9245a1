import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll } from 'vitest';

export const repository = fileURLToPath(new URL('../../../', import.meta.url));

export interface CommandResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliProcess {
  /** The folder that stands for the installed package. */
  readonly packageDir: string;
  /** A bundle that exports `run`, for many runs in one process. */
  readonly runBundle: string;
  run(args: readonly string[], options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> }): CommandResult;
}

/** Bundles the command from its sources, as the package build does, and runs it as a process of its own. */
export function useCli(): CliProcess {
  const packageDir = temporaryFolder();
  const command = join(packageDir, 'dist', 'cli', 'index.js');
  const runBundle = join(packageDir, 'dist', 'cli', 'run.js');

  beforeAll(async () => {
    mkdirSync(dirname(command), { recursive: true });
    const input = { index: join(repository, 'src/cli/main.ts'), run: join(repository, 'src/cli/run.ts') };
    const bundle = await rolldown({ input, platform: 'node', external: [/^node:/, 'vite'] });
    await bundle.write({ dir: dirname(command), format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' });
    await bundle.close();
    writeFileSync(join(dirname(command), 'package.json'), '{ "type": "module" }\n');
    copyFileSync(join(repository, 'package.json'), join(packageDir, 'package.json'));
  }, 120_000);

  return {
    packageDir,
    runBundle,
    run(args, { cwd, env = {} }) {
      const { status, stdout, stderr } = spawnSync(process.execPath, [command, ...args], {
        cwd,
        encoding: 'utf8',
        env: cleanEnvironment(env),
      });
      return { status, stdout, stderr };
    },
  };
}

/** A folder that is gone when the test file has ended. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'cli-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }), 180_000);
  return folder;
}

/** The environment without what an outer Capacitor or npm run, or an attached device, would lend. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CAPACITOR_|npm_|INIT_CWD|FORCE_COLOR|NO_COLOR|NODE_OPTIONS|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])), ...extra };
}
