/** Where an app comes from and what of docs/frameworks.md is done to it. */
export interface FrameworkApp {
  readonly name: string;
  /** The folder of families/ whose locked packages it is built with. */
  readonly family: string;
  /** The section of the guide. */
  readonly section: string;
  /** The starter's command line, in the family's folder. What starters/ has under the app's name is put over it, or is the app where there is no starter. */
  readonly starter?: readonly string[];
  /** Run in the app's folder once it is made. */
  readonly afterwards?: readonly (readonly string[])[];
  /** What a reader does by hand, in words of the guide. */
  readonly replaced?: { readonly file: string; readonly from: string; readonly to: string };
  /** Relative to the folder with Capacitor's configuration. */
  readonly webDir: string;
  /** Where Capacitor lives with packages of its own, if not in the app's folder. */
  readonly capacitor?: {
    readonly folder: string;
    /** The folder of families/ with its locked packages. */
    readonly family: string;
    /** The app's build, which wants the native projects to be there. */
    readonly build: readonly string[];
  };
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

const quasar = (name: string): FrameworkApp => ({
  name,
  family: 'quasar',
  section: 'Quasar',
  starter: ['create-quasar', name, '--template', 'app', '--preset', 'typescript', '--defaults', '--no-git'],
  webDir: 'dist/spa',
});

export const apps: readonly FrameworkApp[] = [
  vite('vite-react', 'react-ts'),
  vite('vite-vue', 'vue-ts'),
  vite('vite-svelte', 'svelte-ts'),
  vite('ionic-react', 'react-ts'),
  vite('ionic-vue', 'vue-ts'),
  angular('angular'),
  angular('ionic-angular'),
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
  // As Nuxt's own starter does after an installation: its tsconfig.json names files that are made then.
  { name: 'nuxt', family: 'nuxt', section: 'Nuxt', afterwards: [['nuxt', 'prepare']], webDir: '.output/public' },
  {
    name: 'sveltekit',
    family: 'svelte',
    section: 'SvelteKit',
    starter: ['sv', 'create', 'sveltekit', '--template', 'minimal', '--types', 'ts', '--no-add-ons', '--no-install'],
    replaced: { file: 'vite.config.ts', from: 'adapter-auto', to: 'adapter-static' },
    webDir: 'build',
  },
  quasar('quasar'),
  {
    ...quasar('quasar-capacitor'),
    afterwards: [['quasar', 'mode', 'add', 'capacitor', '--app-id', 'com.example.app', '--app-name', 'App']],
    webDir: 'www',
    capacitor: {
      folder: 'src-capacitor',
      family: 'quasar-capacitor',
      // Without Gradle.
      build: ['quasar', 'build', '--mode', 'capacitor', '--target', 'android', '--skip-pkg'],
    },
  },
  { name: 'webpack', family: 'webpack', section: 'webpack', webDir: 'dist' },
];
