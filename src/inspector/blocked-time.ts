/** For how long each thing has kept a due task waiting, as far as somebody watched. */
export interface BlockedTime {
  /** What blocks it from this moment on. Time that has passed since the last call counts for what blocked it then. */
  note(taskName: string, blockedBy: readonly string[], now: number): void;
  of(taskName: string): ReadonlyMap<string, number>;
}

export function createBlockedTime(): BlockedTime {
  const seen = new Map<string, { at: number; blockedBy: readonly string[]; readonly sums: Map<string, number> }>();
  return {
    note(taskName, blockedBy, now) {
      const last = seen.get(taskName) ?? { at: now, blockedBy: [], sums: new Map<string, number>() };
      // Only what blocked it at both ends.
      for (const blocker of last.blockedBy.filter((one) => blockedBy.includes(one))) {
        last.sums.set(blocker, (last.sums.get(blocker) ?? 0) + Math.max(0, now - last.at));
      }
      seen.set(taskName, { at: now, blockedBy, sums: last.sums });
    },
    of: (taskName) => seen.get(taskName)?.sums ?? new Map<string, number>(),
  };
}
