import { namedTasks } from './named-tasks.ts';
import { nativePlugin } from './native-plugin.ts';
import { oneJob } from './one-job.ts';

export interface Seen {
  readonly title: string;
  readonly saw: unknown;
  readonly sees: unknown;
}

export const snippets = [...namedTasks, ...oneJob, ...nativePlugin];

/** One after another, in their order: each finds what the one before it left. */
export async function runSnippets(): Promise<Seen[]> {
  const all: Seen[] = [];
  for (const { title, code, sees } of snippets) {
    const saw = await code().catch((error: unknown) => String(error));
    all.push({ title, saw, sees });
  }
  return all;
}
