import { createListeners } from '../../runner/listeners.js';

const PREFIX = 'capgo-background-task:runtime:';
const UNLOCKED = 'no-lock:';
/** Between the id of a runtime and the number of its lock, from the second lock on. */
const SEPARATOR = '~';
/** Why a run is cut whose holder lives, and was taken for dead without its lock. */
export const LOCK_LOST = 'lock-lost';

/**
 * The lock that says "this runtime lives". Its name is the holder that claims state. A browser may take it from a living page (WebKit does when a
 * page enters the back/forward cache): then others count the old name as dead for good, and the next lock has a new one. See docs/decisions/0001.
 */
export interface RuntimeLock {
  /**
   * Resolves with the name under which this runtime can be seen to live, once it holds the lock of that name. To be awaited before a claim is
   * written, so that no one ever sees a claim whose living holder has no lock.
   */
  hold(): Promise<string>;
  /** Looks whether the browser has taken the lock without a word. To be called when the page goes on after it has stood still. */
  check(): Promise<void>;
  /** Whether a claim of this holder is of this runtime, under its present name or an earlier one. */
  isOwn(holder: string): boolean;
  /** Calls back when this runtime has lost the lock of that name. */
  onLoss(listener: (name: string) => void): void;
}

export function createRuntimeLock(runtimeId: string): RuntimeLock {
  const losses = createListeners<string>();
  let taken = 0;
  let holding: Promise<string> | null = null;

  const lost = (from: Promise<string>, name: string): void => {
    if (holding !== from) return;
    holding = null;
    losses.tell(name);
  };

  const take = (): Promise<string> => {
    const name = ++taken === 1 ? runtimeId : `${runtimeId}${SEPARATOR}${taken}`;
    const unlocked = UNLOCKED + name;
    let isGranted = false;
    const granted: Promise<string> = new Promise((resolve) => {
      const hold = (): Promise<never> => {
        isGranted = true;
        resolve(name);
        return new Promise(() => undefined);
      };
      const manager = locks();
      if (manager === undefined) return resolve(unlocked);
      // Rejects when the lock is taken away; or at once where locks are refused (opaque origin, private mode), and then the next claim asks again.
      Promise.resolve(manager.request(PREFIX + name, hold)).catch(() => {
        if (isGranted) return lost(granted, name);
        resolve(unlocked);
        if (holding === granted) holding = null;
      });
    });
    return granted;
  };

  return {
    hold: () => (holding ??= take()),
    async check() {
      const held = holding;
      if (held === null) return;
      const name = await held;
      if (await isDead(name, { ifAvailable: true })) lost(held, name);
    },
    isOwn: (holder) => runtimeOf(holder) === runtimeId,
    onLoss: (listener) => void losses.add(listener),
  };
}

/** Returns the id of the runtime that claims under this name. */
export function runtimeOf(holder: string): string {
  const name = holder.startsWith(UNLOCKED) ? holder.slice(UNLOCKED.length) : holder;
  return name.split(SEPARATOR)[0] ?? name;
}

/**
 * Whether the holder of that name is dead: asked now with `ifAvailable`, waited for without. False as well when `signal` aborts first. Without Web
 * Locks, here or there, nothing is known, and it counts as living.
 */
export async function isDead(holder: string, options: { readonly ifAvailable: true } | { readonly signal: AbortSignal }): Promise<boolean> {
  if (holder.startsWith(UNLOCKED)) return false;
  try {
    // Chromium keeps a page with a lock in the back/forward cache, also against those who wait for the lock; when somebody lists the locks it drops the page.
    if ('ifAvailable' in options) await locks()?.query?.();
    // The request is shared, because a watcher that is frozen while it holds the lock must not keep other watchers waiting.
    return (await locks()?.request(PREFIX + holder, { mode: 'shared', ...options }, (lock) => lock !== null)) === true;
  } catch {
    return false;
  }
}

function locks(): (Pick<LockManager, 'request'> & Partial<LockManager>) | undefined {
  return (navigator as { readonly locks?: LockManager }).locks;
}
