const clockFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const DAY = 86_400_000;

export const clockTime = (at: number): string => (Date.now() - at < DAY ? clockFormat : dayFormat).format(at);

/** `42 s`, `14 min`, `3 h`, `2 d`: the figure that matters. */
export function span(milliseconds: number): string {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

export const ago = (at: number): string => (Date.now() - at < 5000 ? 'just now' : `${span(Date.now() - at)} ago`);
export const dueIn = (at: number): string => (at <= Date.now() ? 'due now' : `in ${span(at - Date.now())}`);

export function duration(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

/** Elements whose words change with time: they are told every second, without being made anew. */
const ticking = new Map<HTMLElement, () => string>();

export function ticker(element: HTMLElement, words: () => string): HTMLElement {
  element.textContent = words();
  ticking.set(element, words);
  return element;
}

export function tick(): void {
  for (const [element, words] of ticking) {
    if (!element.isConnected) ticking.delete(element);
    else if (element.textContent !== words()) element.textContent = words();
  }
}
