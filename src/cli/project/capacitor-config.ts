import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE_PLUGIN } from '../package-facts.js';
import { findObjectLiteral, isRecord } from './object-literal.js';
import { scriptTokens } from './script-tokens.js';
import { textOf } from './text-file.js';

/** What of the app's Capacitor configuration matters here. Paths are as written. */
export interface CapacitorConfig {
  /** The file's name, "CAPACITOR_CONFIG" in a hook, or undefined if the app has none. */
  readonly source: string | undefined;
  /** False when a part of the file is computed and no synced copy told the rest. */
  readonly complete: boolean;
  readonly appId: string | undefined;
  readonly webDir: string;
  readonly iosPath: string;
  readonly androidPath: string;
  readonly serverUrl: string | undefined;
  readonly includePlugins: { readonly ios: readonly string[] | undefined; readonly android: readonly string[] | undefined };
  /** `plugins.CapgoBackgroundTask` as it stands, unchecked. */
  readonly section: Readonly<Record<string, unknown>>;
  readonly configure: boolean;
  readonly refresh: boolean;
}

const FILES = ['capacitor.config.ts', 'capacitor.config.js', 'capacitor.config.cjs', 'capacitor.config.mjs', 'capacitor.config.json'];
const TOP_LEVEL_KEYS = ['appId', 'appName', 'webDir', 'plugins'];

export function configFileOf(root: string): string | undefined {
  return FILES.find((name) => existsSync(join(root, name)));
}

/** The configuration of the app at `root`, read without running it. */
export function readCapacitorConfig(root: string): CapacitorConfig {
  const name = configFileOf(root);
  if (name === undefined) return toConfig({}, undefined, true);
  const text = textOf(join(root, name)) ?? '';
  if (name.endsWith('.json')) {
    const raw = parseJson(text);
    return toConfig(raw ?? {}, name, raw !== undefined);
  }
  const literal = findObjectLiteral(scriptTokens(text), TOP_LEVEL_KEYS);
  const written = literal?.value ?? {};
  if (literal?.complete) return toConfig(written, name, true);
  // `cap sync` leaves the evaluated configuration in the native projects: it fills what cannot be read here.
  const own = toConfig(written, name, false);
  const synced = syncedConfig(root, own);
  return synced ? toConfig({ ...synced, ...written, plugins: mergePlugins(synced, written) }, name, true) : own;
}

export function configFromEnvironment(json: string | undefined): CapacitorConfig | undefined {
  const raw = json === undefined ? undefined : parseJson(json);
  return raw && toConfig(raw, 'CAPACITOR_CONFIG', true);
}

function toConfig(raw: Record<string, unknown>, source: string | undefined, complete: boolean): CapacitorConfig {
  const ios = record(raw['ios']);
  const android = record(raw['android']);
  const section = record(record(raw['plugins'])[NATIVE_PLUGIN]);
  const everywhere = strings(raw['includePlugins']);
  return {
    source,
    complete,
    appId: text(raw['appId']),
    webDir: text(raw['webDir']) ?? 'www',
    iosPath: text(ios['path']) ?? 'ios',
    androidPath: text(android['path']) ?? 'android',
    serverUrl: text(record(raw['server'])['url']),
    includePlugins: { ios: strings(ios['includePlugins']) ?? everywhere, android: strings(android['includePlugins']) ?? everywhere },
    section,
    configure: section['configure'] !== false,
    refresh: section['refresh'] !== false,
  };
}

function syncedConfig(root: string, config: CapacitorConfig): Record<string, unknown> | undefined {
  const copies = [
    join(root, config.iosPath, 'App/App/capacitor.config.json'),
    join(root, config.androidPath, 'app/src/main/assets/capacitor.config.json'),
  ];
  for (const copy of copies) {
    const raw = parseJson(textOf(copy) ?? '');
    if (raw) return raw;
  }
  return undefined;
}

function mergePlugins(synced: Record<string, unknown>, written: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...record(synced['plugins']), ...record(written['plugins']) };
}

function parseJson(json: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(json.replace(/^\uFEFF/, ''));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function record(value: unknown): Record<string, unknown> {
  return isRecord(value) ? value : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function strings(value: unknown): readonly string[] | undefined {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : undefined;
}
