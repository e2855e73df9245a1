import type { BackgroundTaskExecution } from '@capgo/capacitor-background-task';

const SERVER = import.meta.env.VITE_SERVER_URL ?? 'http://localhost:4180';

export interface FeedItem {
  readonly id: string;
  readonly title: string;
  readonly source: string;
}

/** Uploads under the note's own id, so that sending it twice stores it once. */
export async function putNote(id: string, note: { text: string; createdAt: number }, signal?: AbortSignal): Promise<void> {
  await send('PUT', `/notes/${id}`, note, signal);
}

export async function getFeed(signal?: AbortSignal): Promise<readonly FeedItem[]> {
  const response = await send('GET', '/feed', undefined, signal);
  return ((await response.json()) as { items: readonly FeedItem[] }).items;
}

/** Tells the server that a callback starts or ends. Only for watching: a failure is no reason to stop. */
export async function markRun(
  phase: 'start' | 'end',
  { taskId, taskName, trigger, runtime, attempt }: BackgroundTaskExecution,
): Promise<void> {
  await send('POST', '/marks', { phase, taskId, taskName, trigger, runtime, attempt }).catch(() => undefined);
}

async function send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(`${SERVER}${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
  return response;
}
