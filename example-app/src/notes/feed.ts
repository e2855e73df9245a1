import { getFeed } from '../server';
import { announce } from './changes';
import { readAll, write } from './database';
import type { StoreTypes } from './database';

export async function refreshFeed(signal: AbortSignal): Promise<void> {
  await write('feed', { id: 'latest', items: await getFeed(signal), fetchedAt: Date.now() });
  announce();
}

export async function cachedFeed(): Promise<StoreTypes['feed'] | null> {
  return (await readAll('feed'))[0] ?? null;
}
