import type { CliProcess, CommandResult } from './cli-process.js';

/** Runs the hook as `cap sync` does: in the package's folder, with what it needs to know in the environment. */
export function syncHook(cli: CliProcess, root: string, platform: string, config: unknown = {}): CommandResult {
  const env = {
    CAPACITOR_ROOT_DIR: root,
    CAPACITOR_WEB_DIR: `${root}/dist`,
    CAPACITOR_PLATFORM_NAME: platform,
    CAPACITOR_CONFIG: JSON.stringify(config),
  };
  return cli.run(['hook'], { cwd: cli.packageDir, env });
}
