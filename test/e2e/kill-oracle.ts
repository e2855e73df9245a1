import type { Call } from '../drivers/site.ts';

interface Claim {
  readonly token: string;
  readonly runtimeId: string;
  readonly runtime: string;
  readonly claimedAt: number;
  readonly deadline: number;
}

interface Settled {
  readonly outcome: string;
  readonly claimedAt: number | null;
  readonly settledAt: number;
}

/** A death that the test caused, by the time at which it set out to: from then on the runtimes of these kinds may be gone. */
export interface Kill {
  readonly at: number;
  readonly kinds: readonly string[];
}

/** What the server was told, against what must never happen: two live claims of one task at one time, or a living holder called dead. */
export function violations(points: readonly Call[], kills: readonly Kill[]): string[] {
  const claims = points
    .filter(({ body }) => body['point'] === 'claimed')
    .map(({ body }) => ({ taskId: String(body['taskId']), claim: body['claim'] as Claim }))
    .sort((a, b) => a.claim.claimedAt - b.claim.claimedAt);
  const settlings = points
    .filter(({ body }) => body['point'] === 'finished')
    .map(({ body }) => ({ taskId: String(body['taskId']), settled: body['settled'] as Settled }));
  const found: string[] = [];
  const ends = claims.map(({ taskId, claim }) => {
    const died = kills.find((kill) => kill.kinds.includes(claim.runtime) && kill.at >= claim.claimedAt)?.at ?? Number.POSITIVE_INFINITY;
    const mine = settlings.find((one) => one.taskId === taskId && one.settled.claimedAt === claim.claimedAt);
    if (mine?.settled.outcome === 'lost') {
      if (died > mine.settled.settledAt)
        found.push(`run ${taskId} was called lost at ${mine.settled.settledAt}; its holder lived until ${died}`);
      return died;
    }
    return Math.min(died, mine?.settled.settledAt ?? Number.POSITIVE_INFINITY);
  });
  claims.forEach(({ taskId, claim }, index) => {
    const next = claims[index + 1];
    const end = ends[index] ?? Number.POSITIVE_INFINITY;
    if (next !== undefined && next.claim.claimedAt < end) {
      found.push(
        `run ${next.taskId} was claimed at ${next.claim.claimedAt}, while the claim of ${taskId} by ${claim.runtime} lived until ${end}`,
      );
    }
  });
  return found;
}
