/** The ledger on PostgreSQL. What waits together is committed together; a lock makes positions follow the order of the commits. */
import pg from 'pg';
import { monotonicMs } from '../clock.ts';
import { deadlines } from '../deadlines.ts';
import type { KeyedHash } from '../engine/request.ts';
import { wordsOf } from '../files.ts';
import { newKey } from '../ids.ts';
import type { Ledger, LedgerParts, LedgerRow } from './ledger.ts';
import { openRow, type SealedRow, sealRow } from './sealed-row.ts';

export interface PostgresLedgerOptions extends LedgerParts {
  readonly url: string;
}

const mostConnections = 4;
const mostTogether = 200;
/** After a failure it is not asked again for so long: who comes meanwhile is told at once. */
const restMs = 250;
/** An erasure and what was said before it may come side by side from two processes: now and then those of so long ago are looked at again. */
const sweptMs = 86_400_000;
const sweepEveryMs = 3_600_000;
/** Any number that nobody else takes. */
const lockId = 7_310_058;

/** Where the last of them is there, none is touched: a commit that waits for the lock holds its tables already, and each would wait for the other. */
const schema = `
DO $$ BEGIN
PERFORM pg_advisory_xact_lock(${lockId});
IF to_regclass('contact_guard_lifts') IS NOT NULL THEN RETURN; END IF;
CREATE TABLE IF NOT EXISTS contact_guard_meta (name text PRIMARY KEY, value text NOT NULL);
CREATE SEQUENCE IF NOT EXISTS contact_guard_position;
CREATE TABLE IF NOT EXISTS contact_guard_events (
  position bigint PRIMARY KEY, event_id text NOT NULL UNIQUE, kind text NOT NULL, at_ms bigint NOT NULL,
  customer bytea, address bytea, body text NOT NULL, sealed text
);
CREATE INDEX IF NOT EXISTS contact_guard_erasures ON contact_guard_events (customer) WHERE kind = 'erasure';
CREATE TABLE IF NOT EXISTS contact_guard_keys (event_id text PRIMARY KEY, customer bytea, key text NOT NULL);
CREATE INDEX IF NOT EXISTS contact_guard_keys_by_customer ON contact_guard_keys (customer);
CREATE TABLE IF NOT EXISTS contact_guard_lifts (
  suppression_id text NOT NULL, said integer NOT NULL, event_id text NOT NULL, PRIMARY KEY (suppression_id, event_id)
);
END $$`;

/** The lock is held until the commit can be seen, so that whoever sees a position sees all before it. */
const insert = `
WITH locked AS MATERIALIZED (SELECT pg_advisory_xact_lock(${lockId})),
given AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::bytea[], $5::bytea[], $6::text[], $7::text[], $8::text[])
    AS one (event_id, kind, at_ms, customer, address, body, sealed, key)
),
keys AS (
  INSERT INTO contact_guard_keys SELECT event_id, customer, key FROM given
    WHERE key IS NOT NULL AND NOT EXISTS (
      SELECT FROM contact_guard_events erasure
        WHERE erasure.kind = 'erasure' AND erasure.customer = given.customer AND erasure.at_ms >= given.at_ms
    )
    ON CONFLICT DO NOTHING
),
lifts AS (
  INSERT INTO contact_guard_lifts
    SELECT * FROM unnest($9::text[], $10::integer[], $11::text[]) AS one (suppression_id, said, event_id) ON CONFLICT DO NOTHING
)
INSERT INTO contact_guard_events (position, event_id, kind, at_ms, customer, address, body, sealed)
  SELECT nextval('contact_guard_position'), event_id, kind, at_ms, customer, address, body, sealed FROM locked, given
  ON CONFLICT (event_id) DO NOTHING`;

/** What was said of an erased customer, until then, can be read by nobody. */
const forget = `
DELETE FROM contact_guard_keys USING contact_guard_events erasure, contact_guard_events said
  WHERE erasure.kind = 'erasure' AND contact_guard_keys.customer = erasure.customer
    AND said.event_id = contact_guard_keys.event_id AND said.at_ms <= erasure.at_ms`;

