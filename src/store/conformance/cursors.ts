/** What a page ends with goes on with the same list and the same question, and with nothing else. */
import { expect } from 'vitest';
import { crm, problemOf, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const none = '- { id: none, because: None., when: { channels: [email] }, cap: { limit: 0, window: 24h } }';

export function cursorTests(declare: StoreTest): void {
  declare('a cursor of another customer, filter or list is told as such, and hides nothing', none, async (w) => {
    for (const customerId of ['c1', 'c1', 'c2', 'c2']) {
      await w.ask({ customerId });
      await w.refuse({ customerId });
      await w.guard.refuse({ customerId, channel: 'sms', signal: 'text', text: 'No thanks', source: 's' }, crm);
    }
    const events = (customerId: string, cursor?: string) => w.guard.refusalEvents({ customerId, limit: 1, cursor });
    const decisions = (asked: object, cursor?: string) => w.guard.decisions({ ...asked, limit: 1, cursor });
    const reviews = (cursor?: string) => w.guard.reviews({ limit: 1, cursor });
    const ofC1 = { customerId: 'c1', toMs: startMs + 1 };
    const lists: Record<string, (cursor?: string) => Promise<{ readonly nextCursor: string | null }>> = {
      'events of c1': (cursor) => events('c1', cursor),
      'events of c2': (cursor) => events('c2', cursor),
      'events of nobody': (cursor) => events('nobody', cursor),
      reviews,
      decisions: (cursor) => decisions({}, cursor),
      'decisions of c1': (cursor) => decisions(ofC1, cursor),
      'decisions of c1, later': (cursor) => decisions({ ...ofC1, toMs: startMs + 2 }, cursor),
      'decisions of c2': (cursor) => decisions({ ...ofC1, customerId: 'c2' }, cursor),
      'decisions of nobody': (cursor) => decisions({ customerId: 'nobody' }, cursor),
      'decisions by caller': (cursor) => decisions({ caller: 'crm' }, cursor),
    };
    for (const [from, list] of Object.entries(lists)) {
      const cursor = (await list()).nextCursor;
      if (cursor === null) {
        expect(from).toContain('nobody');
        continue;
      }
      for (const [to, other] of Object.entries(lists)) {
        const what = `cursor of ${from} for ${to}`;
        if (to === from) await other(cursor);
        else expect(await problemOf(other(cursor)), what).toMatchObject({ status: 422, paths: ['cursor'] });
      }
    }
  });

  declare('a page may be longer or shorter than the one before it', none, async (w) => {
    for (let n = 0; n < 3; n++) await w.refuse({ customerId: 'c1', source: `s${n}` });
    const first = await w.guard.refusalEvents({ customerId: 'c1', limit: 1 });
    const rest = await w.guard.refusalEvents({ customerId: 'c1', limit: 5, cursor: first.nextCursor ?? '' });
    expect([first.events.length, rest.events.length, rest.nextCursor]).toEqual([1, 2, null]);
  });
}
