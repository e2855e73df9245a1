/** Code as users of the earlier versions wrote it. It tells what it saw; `sees` is what they would see. */
export interface Snippet {
  readonly title: string;
  readonly code: () => Promise<unknown>;
  readonly sees: unknown;
}

export function snippet(title: string, code: () => Promise<unknown>, sees: unknown): Snippet {
  return { title, code, sees };
}