export function createPostgresLedger({ url, canary, pepperKey }: PostgresLedgerOptions): Ledger {
  const pool = new pg.Pool({
    connectionString: url,
    max: mostConnections,
    connectionTimeoutMillis: deadlines.ledgerMs,
    query_timeout: deadlines.ledgerMs,
    statement_timeout: deadlines.ledgerMs * 5,
    keepAlive: true,
    application_name: 'contact-guard',
    options: '-c synchronous_commit=on',
  });
  // A connection that breaks while nobody uses it is another one's next time.
  pool.on('error', (error) => {
    problem = wordsOf(error);
  });
  let problem: string | undefined = 'the ledger has not been reached yet';
  let restsUntilMs = Number.NEGATIVE_INFINITY;
  let ledgerId: string | undefined;
  let sweepAtMs = Number.NEGATIVE_INFINITY;
  const waiting: { row: LedgerRow; resolve: () => void; reject: (error: unknown) => void }[] = [];
  let isSending = false;

  const ask = async <T extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<T[]> => {
    if (monotonicMs() < restsUntilMs) throw new Error(problem ?? 'the ledger rests');
    try {
      const { rows } = await pool.query<T>(text, values);
      problem = undefined;
      return rows;
    } catch (error) {
      problem = wordsOf(error);
      restsUntilMs = monotonicMs() + restMs;
      throw error;
    }
  };

  const send = async (): Promise<void> => {
    while (waiting.length > 0) {
      const together = waiting.splice(0, togetherIn(waiting));
      try {
        if (ledgerId === undefined) await open();
        await ask(
          insert,
          valuesOf(
            together.map(({ row }) => row),
            pepperKey,
          ),
        );
        for (const { row } of together)
          if (row.event.kind === 'erasure' && row.customer !== undefined)
            await ask(`${forget} AND erasure.customer = $1`, [bytesOf(row.customer)]);
        for (const { resolve } of together) resolve();
      } catch (error) {
        for (const { reject } of together) reject(error);
      }
    }
    isSending = false;
  };

  const open = async (): Promise<void> => {
    await ask(schema);
    await ask(`INSERT INTO contact_guard_meta VALUES ('pepper', $1), ('ledger', $2) ON CONFLICT DO NOTHING`, [
      canary,
      newKey(),
    ]);
    const meta = new Map(
      (await ask<{ name: string; value: string }>('SELECT name, value FROM contact_guard_meta')).map(
        ({ name, value }) => [name, value],
      ),
    );
    if (meta.get('pepper') !== canary) {
      problem = 'ADDRESS_PEPPER: not the pepper that the ledger (LEDGER_URL) was made with';
      throw new Error(problem);
    }
    ledgerId = meta.get('ledger');
  };

  const sweep = async (): Promise<void> => {
    if (monotonicMs() < sweepAtMs) return;
    // One that fails is for the next time: it keeps nobody from the ledger for longer than once.
    sweepAtMs = monotonicMs() + sweepEveryMs;
    await ask(`${forget} AND erasure.at_ms > extract(epoch FROM now()) * 1000 - ${sweptMs}`);
  };

  return {
    commit: (row) =>
      new Promise((resolve, reject) => {
        waiting.push({ row, resolve, reject });
        // What comes in one turn of the event loop goes out together.
        if (!isSending) {
          isSending = true;
          setImmediate(() => void send());
        }
      }),
    async head() {
      if (ledgerId === undefined) await open();
      await sweep();
      const [row] = await ask<{ position: string }>(
        'SELECT coalesce(max(position), 0) AS position FROM contact_guard_events',
      );
      return { ledgerId: ledgerId ?? '', position: Number(row?.position ?? 0) };
    },
    async after(position, limit) {
      const rows = await ask<{ position: string } & SealedRow>(
        'SELECT position, body, sealed, key FROM contact_guard_events LEFT JOIN contact_guard_keys USING (event_id) WHERE position > $1 ORDER BY position LIMIT $2',
        [position, limit],
      );
      return rows.map(({ position: at, ...sealed }) => ({ position: Number(at), row: openRow(sealed, pepperKey) }));
    },
    async liftsOf(suppressionIds) {
      const rows = await ask<{ id: string; said: number }>(
        'SELECT suppression_id AS id, max(said) AS said FROM contact_guard_lifts WHERE suppression_id = ANY ($1) GROUP BY suppression_id',
        [suppressionIds],
      );
      return new Map(rows.map(({ id, said }) => [id, said]));
    },
    problem: () => problem,
    // One that is silent ends no sooner for being waited for.
    close: () =>
      Promise.race([
        pool.end(),
        new Promise<void>((resolve) => {
          setTimeout(resolve, deadlines.ledgerMs).unref();
        }),
      ]),
  };
}

/** An erasure goes alone: it must find what was said before. */
function togetherIn(waiting: readonly { readonly row: LedgerRow }[]): number {
  const erasure = waiting.findIndex(({ row }) => row.event.kind === 'erasure');
  return Math.min(mostTogether, waiting.length, erasure === -1 ? mostTogether : Math.max(1, erasure));
}

function valuesOf(rows: readonly LedgerRow[], pepperKey: string): unknown[] {
  // Of two of one id the key of one must not come to stand beside what was sealed of the other.
  const given = [...new Map(rows.map((row) => [row.event.eventId, row])).values()];
  const sealed = given.map((row) => sealRow(row, pepperKey, newKey()));
  const lifts = given.flatMap(({ event, lifts: taken }) => taken.map((one) => ({ ...one, eventId: event.eventId })));
  return [
    given.map(({ event }) => event.eventId),
    given.map(({ event }) => event.kind),
    given.map(({ event }) => event.atMs),
    given.map(({ customer }) => customer && bytesOf(customer)),
    given.map(({ address }) => address && bytesOf(address.hash)),
    sealed.map(({ body }) => body),
    sealed.map((one) => one.sealed),
    sealed.map(({ key }) => key),
    lifts.map(({ suppressionId }) => suppressionId),
    lifts.map(({ said }) => said),
    lifts.map(({ eventId }) => eventId),
  ];
}

/** Whether there is a ledger there, of whatever pepper. */
export async function hasPepper(url: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: deadlines.ledgerMs,
    query_timeout: deadlines.ledgerMs,
  });
  try {
    await client.connect();
    const { rows } = await client.query("SELECT to_regclass('contact_guard_meta') AS meta");
    if (rows[0]?.meta === null) return false;
    return (await client.query("SELECT FROM contact_guard_meta WHERE name = 'pepper'")).rows.length > 0;
  } finally {
    await client.end().catch(() => {});
  }
}

const bytesOf = (hash: KeyedHash): Buffer => Buffer.from(hash, 'latin1');
