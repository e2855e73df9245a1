/**
 * What the meta tag says: where the worker is, as seen from a page. A relative base is relative to the page, which may be nested; a base
 * on another origin is for assets, and a worker must come from the page's own.
 */
export function metaContent(base: string, pagePath: string): string {
  if (base === '' || base.startsWith('.')) {
    const depth = pagePath.replace(/^\//, '').split('/').length - 1;
    return depth === 0 ? './' : '../'.repeat(depth);
  }
  if (/^([a-z]+:)?\/\//i.test(base)) return '/';
  return base.endsWith('/') ? base : `${base}/`;
}
