/** The page's service workers, or null where there are none. */
export function workerContainer(): ServiceWorkerContainer | null {
  // Sandboxed frames and some web views have a getter that throws.
  try {
    return 'serviceWorker' in navigator ? navigator.serviceWorker : null;
  } catch {
    return null;
  }
}
