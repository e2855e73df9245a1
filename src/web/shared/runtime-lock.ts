const PREFIX = 'capgo-background-task:runtime:';

function locks(): LockManager | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}

/**
 * Takes the lock that says "this runtime lives" and keeps it until the context dies. To be awaited before a claim is written, so
 * that no one ever sees a claim whose living holder has no lock.
 */
export function createRuntimeLock(runtimeId: string): () => Promise<void> {
  let held: Promise<void> | null = null;
  const take = (): Promise<void> =>
    new Promise((resolve) => {
      const hold = (): Promise<never> => {
        resolve();
        return new Promise(() => undefined);
      };
      // Ends only where there are no locks, or where they are refused (opaque origin, private mode): the lease of the claim is the fallback.
      Promise.resolve(locks()?.request(PREFIX + runtimeId, hold)).then(resolve, () => resolve());
    });
  return () => (held ??= take());
}

/**
 * Whether that runtime is dead: asked now with `ifAvailable`, waited for without. False as well when `signal` aborts first; without Web Locks
 * nothing is known, and it counts as living.
 */
export async function isDead(
  runtimeId: string,
  options: { readonly ifAvailable: true } | { readonly signal: AbortSignal },
): Promise<boolean> {
  try {
    // Shared: a watcher that is frozen while it holds the lock must not keep other watchers waiting.
    return (await locks()?.request(PREFIX + runtimeId, { mode: 'shared', ...options }, (lock) => lock !== null)) === true;
  } catch {
    return false;
  }
}
