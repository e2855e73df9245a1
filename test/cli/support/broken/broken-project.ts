import type { Severity } from '../../../../src/cli/doctor/finding.js';

type Project = Record<string, string>;
export type Change = (files: Project) => Readonly<Record<string, string | undefined>>;

/** An app with one fault, and the finding that must name it. */
export interface BrokenProject {
  readonly name: string;
  readonly id: string;
  readonly severity?: Severity;
  readonly says: RegExp;
  readonly change: Change;
}

export const edit =
  (path: string, from: string | RegExp, to: string): Change =>
  (files) => {
    const text = files[path] ?? '';
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`${path} does not contain ${String(from)}`);
    return { ...files, [path]: changed };
  };
export const put =
  (path: string, text: string): Change =>
  (files) => ({ ...files, [path]: text });
export const drop =
  (path: string): Change =>
  (files) => ({ ...files, [path]: undefined });
export const config = (line: string): Change => edit('capacitor.config.ts', "webDir: 'dist',", `webDir: 'dist',\n  ${line}`);
export const ownManifest = (inner: string): Change =>
  put(
    'android/app/src/main/AndroidManifest.xml',
    `<manifest xmlns:android="http://schemas.android.com/apk/res/android" xmlns:tools="http://schemas.android.com/tools">${inner}</manifest>`,
  );
