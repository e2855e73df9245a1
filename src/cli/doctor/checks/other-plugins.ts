import { COMMAND, NATIVE_PLUGIN } from '../../package-facts.js';
import { shown } from '../../project/project.js';
import { nativeSources } from '../../swift/native-sources.js';
import type { DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const SHARE_THE_REFRESH_REQUEST = [
  '@transistorsoft/capacitor-background-fetch',
  'cordova-plugin-background-fetch',
  '@capacitor/background-runner',
];

/** Other packages that answer to our name, or want what the system gives an app only once. */
export function checkOtherPlugins({ project, sources, dependencies, hasIos }: DoctorContext): Finding[] {
  const findings: Finding[] = [];
  for (const { path, tokens } of sources) {
    const clash = tokens.some(
      (token, at) =>
        token.value === 'registerPlugin' &&
        tokens.slice(at + 1, at + 30).some((next) => next.kind === 'string' && next.value === NATIVE_PLUGIN),
    );
    if (!clash) continue;
    const message = `${shown(project, path)} registers a plugin named ${NATIVE_PLUGIN}: two plugins answer to one name`;
    findings.push({
      id: 'same-plugin-name',
      severity: 'error',
      platform: 'all',
      message,
      remedy: 'Rename that plugin; import BackgroundTask from this package.',
      link: LINKS.troubleshooting,
    });
  }
  for (const name of SHARE_THE_REFRESH_REQUEST.filter((other) => hasIos && dependencies.has(other))) {
    const message = `${name} also asks iOS for app refresh, and an app has one such request: each replaces that of the other`;
    findings.push({
      id: 'refresh-shared',
      severity: 'warning',
      platform: 'ios',
      message,
      remedy: `Remove ${name}, or set plugins.${NATIVE_PLUGIN}.refresh to false and run "${COMMAND} configure".`,
      link: LINKS.limits,
    });
  }
  const asking =
    hasIos && project.config.refresh ? nativeSources(project).filter(({ masked }) => /\bBGAppRefreshTaskRequest\b/.test(masked)) : [];
  for (const { path } of asking) {
    const message = `${shown(project, path)} asks iOS for app refresh, and an app has one such request: each replaces that of the other`;
    findings.push({
      id: 'refresh-shared',
      severity: 'warning',
      platform: 'ios',
      message,
      remedy: `Move that work into a task, or set plugins.${NATIVE_PLUGIN}.refresh to false and run "${COMMAND} configure".`,
      link: LINKS.limits,
    });
  }
  return findings;
}
