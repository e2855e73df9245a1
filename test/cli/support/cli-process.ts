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
  run(args: readonly string[], options: { readonly cwd: string; readonly env?: Readonly<Record<string, string>> }): CommandResult;
}

/** Bundles the command from its sources, as the package build does, and runs it as a process of its own. */
export function useCli(): CliProcess {
  const packageDir = temporaryFolder();
  const command = join(packageDir, 'dist', 'cli', 'index.js');

  beforeAll(async () => {
    mkdirSync(dirname(command), { recursive: true });
    const bundle = await rolldown({ input: join(repository, 'src/cli/main.ts'), platform: 'node', external: [/^node:/, 'vite'] });
    await bundle.write({ dir: dirname(command), format: 'es', entryFileNames: 'index.js', chunkFileNames: '[name].js' });
    await bundle.close();
    writeFileSync(join(dirname(command), 'package.json'), '{ "type": "module" }\n');
    copyFileSync(join(repository, 'package.json'), join(packageDir, 'package.json'));
  }, 120_000);

  return {
    packageDir,
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
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The environment without what an outer Capacitor or npm run, or an attached device, would lend. */
export function cleanEnvironment(extra: Readonly<Record<string, string>> = {}): Record<string, string> {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(CAPACITOR_|npm_|INIT_CWD|FORCE_COLOR|NO_COLOR|NODE_OPTIONS|VITEST)/.test(name),
  );
  return { ...Object.fromEntries(kept.map(([name, value]) => [name, value ?? ''])), ...extra };
}
