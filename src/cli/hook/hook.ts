import { configure, PLATFORMS } from '../configure/configure.js';
import { printSteps } from '../configure/print-steps.js';
import { isOpen } from '../configure/step.js';
import { NATIVE_PLUGIN, PACKAGE_NAME } from '../package-facts.js';
import { configFromEnvironment, readCapacitorConfig } from '../project/capacitor-config.js';
import { openProject } from '../project/project.js';
import type { Terminal } from '../terminal.js';

export interface HookEnvironment {
  readonly CAPACITOR_PLATFORM_NAME?: string | undefined;
  readonly CAPACITOR_ROOT_DIR?: string | undefined;
  readonly CAPACITOR_WEB_DIR?: string | undefined;
  readonly CAPACITOR_CONFIG?: string | undefined;
}

/**
 * `capacitor:sync:after`. Capacitor runs it once per platform, in the plugin's folder, and stops the user's sync on
 * any other exit status than 0: whatever goes wrong here is told and nothing more.
 */
export function runHook(environment: HookEnvironment, terminal: Terminal): void {
  const { CAPACITOR_ROOT_DIR: root, CAPACITOR_PLATFORM_NAME: name } = environment;
  const platform = PLATFORMS.find((known) => known === name);
  if (root === undefined || platform === undefined) return;
  const config = configFromEnvironment(environment.CAPACITOR_CONFIG) ?? readCapacitorConfig(root);
  const project = openProject(root, config, environment.CAPACITOR_WEB_DIR);
  const steps = configure(project, [platform], { check: false });
  // A sync prints enough by itself: only what changed or is left to do is worth a line.
  printSteps(
    terminal,
    steps.filter((step) => step.status === 'changed' || isOpen(step)),
    `[${NATIVE_PLUGIN}] `,
  );
}

/** What to say when the hook itself fails. */
export function hookFailure(platform: string | undefined, error: unknown): string {
  const reason = error instanceof Error ? error.message : String(error);
  return `[${NATIVE_PLUGIN}] ${PACKAGE_NAME} could not check the ${platform ?? 'native'} project: ${reason}. The sync goes on; run "npx capacitor-background-task doctor".`;
}
