import { PACKAGE_NAME } from '../core/artifacts.js';
import type { RawSourceMap } from './source-position.js';

export type BundleKind = 'worker' | 'page';

export const entryId = (kind: BundleKind): string => `\0${PACKAGE_NAME}/${kind}-entry`;

/** The module that a bundle starts with. */
export function entrySource(kind: BundleKind, tasksFile: string): string {
  const tasks = JSON.stringify(tasksFile.replaceAll('\\', '/'));
  if (kind === 'page') return `import ${tasks};\n`;
  // Imports come first in any case; browsers take the listeners because all of it is one synchronous evaluation.
  return `import { listen } from '${PACKAGE_NAME}/service-worker';\nimport ${tasks};\nlisten();\n`;
}

/**
 * The page's bundle runs in a native web view only: Capacitor's own bridge is asked for, in the way that @capacitor/core does, before
 * anything of the tasks module is evaluated. One line, so that the source map needs one line more.
 */
export function guardPage(code: string): string {
  const native = 'self.androidBridge || (self.webkit && self.webkit.messageHandlers && self.webkit.messageHandlers.bridge)';
  return `if (${native}) {\n${code.trimEnd()}\n}\n`;
}

export const guardedMap = (map: RawSourceMap): RawSourceMap => ({ ...map, mappings: `;${map.mappings}` });
