import * as vite from 'vite';

/** Whether the app's Vite bundles with Rolldown (Vite 8) rather than Rollup (6 and 7). The types are those of one version, the module is the app's. */
export const hasRolldown = (): boolean => (vite as { rolldownVersion?: string }).rolldownVersion !== undefined;
