declare const process: { readonly env: { readonly NODE_ENV?: string } };

/** Whether this is a page of a web app: a window with an origin and a place to keep things; not Node, not jsdom. */
export function isWebPage(): boolean {
  try {
    // The types know pages only.
    const needed: readonly unknown[] = [window, document, indexedDB];
    return needed.every(Boolean) && location.origin !== 'null';
  } catch {
    // What is missing throws, and so does a sandboxed frame that is asked for IndexedDB.
    return false;
  }
}

export function isServiceWorker(): boolean {
  return 'ServiceWorkerGlobalScope' in globalThis;
}

/** Bundlers replace the whole expression; without a bundler it is production. */
export function isProduction(): boolean {
  try {
    return process.env.NODE_ENV !== 'development';
  } catch {
    return true;
  }
}
