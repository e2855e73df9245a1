const LINES = [
  ['The tide is in at six', 'Harbour log'],
  ['Trains run every ten minutes', 'City desk'],
  ['Rain until noon, then clear', 'Weather'],
  ['The library stays open late', 'Neighbours'],
  ['Market on the square today', 'Neighbours'],
  ['A comet is seen in the north', 'Night sky'],
  ['The ferry has a new timetable', 'Harbour log'],
  ['Apples are cheap this week', 'Market'],
];

/** What is new. It changes every minute, so that a refresh can be seen. */
export function feedAt(now) {
  const edition = Math.floor(now / 60_000);
  const items = [0, 1, 2].map((offset) => {
    const [title, source] = LINES[(edition + offset) % LINES.length];
    return { id: `${edition}-${offset}`, title, source };
  });
  return { edition, publishedAt: edition * 60_000, items };
}
