import type { StoreTypes } from '../notes/database';
import { el } from './element';
import { ago, ticker } from './time';

export function feedPanel(feed: StoreTypes['feed'] | null): HTMLElement {
  if (feed === null) return el('p', { class: 'empty' }, 'The feed comes with the first run of refresh-feed.');
  const items = feed.items.map(({ title, source }) => el('li', {}, el('span', {}, title), el('small', {}, source)));
  return el(
    'div',
    {},
    el('ul', { class: 'feed' }, ...items),
    ticker(el('p', { class: 'hint' }), () => `fetched ${ago(feed.fetchedAt)}, readable offline`),
  );
}
