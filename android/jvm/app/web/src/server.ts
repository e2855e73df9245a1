/** The rig's HTTP server, by a name that the browser of the rig maps to it. */
const server = 'http://upload.localhost';

export async function tell(path: string, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const response = await fetch(`${server}/${path}`, { method: 'POST', body: JSON.stringify(fields) });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
}

/** A request that the server keeps waiting. */
export const unanswered = (signal: AbortSignal): Promise<unknown> => fetch(`${server}/unanswered`, { signal });

/** What a plugin's call came to, as one text. */
export const outcomeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (value) => JSON.stringify(value),
    (error: unknown) => `rejected: ${(error as Error).message}`,
  );
