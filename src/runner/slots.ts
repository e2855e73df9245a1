/** Bounds how many callbacks run at once; those who wait get their turn in order. */
export interface Slots {
  readonly take: () => Promise<void>;
  readonly release: () => void;
  /**
   * While a callback waits for other runs it does no work: its slot may be used by them, or it would wait for ever. Nothing is lent when
   * nothing runs: the caller is then no callback.
   */
  readonly lend: () => () => void;
}

export function createSlots(bound: number): Slots {
  const waiting: (() => void)[] = [];
  let free = bound;

  const admit = (): void => {
    while (free > 0 && waiting.length > 0) {
      free--;
      waiting.shift()?.();
    }
  };

  return {
    take: () =>
      new Promise((resolve) => {
        waiting.push(resolve);
        admit();
      }),
    release() {
      free++;
      admit();
    },
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
