import { NEVER_LOADED_PLUGINS } from '../../../core/artifacts.js';
import { COMMAND, NATIVE_PLUGIN, PACKAGE_NAME } from '../../package-facts.js';
import { isRecord } from '../../project/object-literal.js';
import { nxWorkspaceOf } from '../../project/project.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const SECTION = `plugins.${NATIVE_PLUGIN}`;
const KEYS: Readonly<Record<string, { readonly expected: string; readonly fits: (value: unknown) => boolean }>> = {
  configure: { expected: 'true or false', fits: (value) => typeof value === 'boolean' },
  refresh: { expected: 'true or false', fits: (value) => typeof value === 'boolean' },
  tasks: { expected: 'the path of the tasks module, or false', fits: (value) => value === false || typeof value === 'string' },
  headlessPlugins: { expected: '{ include: [names], exclude: [names] }', fits: isPluginLists },
};

function isPluginLists(value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(value).every(
    ([key, names]) => ['include', 'exclude'].includes(key) && Array.isArray(names) && names.every((name) => typeof name === 'string'),
  );
}

/** The app's Capacitor configuration: our section, what is left out, and what changes where a run happens. */
export function checkConfiguration({ project }: DoctorContext): Finding[] {
  const { config } = project;
  const findings: Finding[] = [];
  const base = { platform: 'all', link: LINKS.capacitorConfig } as const;
  const file = config.source ?? 'capacitor.config';

  if (config.unreadable !== undefined) {
    findings.push({
      ...base,
      id: 'config-unreadable',
      severity: 'error',
      message: `${file} could not be looked at: ${config.unreadable}; what the last sync left in the native projects is taken, or the usual values`,
      remedy: 'Make it a text file in UTF-8 that you may read, and run doctor again.',
    });
  } else if (!config.complete && file.endsWith('.json')) {
    const message = `${file} is not valid JSON: Capacitor cannot read it, and here the usual values are assumed`;
    findings.push({
      ...base,
      id: 'config-unreadable',
      severity: 'error',
      message,
      remedy: 'Correct it: no comments, no comma after the last entry, double quotes.',
    });
  } else if (!config.complete) {
    const message = `${file} is computed in part, and no synced copy of it was found; the usual values are assumed`;
    findings.push({
      ...base,
      id: 'config-unreadable',
      severity: 'note',
      message,
      remedy: 'Run npx cap sync: it leaves the evaluated configuration in the native projects, where doctor reads it.',
    });
  }
  for (const [key, value] of Object.entries(config.section)) {
    const known = KEYS[key];
    if (!known) {
      const message = `${file}: ${SECTION}.${key} is not an option`;
      findings.push({
        ...base,
        id: 'config-unknown-key',
        severity: 'warning',
        message,
        remedy: `Known are ${Object.keys(KEYS).join(', ')}.`,
      });
    } else if (!known.fits(value)) {
      const message = `${file}: ${SECTION}.${key} is ${JSON.stringify(value)}`;
      findings.push({ ...base, id: 'config-wrong-type', severity: 'error', message, remedy: `Give ${known.expected}.` });
    }
  }
  const lists = config.section['headlessPlugins'];
  const included = isRecord(lists) && Array.isArray(lists['include']) ? lists['include'] : [];
  for (const name of NEVER_LOADED_PLUGINS.filter((plugin) => included.includes(plugin))) {
    const message = `${file}: ${SECTION}.headlessPlugins includes ${name}, which is never loaded in a wake: it would roll an update back or call home`;
    findings.push({ ...base, id: 'headless-plugin-never', severity: 'warning', message, remedy: `Take ${name} out.`, link: LINKS.limits });
  }
  for (const platform of ['ios', 'android'] as const) {
    const packages = config.includePlugins[platform];
    if (!packages || packages.includes(PACKAGE_NAME)) continue;
    const message = `${file}: includePlugins does not name ${PACKAGE_NAME}, so it is left out of the ${platform} project`;
    findings.push({
      ...base,
      id: 'plugin-excluded',
      severity: 'error',
      platform,
      message,
      remedy: `Add '${PACKAGE_NAME}' to includePlugins and run npx cap sync ${platform}.`,
    });
  }
  if (config.serverUrl !== undefined) {
    const message = `${file}: server.url is ${config.serverUrl}: the app, and its headless page, come from there and not from the build`;
    findings.push({
      ...base,
      id: 'live-reload',
      severity: 'warning',
      message,
      remedy: 'Right while developing. Take it out before you build for a store.',
    });
  }
  if (config.capacitorHttp) {
    const message = `${file}: CapacitorHttp replaces fetch, and drops the signal of a request with a body: at its time limit a run is settled, and its request goes on`;
    findings.push({
      ...base,
      id: 'capacitor-http',
      severity: 'note',
      message,
      remedy: 'Look at signal.aborted after each request of a task, before the task writes anything.',
      link: LINKS.limits,
    });
  }
  if (nxWorkspaceOf(project.root) !== undefined) {
    const message = "in an Nx workspace Capacitor reads hooks from the root's package.json only: npx cap sync does not set this package up";
    findings.push({
      ...base,
      id: 'nx-hooks',
      severity: 'note',
      message,
      remedy: `Run "${COMMAND} configure" in the app's folder after npx cap add ios and after updates.`,
      link: LINKS.capacitorHooks,
    });
  }
  return findings;
}
