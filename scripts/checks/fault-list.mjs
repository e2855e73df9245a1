/** Turns `['F-P', 3]` into F-P01, F-P02 and F-P03. */
const upTo = (prefix, last, first = 1) =>
  Array.from({ length: last - first + 1 }, (_, index) => `${prefix}${String(first + index).padStart(2, '0')}`);

/**
 * Lists the faults that other people's use of the package has shown. Each has a test that would have caught it, or docs/verification.md says why not.
 */
export const faults = [
  ...upTo('F-N', 9),
  ...upTo('F-P', 28),
  ...upTo('F-A', 7),
  ...upTo('F-B', 8),
  ...upTo('F-C', 14),
  ...upTo('F-W', 6),
  'F-E01',
];
