/** Where an app comes from and what of docs/frameworks.md is done to it. */
export interface FrameworkApp {
  readonly name: string;
  /** The folder of families/ whose locked packages it is built with. */
  readonly family: string;
  /** The section of the guide. */
  readonly section: string;
  /** The starter's command line, in the family's folder; without one the app is a folder of starters/. */
  readonly starter?: readonly string[];
  /** Run in the app's folder once it is made. */
  readonly afterwards?: readonly (readonly string[])[];
  readonly webDir: string;
  /** The guide's name of a file, and what it is called in this app. */
  readonly files?: Readonly<Record<string, string>>;
  /** Whether Angular's own service worker must be healthy beside ours. */
  readonly ngsw?: boolean;
}

const vite = (name: string, template: string): FrameworkApp => ({
  name,
  family: template.replace(/-ts$/, ''),
  section: 'Vite with React, Vue or Svelte',
  starter: ['create-vite', name, '--template', template, '--no-interactive'],
  webDir: 'dist',
  ...(template === 'react-ts' ? {} : { files: { 'src/main.tsx': 'src/main.ts' } }),
});

const angular = (name: string): FrameworkApp => ({
  name,
  family: 'angular',
  section: 'Angular',
  starter: ['ng', 'new', name, '--skip-install', '--skip-git', '--defaults', '--ssr=false', '--style=css', '--ai-config=none'],
  webDir: `dist/${name}/browser`,
});

export const apps: readonly FrameworkApp[] = [
  vite('vite-react', 'react-ts'),
  angular('angular'),
  { ...angular('angular-ngsw'), afterwards: [['ng', 'add', '@angular/pwa', '--skip-confirmation']], ngsw: true },
  {
    name: 'next',
    family: 'next',
    section: 'Next',
    starter: [
      'create-next-app',
      'next',
      ...[
        '--ts',
        '--no-eslint',
        '--no-tailwind',
        '--app',
        '--empty',
        '--src-dir',
        '--import-alias',
        '@/*',
        '--skip-install',
        '--disable-git',
        '--yes',
      ],
    ],
    webDir: 'out',
  },
  { name: 'webpack', family: 'webpack', section: 'webpack', webDir: 'dist' },
];
