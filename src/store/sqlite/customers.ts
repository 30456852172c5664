/** Customers in the embedded store: the hot part of a record in one table, the cold one in another, so that neither is rewritten for the other. */
import type { DatabaseSync } from 'node:sqlite';
import type { Proof } from '../../engine/prove/prove.ts';
import { decodeRecord, encodeRecord } from '../../engine/record/codec.ts';
import { decodeCold, encodeCold, hasReview, isColdEmpty, isEmpty } from '../../engine/record/cold.ts';
import { decodeHeld, encodeHeld } from '../../engine/record/held.ts';
import { type ColdRecord, emptyRecord, endedHolds } from '../../engine/record/record.ts';
import type { KeyedHash } from '../../engine/request.ts';
import type { StepState } from '../../engine/steps/state.ts';
import type { StepResult, StepTools } from '../../engine/steps/step.ts';
import { firstSeq } from '../../ids.ts';
import { type EventHome, neededUntilMs, recordExpiryMs } from '../store.ts';
import { fromBytes, toBytes, toText } from './bytes.ts';
import type { SqliteNames } from './names.ts';

/** A customer as read; the cold part is read when it is asked for. */
export interface LoadedCustomer extends Pick<StepState, 'record' | 'cold' | 'held'> {
  /** Where it is stored; undefined: nowhere. */
  readonly id: number | undefined;
  /** The holds that it named when it was read. */
  readonly holds: readonly number[];
  /** The cold part, where it was asked for. */
  seenCold(): ColdRecord | undefined;
  /** When it was to expire when it was read; null: never. */
  readonly expiresMs: number | null;
}

export interface StoredHot {
  /** Where it is stored. */
  readonly id: number;
  readonly bytes: Buffer;
  readonly expiresMs: number | null;
}

interface HotRow {
  readonly id: number;
  readonly hot: Uint8Array;
  readonly expires_ms: number | null;
}

export interface CustomerTable {
  /** @param stored where it was read in this transaction. @throws StoreUnavailable where the stored bytes cannot be read */
  load(customer: KeyedHash, stored?: StoredHot): LoadedCustomer;
  /** Inside a transaction: what a step changed. */
  save(customer: KeyedHash, loaded: LoadedCustomer, done: StepResult<unknown>, nowMs: number): void;
  /** The hot part as it is stored, with when it expires (null: never). */
  hot(customer: KeyedHash): StoredHot | undefined;
  /** Inside a transaction: writes what a prover made of it. */
  saveProven(customer: KeyedHash, stored: StoredHot | undefined, proof: Proof, nowMs: number): void;
  /** Inside a transaction: removes what is over, a little at a time. @returns how many were looked at */
  expire(nowMs: number, most: number): number;
  /** Who has a suppression that waits for a person to decide. */
  inReview(): EventHome[];
}

const dayMs = 86_400_000;

