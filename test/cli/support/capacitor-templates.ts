import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const cli = dirname(createRequire(import.meta.url).resolve('@capacitor/cli/package.json'));

/** A file of the iOS project template that the installed Capacitor CLI copies into an app. */
export function templateFile(
  packaging: 'spm' | 'pods',
  file: 'Info.plist' | 'AppDelegate.swift' | 'App.xcodeproj/project.pbxproj',
): string {
  const inApp = file.includes('/') ? file : `App/${file}`;
  const archive = join(cli, 'assets', `ios-${packaging}-template.tar.gz`);
  for (const path of [`App/${inApp}`, `./App/${inApp}`]) {
    const { status, stdout } = spawnSync('tar', ['-xzOf', archive, path], { encoding: 'utf8' });
    if (status === 0 && stdout !== '') return stdout;
  }
  throw new Error(`${file} was not found in ${archive}`);
}

/** The shape of Capacitor 6 and 7: no scenes. */
export function withoutScenes(file: 'Info.plist' | 'AppDelegate.swift', text: string): string {
  return file === 'Info.plist'
    ? text.replace(/\t<key>UIApplicationSceneManifest<\/key>\n\t<dict>[\s\S]*?\n\t<\/dict>\n/, '')
    : text.replace(/\n {4}func application\(_ application: UIApplication,\n[\s\S]*?\n {4}\}\n/, '');
}
