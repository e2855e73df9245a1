import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openPageChannel } from '../../../src/web/page/page-channel.js';
import { createBrowserItems } from '../../../src/web/shared/browser-items.js';
import { settle } from '../../support/fake-clock.js';
import { NO_CONSTRAINTS } from '../../support/task-options.js';
import { itemRequest } from '../ledger/fixture.js';
import { CHANNEL, Rig } from '../rig.js';

let rig: Rig;
let document: EventTarget;

beforeEach(() => {
  rig = new Rig();
  document = new EventTarget();
  vi.stubGlobal('document', document);
});
afterEach(() => {
  rig.close();
  vi.unstubAllGlobals();
});

test('a page that was frozen while its run was cancelled aborts the callback at the thaw, and nothing runs beside it', async () => {
  const one = rig.page(
    { visibility: 'visible' },
    { clock: rig.clock, ledger: rig.ledger, openChannel: (receive) => openPageChannel(CHANNEL, receive) },
  );
  const two = rig.page();
  const codes: unknown[] = [];
  let running = 0;
  let most = 0;
  const honest = ({ signal }: { signal: AbortSignal }) =>
    new Promise<void>((resolve) => {
      most = Math.max(most, ++running);
      signal.addEventListener('abort', () => {
        running--;
        codes.push((signal.reason as { code: unknown }).code);
        resolve();
      });
    });
  for (const page of [one, two]) page.define('send', honest);
  const enqueue = async (page: typeof one, id: string) => {
    await page.taking.enqueue(rig.ledger, itemRequest('send', id, { constraints: NO_CONSTRAINTS }));
    void page.wake.runDue('enqueue');
    await settle();
  };
  await enqueue(one, 'a');
  expect(running).toBe(1);

  document.dispatchEvent(new Event('freeze'));
  await createBrowserItems(rig.ledger, two.broker, rig.clock).cancelEnqueued({ taskName: 'send' });
  await settle();
  await rig.clock.advance(5000);
  expect(codes).toEqual([]);
  document.dispatchEvent(new Event('resume'));
  await settle();
  expect(codes).toEqual(['CANCELLED']);
  await enqueue(two, 'b');
  await rig.clock.advance(5000);
  expect([running, most]).toEqual([1, 1]);
});