export function createCustomerTable(db: DatabaseSync, names: SqliteNames, tools: StepTools): CustomerTable {
  const getHot = db.prepare('SELECT id, hot, expires_ms FROM customers WHERE hash = ?');
  // Each decision reads one: an array is made in three quarters of the time of an object.
  getHot.setReturnArrays(true);
  const getCold = db.prepare('SELECT cold FROM customers_cold WHERE hash = ?');
  const addHot = db.prepare('INSERT INTO customers (hash, hot, expires_ms) VALUES (?,?,?)');
  const putHot = db.prepare('UPDATE customers SET hot = ?, expires_ms = ? WHERE id = ?');
  // The index of expiries is not looked at where it stays.
  const replaceHot = db.prepare('UPDATE customers SET hot = ? WHERE id = ?');
  const putCold = db.prepare(
    'INSERT INTO customers_cold (hash, cold, review) VALUES (?,?,?) ON CONFLICT (hash) DO UPDATE SET cold = excluded.cold, review = excluded.review',
  );
  const dropHot = db.prepare('DELETE FROM customers WHERE id = ?');
  const dropCold = db.prepare('DELETE FROM customers_cold WHERE hash = ?');
  const expired = db.prepare(
    'SELECT id, hash, hot, expires_ms FROM customers WHERE expires_ms <= ? ORDER BY expires_ms LIMIT ?',
  );
  const getHeld = db.prepare('SELECT request FROM holds WHERE hash = ? AND seq = ?');
  const putHeld = db.prepare('INSERT OR REPLACE INTO holds (hash, seq, request) VALUES (?,?,?)');
  const dropHeld = db.prepare('DELETE FROM holds WHERE hash = ? AND seq = ?');
  const withReview = db.prepare('SELECT hash FROM customers_cold WHERE review > 0');
  const putOff = db.prepare('UPDATE customers SET expires_ms = ? WHERE id = ?');

  const storedOf = ({ id, hot, expires_ms }: HotRow): StoredHot => ({
    id,
    bytes: fromBytes(hot),
    expiresMs: expires_ms,
  });
  const hot = (customer: KeyedHash): StoredHot | undefined => {
    const row = getHot.get(toBytes(customer)) as [HotRow['id'], HotRow['hot'], HotRow['expires_ms']] | undefined;
    return row && { id: row[0], bytes: fromBytes(row[1]), expiresMs: row[2] };
  };
  const write = (id: number | undefined, key: Buffer, bytes: Buffer, expiresMs: number | null): void => {
    if (id === undefined) addHot.run(key, bytes, expiresMs);
    else putHot.run(bytes, expiresMs, id);
  };

  const load = (customer: KeyedHash, stored = hot(customer)): LoadedCustomer => {
    let cold: ColdRecord | undefined;
    const record = stored ? decodeRecord(stored.bytes, names) : emptyRecord(firstSeq());
    const holds = record.holds.map(({ seq }) => seq);
    return {
      id: stored?.id,
      record,
      holds,
      cold() {
        cold ??= decodeCold(toText((getCold.get(toBytes(customer)) as { cold: Uint8Array } | undefined)?.cold));
        return cold;
      },
      held: (seqs) =>
        seqs
          .filter((seq) => holds.includes(seq))
          .flatMap((seq) => (getHeld.get(toBytes(customer), seq) as { request: string } | undefined) ?? [])
          .map(({ request }) => decodeHeld(request)),
      seenCold: () => cold,
      expiresMs: stored ? stored.expiresMs : 0,
    };
  };

  return {
    load,
    hot,
    inReview: () =>
      (withReview.all() as { hash: Uint8Array }[]).map(({ hash }) => ({
        customer: fromBytes(hash).toString('latin1') as KeyedHash,
      })),
    saveProven(customer, stored, { hot: bytes, ttlMs, keepsLonger }, nowMs) {
      const leastMs = nowMs + ttlMs;
      // A day more than needed, so that the index is not written for each contact.
      const mostMs = keepsLonger ? Number.POSITIVE_INFINITY : leastMs + dayMs;
      const expiresMs = stored?.expiresMs === null && keepsLonger ? mostMs : (stored?.expiresMs ?? 0);
      if (stored && expiresMs >= leastMs && expiresMs <= mostMs) replaceHot.run(bytes, stored.id);
      else write(stored?.id, toBytes(customer), bytes, leastMs + dayMs);
    },
    save(customer, loaded, { coldChanged, held }, nowMs) {
      const key = toBytes(customer);
      const { record } = loaded;
      const cold = loaded.seenCold();
      for (const contact of record.contacts) names.intern(contact.kind);
      for (const seq of endedHolds(record, loaded.holds)) dropHeld.run(key, seq);
      if (held) putHeld.run(key, held.seq, encodeHeld(held));
      if (coldChanged && cold) {
        if (isColdEmpty(cold)) dropCold.run(key);
        else putCold.run(key, Buffer.from(encodeCold(cold)), hasReview(cold.suppressions) ? 1 : 0);
      }
      if (isEmpty(record, cold)) {
        if (loaded.id !== undefined) dropHot.run(loaded.id);
      } else {
        const ownMs = recordExpiryMs(record, cold, tools, nowMs);
        const expiryMs = cold ? ownMs : laterOf(ownMs, loaded.expiresMs);
        const bytes = encodeRecord(record, names, expiryMs === null ? 'for-ever' : 'for-a-time');
        write(loaded.id, key, bytes, expiryMs);
      }
    },
    expire(nowMs, most) {
      const due = expired.all(nowMs, most) as unknown as (HotRow & { hash: Uint8Array })[];
      for (const { hash, ...row } of due) {
        // What was written when it was to end may have to stay by now: a rule that counts for ever, a longer window.
        const { record, cold, holds } = load(fromBytes(hash).toString('latin1') as KeyedHash, storedOf(row));
        const neededMs = neededUntilMs(record, cold(), tools, nowMs);
        if (neededMs === null || neededMs > nowMs) putOff.run(neededMs, row.id);
        else {
          dropHot.run(row.id);
          dropCold.run(hash);
          for (const seq of holds) dropHeld.run(hash, seq);
        }
      }
      return due.length;
    },
  };
}

/** Null: never. */
function laterOf(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.max(one, other);
}
