import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { type PostgresServer, startPostgres } from '../../test/support/postgres.ts';
import type { StoredEvent } from '../engine/events.ts';
import type { KeyedHash } from '../engine/request.ts';
import { newKey } from '../ids.ts';
import type { Ledger, LedgerRow } from './ledger.ts';
import { createPostgresLedger } from './postgres.ts';

let postgres: PostgresServer;
const parts = { canary: 'canary', pepperKey: newKey() };

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  await postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});

function openLedger(): Ledger {
  const ledger = createPostgresLedger({ url: postgres.url, ...parts });
  onTestFinished(() => ledger.close());
  return ledger;
}

const row = (eventId: string, atMs: number, fields: Partial<LedgerRow & Pick<StoredEvent, 'kind'>> = {}): LedgerRow => {
  const { kind = 'refusal', ...others } = fields;
  return {
    event: { eventId, kind, atMs, fields: {}, sealed: undefined },
    customer: 'c123456789' as KeyedHash,
    address: undefined,
    standing: [],
    lifts: [],
    secrets: { event: `words of ${eventId}` },
    ...others,
  };
};
const erasure = (eventId: string, atMs: number, fields: Partial<LedgerRow> = {}) =>
  row(eventId, atMs, { kind: 'erasure', secrets: {}, ...fields });
/** What can be read, by event. */
const readable = async (ledger: Ledger) =>
  Object.fromEntries((await ledger.after(0, 100)).map(({ row: one }) => [one.event.eventId, one.secrets['event']]));

test('what was said until an erasure can be read by nobody, whether it came before, beside or after it; of others and from then on all can', async () => {
  const ledger = openLedger();
  const other = { customer: 'd123456789' as KeyedHash };
  await ledger.commit(row('before', 900));
  await Promise.all([ledger.commit(row('beside', 950)), ledger.commit(erasure('gone', 1000))]);
  await Promise.all([ledger.commit(row('late', 1000)), ledger.commit(row('since', 1001))]);
  await ledger.commit(row('another', 900, other));
  expect(await readable(ledger)).toEqual({ another: 'words of another', since: 'words of since' });
});

test('what came beside an erasure from another process can be read by nobody once somebody has begun with the ledger', async () => {
  const first = openLedger();
  const nowMs = Date.now();
  await first.commit(row('before', nowMs - 1000));
  await first.commit(row('since', nowMs + 1));
  // Seen by neither of the two.
  await postgres.query(
    `INSERT INTO contact_guard_events (position, event_id, kind, at_ms, customer, body)
       SELECT nextval('contact_guard_position'), 'gone', 'erasure', ${nowMs}, customer, '{"event":{"eventId":"gone"}}'
         FROM contact_guard_events LIMIT 1`,
  );
  const next = openLedger();
  await next.head();
  expect(await readable(next)).toEqual({ since: 'words of since' });
});

test('an event that is committed twice, at once or later, is there once and can be read', async () => {
  const ledger = openLedger();
  await Promise.all([ledger.commit(row('twice', 1000)), ledger.commit(row('twice', 1000))]);
  await ledger.commit(row('twice', 1000));
  await openLedger().commit(row('twice', 1000));
  expect((await ledger.after(0, 100)).map(({ row: one }) => [one.event.eventId, one.secrets])).toEqual([
    ['twice', { event: 'words of twice' }],
  ]);
});

test('who begins with it beside others who commit keeps none of them from it, and is kept by none', async () => {
  const ledgers = Array.from({ length: 3 }, openLedger);
  for (let round = 0; round < 20; round++)
    await Promise.all([
      openLedger().head(),
      ...ledgers.map((ledger, at) => ledger.commit(row(`${round} of ${at}`, 1000))),
    ]);
  expect((await openLedger().head()).position).toBe(60);
});

test('of the lifts of a suppression the one that took most is known', async () => {
  const ledger = openLedger();
  const lift = (said: number) => ({ lifts: [{ suppressionId: 'sup_1', said, atMs: 1000 }], secrets: {} });
  await ledger.commit(row('one', 1000, lift(3)));
  await ledger.commit(row('two', 1001, lift(1)));
  expect(await ledger.liftsOf(['sup_1', 'sup_2'])).toEqual(new Map([['sup_1', 3]]));
});

test('a commit is on the disk, though the server answers others sooner', async () => {
  await postgres.query('ALTER ROLE guard SET synchronous_commit = off');
  onTestFinished(async () => void (await postgres.query('ALTER ROLE guard RESET synchronous_commit')));
  const ledger = openLedger();
  await ledger.head();
  await postgres.query(
    "ALTER TABLE contact_guard_events ADD COLUMN how text DEFAULT current_setting('synchronous_commit')",
  );
  await ledger.commit(row('one', 1000));
  expect(await postgres.query('SELECT how FROM contact_guard_events')).toEqual([{ how: 'on' }]);
});
