interface Promised {
  readonly taskName: string;
  readonly id: string;
  readonly data: string;
}

/** The items that must be executed at least once: enqueued, and neither replaced nor cancelled nor emptied away before. */
export class PromisedItems {
  #items: readonly Promised[] = [];

  add(taskName: string, id: string, data: string): void {
    this.#items = [...this.#items, { taskName, id, data }];
  }

  /** Without a name: all. */
  drop(taskName?: string, id?: string): void {
    this.#items = this.#items.filter((one) => (taskName !== undefined && one.taskName !== taskName) || (id !== undefined && one.id !== id));
  }

  neverExecuted(executed: ReadonlySet<string>): string[] {
    return this.#items.filter((one) => !executed.has(one.data)).map((one) => `${one.taskName}/${one.id} (${one.data})`);
  }
}
