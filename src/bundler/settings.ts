import type { InlineConfig, PluginOption } from 'vite';

/** What the bundles take over from the app's own build. */
export interface TaskBuildSettings {
  readonly root: string;
  /** Absolute path of the tasks module. */
  readonly tasksFile: string;
  readonly outDir: string;
  readonly base: string;
  readonly mode: string;
  readonly production: boolean;
  readonly cacheDir: string;
  readonly envDir: string | false;
  readonly envPrefix: string | string[];
  readonly define: Readonly<Record<string, unknown>>;
  readonly resolve: NonNullable<InlineConfig['resolve']>;
  readonly target: NonNullable<InlineConfig['build']>['target'];
  readonly minify: NonNullable<InlineConfig['build']>['minify'];
  /** `true`: written beside the file and named in it; `hidden`: not named; `inline`: in the file. */
  readonly sourcemap: boolean | 'hidden' | 'inline';
  /** A function, because a plugin's state must not be shared between builds. */
  readonly plugins: () => PluginOption[];
}
