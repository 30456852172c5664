/** Addresses in the embedded store, in two parts as customers are (engine/record/address.ts). */
import type { DatabaseSync } from 'node:sqlite';
import {
  type AddressCold,
  type AddressHot,
  coverAddressCold,
  decodeAddressCold,
  decodeAddressHot,
  emptyAddressCold,
  encodeAddressCold,
  encodeAddressHot,
} from '../../engine/record/address.ts';
import { hasReview } from '../../engine/record/cold.ts';
import { addressKinds } from '../../engine/record/layout.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { type AddressLook, addressMs } from '../../engine/steps/step.ts';
import { addressExpiryMs, type EventHome } from '../store.ts';
import { fromBytes, toBytes, toText } from './bytes.ts';

export interface AddressTable {
  hot(address: AddressRef): AddressHot;
  look(address: AddressRef): AddressLook;
  load(address: AddressRef): { hot: AddressHot; cold: AddressCold };
  /** Inside a transaction. */
  save(address: AddressRef, hot: AddressHot, cold: AddressCold, nowMs: number): void;
  /** Inside a transaction: notes whom a contact there was for, unless a later one is noted. @param hot where it was read in this transaction */
  note(address: AddressRef, customer: KeyedHash, atMs: number, nowMs: number, hot?: AddressHot): void;
  pending(): AddressRef[];
  /** Those with a suppression that waits for a person to decide. */
  inReview(): EventHome[];
  /** Inside a transaction: removes what is over, a little at a time. @returns how many were looked at */
  expire(nowMs: number, most: number): number;
}

const dayMs = 86_400_000;

export function createAddressTable(db: DatabaseSync): AddressTable {
  const getHot = db.prepare('SELECT hot FROM addresses WHERE hash = ?');
  const getCold = db.prepare('SELECT cold FROM addresses_cold WHERE hash = ?');
  const putHot = db.prepare(
    'INSERT INTO addresses (hash, hot, expires_ms) VALUES (?,?,?) ON CONFLICT (hash) DO UPDATE SET hot = excluded.hot, expires_ms = excluded.expires_ms',
  );
  const noteHot = db.prepare(
    'INSERT INTO addresses (hash, hot, expires_ms) VALUES (?,?,?) ON CONFLICT (hash) DO UPDATE SET hot = excluded.hot, expires_ms = max(expires_ms, excluded.expires_ms)',
  );
  const putCold = db.prepare(
    'INSERT INTO addresses_cold (hash, cold, pending, review) VALUES (?,?,?,?) ON CONFLICT (hash) DO UPDATE SET cold = excluded.cold, pending = excluded.pending, review = excluded.review',
  );
  const dropHot = db.prepare('DELETE FROM addresses WHERE hash = ?');
  const dropCold = db.prepare('DELETE FROM addresses_cold WHERE hash = ?');
  const withPending = db.prepare('SELECT hash FROM addresses_cold WHERE pending > 0 LIMIT 1000');
  const withReview = db.prepare('SELECT hash FROM addresses_cold WHERE review > 0');
  const expired = db.prepare('SELECT hash FROM addresses WHERE expires_ms <= ? ORDER BY expires_ms LIMIT ?');

  const storedHot = (key: Buffer): Buffer | undefined => {
    const row = getHot.get(key) as { hot: Uint8Array } | undefined;
    return row && fromBytes(row.hot);
  };
  const hotOf = (key: Buffer): AddressHot => decodeAddressHot(storedHot(key));
  const coldOf = (key: Buffer): AddressCold =>
    decodeAddressCold(toText((getCold.get(key) as { cold: Uint8Array } | undefined)?.cold));

  return {
    hot: (address) => hotOf(keyOf(address)),
    look(address) {
      const key = keyOf(address);
      return { hot: hotOf(key), suppressions: () => coldOf(key).suppressions };
    },
    load(address) {
      const key = keyOf(address);
      const hot = storedHot(key);
      // There is no cold part without a hot one.
      return { hot: decodeAddressHot(hot), cold: hot === undefined ? emptyAddressCold() : coldOf(key) };
    },
    save(address, hot, cold, nowMs) {
      const key = keyOf(address);
      const text = encodeAddressCold(cold);
      coverAddressCold(hot, cold);
      putHot.run(key, encodeAddressHot(hot), addressExpiryMs(hot, cold, nowMs));
      if (text === '') dropCold.run(key);
      else putCold.run(key, Buffer.from(text), cold.pending.length, hasReview(cold.suppressions) ? 1 : 0);
    },
    note(address, customer, atMs, nowMs, seen) {
      const hot = seen ?? hotOf(keyOf(address));
      if (atMs < hot.lastMs || (hot.lastCustomer === customer && atMs < hot.lastMs + dayMs)) return;
      hot.lastCustomer = customer;
      hot.lastMs = atMs;
      // What the cold part makes of its end stands: it is only put off.
      noteHot.run(keyOf(address), encodeAddressHot(hot), Math.max(atMs + addressMs, nowMs + 2 * dayMs));
    },
    inReview: () =>
      (withReview.all() as { hash: Uint8Array }[]).map(({ hash }) => ({ address: refOf(fromBytes(hash)) })),
    pending: () => (withPending.all() as { hash: Uint8Array }[]).map(({ hash }) => refOf(fromBytes(hash))),
    expire(nowMs, most) {
      const due = expired.all(nowMs, most) as { hash: Uint8Array }[];
      for (const { hash } of due) {
        dropHot.run(hash);
        dropCold.run(hash);
      }
      return due.length;
    },
  };
}

/** Hashes of different kinds never meet; the kind goes in front so that a key alone says where it leads. */
function keyOf({ kind, hash }: AddressRef): Buffer {
  return toBytes(String.fromCharCode(addressKinds.indexOf(kind)) + hash);
}

function refOf(key: Buffer): AddressRef {
  return { kind: addressKinds[key.readUInt8(0)] ?? 'post', hash: key.toString('latin1', 1) as KeyedHash };
}
