/** Gives one slot back. A second call does nothing. */
export type GiveBack = () => void;

/** Limits how many callbacks work at once. */
export interface Slots {
  /** Resolves when there is a slot, in the order of the calls. */
  readonly take: () => Promise<GiveBack>;
  /** Takes up to `atMost` of the slots that are free at this moment. */
  readonly takeFree: (atMost: number) => readonly GiveBack[];
  /**
   * A callback that waits for other runs does no work meanwhile, and without its slot they might never get one. Lends it to them until the
   * returned function is called. Lends nothing when no slot is taken: then the caller is no callback.
   */
  readonly lend: () => GiveBack;
}

export function createSlots(bound: number): Slots {
  const waiting: ((slot: GiveBack) => void)[] = [];
  let free = bound;

  const takeOne = (): GiveBack => {
    let taken = 1;
    free--;
    return () => {
      free += taken;
      taken = 0;
      admit();
    };
  };

  const admit = (): void => {
    while (free > 0 && waiting.length > 0) waiting.shift()?.(takeOne());
  };

  return {
    take: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        admit();
      }),
    takeFree: (atMost) => Array.from({ length: Math.max(0, Math.min(free, atMost)) }, takeOne),
    lend() {
      let lent = free < bound ? 1 : 0;
      free += lent;
      admit();
      return () => {
        free -= lent;
        lent = 0;
      };
    },
  };
}
