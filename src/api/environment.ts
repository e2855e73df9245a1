declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Whether this is a page of a web app: a window with an origin and a place to keep things; not Node, not jsdom. */
export function isWebPage(): boolean {
  try {
    // The DOM's types know pages only, in which nothing of this is missing.
    const needed: readonly unknown[] = [window, document, indexedDB];
    return needed.every(Boolean) && location.origin !== 'null';
  } catch {
    // A name that is missing throws, and so does a sandboxed frame that is asked for IndexedDB.
    return false;
  }
}

export function isServiceWorker(): boolean {
  return 'ServiceWorkerGlobalScope' in globalThis;
}

/** Bundlers replace the whole expression. Without a bundler it throws, and counts as production. */
export function isProduction(): boolean {
  try {
    return process.env.NODE_ENV !== 'development';
  } catch {
    return true;
  }
}
