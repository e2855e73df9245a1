import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NATIVE_PLUGIN } from '../package-facts.js';
import { exportedLiteral } from './exported-literal.js';
import { findObjectLiteral, isRecord } from './object-literal.js';
import { scriptTokens, type ScriptToken } from './script-tokens.js';
import { readTextFile, textOf } from './text-file.js';

/** What of the app's Capacitor configuration matters here. Paths are as written. */
export interface CapacitorConfig {
  /** The file's name, "CAPACITOR_CONFIG" in a hook, or undefined if the app has none. */
  readonly source: string | undefined;
  /** False when a part of the file is computed and no synced copy told the rest. */
  readonly complete: boolean;
  /** Why the file could not even be looked at; undefined if it could. */
  readonly unreadable?: string;
  readonly appId: string | undefined;
  readonly webDir: string;
  readonly iosPath: string;
  readonly iosScheme: string;
  readonly androidPath: string;
  readonly serverUrl: string | undefined;
  readonly includePlugins: { readonly ios: readonly string[] | undefined; readonly android: readonly string[] | undefined };
  /** `plugins.CapacitorHttp.enabled`. */
  readonly capacitorHttp: boolean;
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
  const file = readTextFile(join(root, name));
  if (file.state !== 'text') {
    const synced = syncedConfig(root, toConfig({}, name, false));
    return { ...toConfig(synced ?? {}, name, false), unreadable: file.state === 'absent' ? 'it is gone' : file.reason };
  }
  const { text } = file;
  if (name.endsWith('.json')) {
    const raw = parseJson(text);
    return toConfig(raw ?? {}, name, raw !== undefined);
  }
  const tokens = scriptTokens(text);
  const exported = exportedLiteral(tokens);
  if (exported?.complete) return toConfig(exported.value, name, true);
  // `cap sync` leaves the evaluated configuration in the native projects: it counts where the file cannot be read.
  const guess = guessedConfig(tokens);
  const synced = syncedConfig(root, toConfig(guess, name, false));
  return synced ? toConfig(mergedDeeply(synced, exported?.value ?? {}), name, true) : toConfig(guess, name, false);
}

export function configFromEnvironment(json: string | undefined): CapacitorConfig | undefined {
  const raw = json === undefined ? undefined : parseJson(json);
  return raw && toConfig(raw, 'CAPACITOR_CONFIG', true);
}

function toConfig(raw: Readonly<Record<string, unknown>>, source: string | undefined, complete: boolean): CapacitorConfig {
  const ios = record(raw['ios']);
  const android = record(raw['android']);
  const plugins = record(raw['plugins']);
  const section = record(plugins[NATIVE_PLUGIN]);
  const everywhere = strings(raw['includePlugins']);
  return {
    source,
    complete,
    appId: text(raw['appId']),
    webDir: text(raw['webDir']) ?? 'www',
    iosPath: text(ios['path']) ?? 'ios',
    iosScheme: text(ios['scheme']) ?? 'App',
    androidPath: text(android['path']) ?? 'android',
    serverUrl: text(record(raw['server'])['url']),
    includePlugins: { ios: strings(ios['includePlugins']) ?? everywhere, android: strings(android['includePlugins']) ?? everywhere },
    capacitorHttp: record(plugins['CapacitorHttp'])['enabled'] === true,
    section,
    configure: section['configure'] !== false,
    refresh: section['refresh'] !== false,
  };
}

/** What a computed file probably gives. A `configure: false` anywhere in it is obeyed: not to write is never wrong. */
function guessedConfig(tokens: readonly ScriptToken[]): Record<string, unknown> {
  const guess = findObjectLiteral(tokens, TOP_LEVEL_KEYS)?.value ?? {};
  const says = (key: string, value: string): boolean =>
    tokens.some((token, at) => token.value === key && tokens[at + 1]?.value === ':' && tokens[at + 2]?.value === value);
  const section = {
    ...(says('configure', 'false') ? { configure: false } : {}),
    ...(says('refresh', 'false') && !says('refresh', 'true') ? { refresh: false } : {}),
  };
  return Object.keys(section).length === 0 ? guess : mergedDeeply(guess, { plugins: { [NATIVE_PLUGIN]: section } });
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

function mergedDeeply(below: Readonly<Record<string, unknown>>, above: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const result: Record<string, unknown> = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const old = result[key];
    result[key] = isRecord(old) && isRecord(value) ? mergedDeeply(old, value) : value;
  }
  return result;
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
