import { templateFile } from './capacitor-templates.js';

export const XCODE_PROJECT = 'ios/App/App.xcodeproj/project.pbxproj';

type Settings = Readonly<Record<string, string>>;

export interface Target {
  readonly name: string;
  /** The last part of its product type: `application`, `app-extension`. */
  readonly type?: string;
  /** Settings of its own, by build configuration. */
  readonly configurations: Readonly<Record<string, Settings>>;
}

/** The project of Capacitor's own template, with another Info.plist or another iOS version. */
export function templateProject({ infoPlist = 'App/Info.plist', ios = '15.0' } = {}): string {
  return templateFile('spm', 'App.xcodeproj/project.pbxproj')
    .replaceAll('INFOPLIST_FILE = App/Info.plist;', `INFOPLIST_FILE = ${infoPlist};`)
    .replaceAll('IPHONEOS_DEPLOYMENT_TARGET = 15.0;', `IPHONEOS_DEPLOYMENT_TARGET = ${ios};`);
}

/** A project in the form that Xcode writes, cut down to targets and their settings. */
export function xcodeProject(targets: readonly Target[], common: Settings = { IPHONEOS_DEPLOYMENT_TARGET: '15.0' }): string {
  const names = [...new Set(targets.flatMap(({ configurations }) => Object.keys(configurations)))];
  const objects = [
    ...configurationsOf('P', Object.fromEntries(names.map((name) => [name, common]))),
    ...targets.flatMap(({ name, type = 'application', configurations }, index) => [
      `T${index} /* ${name} */ = {isa = PBXNativeTarget; buildConfigurationList = LT${index}; buildPhases = (); name = ${quoted(name)}; productType = "com.apple.product-type.${type}"; };`,
      ...configurationsOf(`T${index}`, configurations),
    ]),
    `P = {isa = PBXProject; buildConfigurationList = LP; targets = (${targets.map((_, index) => `T${index}`).join(', ')}); };`,
  ];
  return `// !$*UTF8*$!\n{\n\tarchiveVersion = 1;\n\tobjects = {\n\t\t${objects.join('\n\t\t')}\n\t};\n\trootObject = P /* Project object */;\n}\n`;
}

function configurationsOf(owner: string, configurations: Readonly<Record<string, Settings>>): string[] {
  const names = Object.keys(configurations);
  return [
    `L${owner} = {isa = XCConfigurationList; buildConfigurations = (${names.map((name) => `C${owner}${name}`).join(', ')}); };`,
    ...Object.entries(configurations).map(([name, settings]) => {
      const lines = Object.entries(settings).map(([key, value]) => `${key} = ${quoted(value)};`);
      return `C${owner}${name} /* ${name} */ = {isa = XCBuildConfiguration; buildSettings = {${lines.join(' ')} }; name = ${name}; };`;
    }),
  ];
}

function quoted(text: string): string {
  return /^[\w./]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`;
}
