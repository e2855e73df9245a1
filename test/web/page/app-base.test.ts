import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findAppBase } from '../../../src/web/page/app-base.js';
import { appNames, baseOfScope } from '../../../src/web/shared/names.js';
import { FakeClock, settle } from '../../support/fake-clock.js';

let clock: FakeClock;
let scopes: readonly string[] | null;

beforeEach(() => {
  clock = new FakeClock();
  scopes = [];
  vi.stubGlobal('navigator', {
    serviceWorker: {
      getRegistrations: () => (scopes === null ? new Promise(() => undefined) : Promise.resolve(scopes.map((scope) => ({ scope })))),
    },
  });
});

afterEach(() => vi.unstubAllGlobals());

function page(url: string, head: { readonly meta?: string; readonly base?: string } = {}): void {
  const { meta, base } = head;
  vi.stubGlobal('document', {
    baseURI: base === undefined ? url : new URL(base, url).href,
    querySelector: (selector: string) => {
      if (selector === 'base[href]') return base === undefined ? null : {};
      return meta === undefined ? null : { getAttribute: () => meta };
    },
  });
}

test('F-N03: the base is what the meta tag says, else <base href>, at any depth', async () => {
  page('https://a.example/one/deep/page', { meta: '/one/', base: '/two/' });
  expect(await findAppBase(clock)).toBe('https://a.example/one/');
  page('https://a.example/one/deep/page', { base: '/one/' });
  expect(await findAppBase(clock)).toBe('https://a.example/one/');
});

test('F-N03: without them it is that of the innermost app above the page whose worker is registered', async () => {
  scopes = [
    'https://a.example/__background-task__/',
    'https://a.example/one/__background-task__/',
    'https://a.example/two/__background-task__/',
    'https://a.example/one/deep/',
  ];
  page('https://a.example/one/deep/page');
  expect(await findAppBase(clock)).toBe('https://a.example/one/');
  page('https://a.example/three/page');
  expect(await findAppBase(clock)).toBe('https://a.example/');
});

test("F-N03: where nothing says so it is the page's own folder, and a browser that does not answer delays it by 2 s", async () => {
  page('https://a.example/one/page.html');
  expect(await findAppBase(clock)).toBe('https://a.example/one/');
  scopes = null;
  let base: string | undefined;
  void findAppBase(clock).then((found) => (base = found));
  await clock.advance(1999);
  expect(base).toBeUndefined();
  await clock.advance(1);
  await settle();
  expect(base).toBe('https://a.example/one/');
});

test('F-P09: page and worker of one app give their database, channel and lock the same names, and another app has others', () => {
  const own = appNames(baseOfScope('https://a.example/one/__background-task__/'));
  expect(own).toEqual(appNames('https://a.example/one/'));
  expect(own).toEqual(appNames(baseOfScope('https://a.example/one/')));
  const other = appNames('https://a.example/two/');
  for (const name of Object.values(own)) expect(Object.values(other)).not.toContain(name);
});
