import type { PluginOption } from 'vite';

/** Options of `backgroundTask`. @since 8.2.0 */
export interface BackgroundTaskPluginOptions {
  /** The module with the `defineTask` calls, relative to Vite's root. */
  tasks: string;
  /**
   * Vite plugins that the tasks module needs (virtual modules, say); a function, so that each bundle gets its own. The app's own plugins
   * are not used: most of them are for pages. Default: none. Aliases, `define`, env files and mode come from the app's config.
   */
  plugins?: () => PluginOption[];
  /** The URL path under which index.html is published, when that is not Vite's `base` (a CDN, say). */
  base?: string;
}
