import { nxWorkspaceOf, type Project } from '../project/project.js';
import type { Finding } from './finding.js';
import { CONFIGURE_REMEDY, syncRemedy } from './remedies.js';

const NOT_SYNCED = ['ios-not-synced', 'android-not-synced'];

/** Findings without those that follow from another one and are gone with it: seven errors with one cause hide the cause. */
export function withoutConsequences(findings: readonly Finding[], project: Project): Finding[] {
  const ids = findings.map(({ id }) => id);
  const isListed = !ids.includes('package-not-listed');
  const syncConfigures = project.config.configure && nxWorkspaceOf(project.root) === undefined;
  const isConfigLost = findings.some(({ id, severity }) => id === 'config-unreadable' && severity === 'error');
  const followsFrom = ({ id, platform, remedy }: Finding): boolean => {
    // Capacitor knows only packages that package.json lists: until then no sync puts anything in.
    if (!isListed && (id === 'package-not-installed' || NOT_SYNCED.includes(id))) return true;
    if (id === 'web-not-built' && isConfigLost) return true;
    if (platform !== 'ios' && platform !== 'android') return false;
    if (NOT_SYNCED.includes(id) || !ids.includes(`${platform}-not-synced`)) return false;
    return remedy === syncRemedy(platform) || (syncConfigures && remedy === CONFIGURE_REMEDY);
  };
  return findings.filter((finding) => !followsFrom(finding));
}
