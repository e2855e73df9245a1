// The real timers are taken when this module is loaded, before a test replaces them. A function with a property `clock` is already a fake of sinon's.
type Real<F> = F | null;
const real = <F>(candidate: F | undefined): Real<F> => (typeof candidate === 'function' && !('clock' in candidate) ? candidate : null);

const setImmediateNow = real((globalThis as { setImmediate?: (call: () => void) => unknown }).setImmediate);
const setTimeoutNow = real(globalThis.setTimeout);
const clearTimeoutNow = real(globalThis.clearTimeout);
const Channel = real((globalThis as { MessageChannel?: typeof MessageChannel }).MessageChannel);

/** Resolves one turn of the event loop later, when every promise that needs nothing from outside has settled. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (setImmediateNow !== null) setImmediateNow(resolve);
    else if (Channel !== null) {
      const { port1, port2 } = new Channel();
      // The types of Node.js and of browsers disagree about this property.
      (port1 as { onmessage?: unknown }).onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    } else if (setTimeoutNow !== null) setTimeoutNow(resolve, 0);
    else void Promise.resolve().then(resolve);
  });
}

/** Waits for so many real milliseconds, or not at all where every timer is a fake. */
export function realPause(milliseconds: number): { readonly over: Promise<void>; readonly cancel: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise<void>((resolve) => {
    if (setTimeoutNow === null) resolve();
    else timer = setTimeoutNow(resolve, milliseconds);
  });
  return { over, cancel: () => clearTimeoutNow?.(timer) };
}
