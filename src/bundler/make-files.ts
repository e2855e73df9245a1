import { bundle } from './bundle.js';
import type { Bundle } from './bundle.js';
import { taskNamesOf } from './evaluate.js';
import { MANIFEST_FILE, PLUGIN_NAME } from '../core/artifacts.js';
import type { TaskBuildSettings } from './settings.js';

export interface TaskFiles {
  /** By name, beside index.html; without the headless page, which needs the app's own. */
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  /** The text of the headless page's script. */
  readonly pageScript: string;
  readonly taskNames: readonly string[];
  /** Every file that went into them. */
  readonly sources: readonly string[];
}

/** Everything that is made from the tasks module alone. */
export async function makeTaskFiles(settings: TaskBuildSettings): Promise<TaskFiles> {
  // The worker is evaluated while the page's script is still being made.
  const [{ worker, taskNames }, page] = await Promise.all([evaluatedWorker(settings), bundle('page', settings)]);
  const manifest = { version: 1, tasks: taskNames, plugins: page.pluginNames.filter((name) => !NATIVE_DECIDES.has(name)) };
  const files = new Map<string, string | Uint8Array>([
    ...worker.assets,
    ...page.assets,
    ...withMap(worker, settings),
    ...withMap(page, settings),
    [MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`] as const,
  ]);
  const pageScript = String(files.get(page.fileName));
  const sources = [...new Set([...worker.record.graph.files(), ...page.record.graph.files()])];
  return { files, pageScript, taskNames, sources };
}

async function evaluatedWorker(settings: TaskBuildSettings): Promise<{ worker: Bundle; taskNames: readonly string[] }> {
  const worker = await bundle('worker', settings);
  return { worker, taskNames: await taskNamesOf(worker, settings) };
}

/** The plugins of @capacitor/core itself, and this package's own. The native side decides by itself whether it loads them. */
const NATIVE_DECIDES = new Set(['CapacitorCookies', 'CapacitorHttp', PLUGIN_NAME, 'SystemBars', 'WebView']);

function withMap({ fileName, code, map }: Bundle, { sourcemap }: TaskBuildSettings): [string, string][] {
  if (sourcemap === false || map === null) return [[fileName, code]];
  const json = JSON.stringify({ ...map, file: fileName });
  if (sourcemap === 'inline') {
    const data = Buffer.from(json).toString('base64');
    return [[fileName, `${code}//# sourceMappingURL=data:application/json;base64,${data}\n`]];
  }
  const named = sourcemap === 'hidden' ? code : `${code}//# sourceMappingURL=${fileName}.map\n`;
  return [
    [fileName, named],
    [`${fileName}.map`, json],
  ];
}
