/** What a page hears first when it goes on after it may have stood still: in the back/forward cache, frozen, in a suspended app, in a sleeping machine. */
const EVENTS = { document: ['visibilitychange', 'resume'], window: ['pageshow', 'focus', 'online'] } as const;

/** Calls back at each of these events, before the app's own listeners. */
export function onResumption(call: () => void): void {
  // A headless web view has a document too; a test's page may lack one.
  if (typeof document === 'undefined' || typeof window === 'undefined') return;
  for (const type of EVENTS.document) document.addEventListener(type, call, { capture: true });
  for (const type of EVENTS.window) window.addEventListener(type, call, { capture: true });
}
