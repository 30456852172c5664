/** Customers in the embedded store: the hot part of a record in one table, the cold one in another, so that neither is rewritten for the other. */
import type { DatabaseSync } from 'node:sqlite';
import { decodeRecord, encodeRecord, isEmpty } from '../../engine/record/codec.ts';
import { decodeCold, encodeCold, isColdEmpty } from '../../engine/record/cold.ts';
import { type ColdRecord, type CustomerRecord, emptyRecord } from '../../engine/record/record.ts';
import type { KeyedHash } from '../../engine/request.ts';
import type { StepTools } from '../../engine/steps/step.ts';
import { StoreUnavailable } from '../../errors.ts';
import { firstSeq } from '../../ids.ts';
import { recordExpiryMs } from '../store.ts';
import { fromBytes, toBytes, toText } from './bytes.ts';
import type { SqliteNames } from './names.ts';

/** A customer as read; the cold part is read when it is asked for. */
export interface LoadedCustomer {
  readonly record: CustomerRecord;
  cold(): ColdRecord;
  /** The cold part, where it was asked for. */
  seenCold(): ColdRecord | undefined;
}

export interface CustomerTable {
  /** @throws StoreUnavailable where the stored bytes cannot be read */
  load(customer: KeyedHash): LoadedCustomer;
  /** Inside a transaction. */
  save(customer: KeyedHash, loaded: LoadedCustomer, isColdChanged: boolean, nowMs: number): void;
  /** Inside a transaction: removes what is over, a little at a time. */
  expire(nowMs: number, most: number): void;
}

export function createCustomerTable(db: DatabaseSync, names: SqliteNames, tools: StepTools): CustomerTable {
  const getHot = db.prepare('SELECT hot FROM customers WHERE hash = ?');
  const getCold = db.prepare('SELECT cold FROM customers_cold WHERE hash = ?');
  const putHot = db.prepare(
    'INSERT INTO customers (hash, hot, expires_ms) VALUES (?,?,?) ON CONFLICT (hash) DO UPDATE SET hot = excluded.hot, expires_ms = excluded.expires_ms',
  );
  const putCold = db.prepare(
    'INSERT INTO customers_cold (hash, cold) VALUES (?,?) ON CONFLICT (hash) DO UPDATE SET cold = excluded.cold',
  );
  const dropHot = db.prepare('DELETE FROM customers WHERE hash = ?');
  const dropCold = db.prepare('DELETE FROM customers_cold WHERE hash = ?');
  const expired = db.prepare('SELECT hash FROM customers WHERE expires_ms <= ? ORDER BY expires_ms LIMIT ?');
  const putOff = db.prepare('UPDATE customers SET expires_ms = ? WHERE hash = ?');

  const load = (customer: KeyedHash): LoadedCustomer => {
    const key = toBytes(customer);
    const row = getHot.get(key) as { hot: Uint8Array } | undefined;
    let cold: ColdRecord | undefined;
    const record = row ? readable(() => decodeRecord(fromBytes(row.hot), names)) : emptyRecord(firstSeq());
    return {
      record,
      cold() {
        cold ??= readable(() => decodeCold(toText((getCold.get(key) as { cold: Uint8Array } | undefined)?.cold)));
        return cold;
      },
      seenCold: () => cold,
    };
  };

  return {
    load,
    save(customer, loaded, isColdChanged, nowMs) {
      const key = toBytes(customer);
      const { record } = loaded;
      const cold = loaded.seenCold();
      for (const contact of record.contacts) names.intern(contact.kind);
      if (isColdChanged && cold) {
        if (isColdEmpty(cold)) dropCold.run(key);
        else putCold.run(key, Buffer.from(encodeCold(cold)));
      }
      if (isEmpty(record, cold)) dropHot.run(key);
      else putHot.run(key, encodeRecord(record, names), recordExpiryMs(record, cold, tools, nowMs));
    },
    expire(nowMs, most) {
      for (const { hash } of expired.all(nowMs, most) as { hash: Uint8Array }[]) {
        // What was written when it was to end may have to stay by now: a rule that counts for ever, a longer window.
        const { record, cold } = load(fromBytes(hash).toString('latin1') as KeyedHash);
        const expiry = recordExpiryMs(record, cold(), tools, nowMs);
        if (expiry === null || expiry > nowMs) putOff.run(expiry, hash);
        else {
          dropHot.run(hash);
          dropCold.run(hash);
        }
      }
    },
  };
}

function readable<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new StoreUnavailable(`a customer's record cannot be read: ${String(error)}`, { cause: error });
  }
}
