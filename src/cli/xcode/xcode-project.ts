import { join } from 'node:path';
import type { Project } from '../project/project.js';
import { textOf } from '../project/text-file.js';
import { isPbxDict, parsePbxproj, type PbxDict, type PbxValue } from './parse-pbxproj.js';

/** One build configuration of an application target, with the project's own settings below its own. */
export interface BuildConfiguration {
  readonly name: string;
  readonly settings: Readonly<Record<string, string>>;
}

export interface ApplicationTarget {
  readonly name: string;
  readonly configurations: readonly BuildConfiguration[];
}

export type XcodeProject =
  { readonly state: 'absent' | 'unknown' } | { readonly state: 'read'; readonly applications: readonly ApplicationTarget[] };

/** Only apps for the phone: extensions, watch apps and app clips have types, and lists, of their own. */
const APPLICATION = 'com.apple.product-type.application';

export function xcodeProjectFile(project: Project): string {
  return join(project.iosDir, 'App', 'App.xcodeproj', 'project.pbxproj');
}

/** The applications that the Xcode project builds. */
export function readXcodeProject(project: Project): XcodeProject {
  const text = textOf(xcodeProjectFile(project));
  if (text === undefined) return { state: 'absent' };
  const objects = parsePbxproj(text)?.['objects'];
  if (!isPbxDict(objects)) return { state: 'unknown' };
  const all = Object.values(objects).filter(isPbxDict);
  const root = all.find((object) => object['isa'] === 'PBXProject');
  const targets = all.filter((object) => object['isa'] === 'PBXNativeTarget');
  if (!root || targets.length === 0) return { state: 'unknown' };
  const common = configurationsOf(project, objects, root);
  const applications = targets
    .filter((target) => target['productType'] === APPLICATION)
    .map((target): ApplicationTarget => ({
      name: textIn(target, 'name'),
      configurations: configurationsOf(project, objects, target).map(({ name, settings }) => ({
        name,
        settings: { ...common.find((other) => other.name === name)?.settings, ...settings },
      })),
    }));
  return { state: 'read', applications };
}

/** The target that Capacitor builds: that of `ios.scheme`, else the one named App, else the first. */
export function builtApplication(project: Project, applications: readonly ApplicationTarget[]): ApplicationTarget | undefined {
  const scheme = project.config.iosScheme;
  const file = join(project.iosDir, 'App', 'App.xcodeproj', 'xcshareddata', 'xcschemes', `${scheme}.xcscheme`);
  const blueprints = [...(textOf(file) ?? '').matchAll(/\bBlueprintName\s*=\s*"([^"]*)"/g)].map(([, name]) => name);
  const wanted = [...blueprints, scheme, 'App'];
  return wanted.flatMap((name) => applications.find((target) => target.name === name) ?? [])[0] ?? applications[0];
}

function configurationsOf(project: Project, objects: PbxDict, owner: PbxDict): BuildConfiguration[] {
  const list = referred(objects, owner['buildConfigurationList']);
  const references = list?.['buildConfigurations'];
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference: PbxValue): BuildConfiguration[] => {
    const configuration = referred(objects, reference);
    if (!configuration) return [];
    const file = referred(objects, configuration['baseConfigurationReference']);
    const own = isPbxDict(configuration['buildSettings']) ? configuration['buildSettings'] : {};
    return [{ name: textIn(configuration, 'name'), settings: { ...settingsOfFile(project, file), ...textsOf(own) } }];
  });
}

/** The settings of an `.xcconfig`, which stand below those of the project file. */
function settingsOfFile(project: Project, file: PbxDict | undefined): Record<string, string> {
  const path = file === undefined ? '' : textIn(file, 'path');
  if (path === '') return {};
  const folder = join(project.iosDir, 'App');
  const text = textOf(join(folder, path)) ?? textOf(join(folder, 'App', path)) ?? '';
  return Object.fromEntries(
    [...text.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*(.*?)[ \t]*(?:\/\/.*)?\r?$/gm)].map(([, key = '', value = '']) => [key, value]),
  );
}

function referred(objects: PbxDict, reference: PbxValue | undefined): PbxDict | undefined {
  const object = typeof reference === 'string' && Object.hasOwn(objects, reference) ? objects[reference] : undefined;
  return isPbxDict(object) ? object : undefined;
}

function textIn(object: PbxDict, key: string): string {
  const value = object[key];
  return typeof value === 'string' ? value : '';
}

function textsOf(object: PbxDict): Record<string, string> {
  return Object.fromEntries(Object.entries(object).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
