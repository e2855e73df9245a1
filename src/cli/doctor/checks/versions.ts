import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CAPACITOR_MAJOR, PACKAGE_NAME } from '../../package-facts.js';
import { installedVersion, usesPlugAndPlay, type DoctorContext } from '../context.js';
import type { Finding } from '../finding.js';
import { LINKS } from '../links.js';

const major = (version: string): number => Number.parseInt(version, 10);

/** Versions that belong together, and whether Capacitor can find the package at all. */
export function checkVersions(context: DoctorContext): Finding[] {
  const { root } = context.project;
  const findings: Finding[] = [];
  const hasFolders = !usesPlugAndPlay(root);
  const core = installedVersion(root, '@capacitor/core');
  const base = { platform: 'all', link: LINKS.capacitorUpdate } as const;

  if (core === undefined && hasFolders) {
    findings.push({
      ...base,
      id: 'capacitor-missing',
      severity: 'error',
      message: '@capacitor/core is not installed',
      remedy: `npm install @capacitor/core@${CAPACITOR_MAJOR}`,
    });
  } else if (core !== undefined && major(core) !== CAPACITOR_MAJOR) {
    const message = `@capacitor/core is ${core}; this version of ${PACKAGE_NAME} is made for Capacitor ${CAPACITOR_MAJOR}`;
    const remedy =
      major(core) < CAPACITOR_MAJOR
        ? `Update Capacitor to ${CAPACITOR_MAJOR}.`
        : `Install the version of ${PACKAGE_NAME} that is made for Capacitor ${major(core)}.`;
    findings.push({ ...base, id: 'capacitor-version', severity: 'error', message, remedy });
  }
  for (const name of ['@capacitor/android', '@capacitor/ios', '@capacitor/cli']) {
    const version = installedVersion(root, name);
    if (core === undefined || version === undefined || major(version) === major(core)) continue;
    const message = `${name} is ${version}, but @capacitor/core is ${core}`;
    findings.push({
      ...base,
      id: 'capacitor-mixed',
      severity: 'error',
      message,
      remedy: `npm install ${name}@${major(core)} and npx cap sync`,
    });
  }
  if (hasFolders && installedVersion(root, PACKAGE_NAME) === undefined) {
    const message = `${PACKAGE_NAME} is not in node_modules`;
    findings.push({
      ...base,
      id: 'package-not-installed',
      severity: 'error',
      message,
      remedy: `npm install ${PACKAGE_NAME}`,
      link: LINKS.setup,
    });
  }
  if (!context.dependencies.has(PACKAGE_NAME)) {
    const message = !context.hasPackageJson
      ? `the app has ${existsSync(join(root, 'package.json')) ? 'a package.json that is not valid JSON' : 'no package.json'}: Capacitor finds no plugin`
      : `the app's package.json does not list ${PACKAGE_NAME}: Capacitor takes plugins from there only, not from a workspace root`;
    findings.push({
      ...base,
      id: 'package-not-listed',
      severity: 'error',
      message,
      remedy: `Run "npm install ${PACKAGE_NAME}" in the app's folder, then npx cap sync.`,
      link: LINKS.setup,
    });
  }
  return findings;
}
