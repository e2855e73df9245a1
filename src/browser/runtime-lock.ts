const PREFIX = 'capgo-background-task:runtime:';

/** Not there in an insecure context. */
const locks = (): LockManager | undefined => (navigator as Partial<Navigator>).locks;

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
      // Ends only without locks or when they are refused (opaque origin, private mode): the lease of the claim is the fallback.
      Promise.resolve(locks()?.request(PREFIX + runtimeId, hold)).then(resolve, () => resolve());
    });
  return () => (held ??= take());
}

/** Resolves when that runtime is dead; never when `signal` aborts first, nor without Web Locks. */
export function runtimeDeath(runtimeId: string, signal: AbortSignal): Promise<'lost'> {
  return new Promise((resolve) => {
    // Shared: a watcher that is frozen while it holds the lock must not keep other watchers waiting.
    locks()
      ?.request(PREFIX + runtimeId, { mode: 'shared', signal }, () => resolve('lost'))
      .catch(() => undefined);
  });
}

/** Those of the runtimes that hold their lock; without Web Locks nothing is known, and all count as living. */
export async function livingRuntimes(runtimeIds: readonly string[]): Promise<readonly string[]> {
  const state = await locks()?.query().catch(() => null);
  return state == null ? runtimeIds : runtimeIds.filter((id) => state.held?.some((lock) => lock.name === PREFIX + id));
}
