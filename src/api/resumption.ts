/** The first events of a page that goes on after it may have stood still: in the back/forward cache, frozen, in a suspended app, or in a sleeping machine. */
const EVENTS = { document: ['visibilitychange', 'resume'], window: ['pageshow', 'focus', 'online'] } as const;

/** Calls back at each of these events, before the app's own listeners. */
export function onResumption(call: () => void): void {
  // A test's page may lack a document; every other runtime with this code has one, also a headless web view.
  if (typeof document === 'undefined' || typeof window === 'undefined') return;
  for (const type of EVENTS.document) document.addEventListener(type, call, { capture: true });
  for (const type of EVENTS.window) window.addEventListener(type, call, { capture: true });
}
