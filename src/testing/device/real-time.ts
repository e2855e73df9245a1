// Taken when the module is loaded, before a test puts its fake timers in their place. sinon's fakes carry their clock.
type Real<F> = F | null;
const real = <F>(candidate: F | undefined): Real<F> => (typeof candidate === 'function' && !('clock' in candidate) ? candidate : null);

const setImmediateNow = real((globalThis as { setImmediate?: (call: () => void) => unknown }).setImmediate);
const setTimeoutNow = real(globalThis.setTimeout);
const clearTimeoutNow = real(globalThis.clearTimeout);
const Channel = real((globalThis as { MessageChannel?: typeof MessageChannel }).MessageChannel);

/** Resolves after everything that waits for nothing has happened: one turn of the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediateNow !== null) setImmediateNow(resolve);
    else if (Channel !== null) {
      const { port1, port2 } = new Channel();
      // Node.js and browsers type it differently.
      (port1 as { onmessage?: unknown }).onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    } else if (setTimeoutNow !== null) setTimeoutNow(resolve, 0);
    else void Promise.resolve().then(resolve);
  });
}

/** Real milliseconds. Resolves at once where only fake timers are to be had. */
export function realPause(milliseconds: number): { readonly over: Promise<void>; readonly cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    if (setTimeoutNow === null) resolve();
    else timer = setTimeoutNow(resolve, milliseconds);
  });
  return { over, cancel: () => clearTimeoutNow?.(timer) };
}
