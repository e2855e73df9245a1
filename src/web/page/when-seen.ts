/** Calls back each time that somebody sees the page again, and when the network is back. */
export function whenSeen(call: () => void): void {
  const seen = (): void => {
    if (document.visibilityState === 'visible') call();
  };
  document.addEventListener('visibilitychange', seen);
  addEventListener('pageshow', (event) => event.persisted && seen());
  addEventListener('online', seen);
}
