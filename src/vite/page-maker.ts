import type { ResolvedConfig } from 'vite';

/** Who makes the app's pages: Vite from index.html, or a framework by itself. */
export type PageMaker = { readonly kind: 'vite' } | { readonly kind: 'nuxt' } | { readonly kind: 'sveltekit'; readonly base: string };

export function pageMakerOf({ plugins, define }: ResolvedConfig): PageMaker {
  const has = (start: string): boolean => plugins.some(({ name }) => name.startsWith(start));
  if (has('nuxt:')) return { kind: 'nuxt' };
  if (!has('vite-plugin-sveltekit')) return { kind: 'vite' };
  // Its `base` for Vite is relative to the scripts.
  const base: unknown = define?.['__SVELTEKIT_PATHS_BASE__'];
  return { kind: 'sveltekit', base: typeof base === 'string' ? String(JSON.parse(base)) : '' };
}

/** Nuxt serves what Vite makes below /_nuxt/, and publishes only that part of it. */
export const NUXT_REFUSAL =
  'backgroundTask() makes nothing in Nuxt, which does not publish what Vite writes beside the pages. Take it out of nuxt.config and build with "nuxt generate && capacitor-background-task build".';
