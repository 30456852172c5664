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
  isNewsAt,
} from '../../engine/record/address.ts';
import { hasReview } from '../../engine/record/cold.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import type { AddressLook } from '../../engine/steps/state.ts';
import { addressMs } from '../../engine/steps/step.ts';
import { addressExpiryMs, type EventHome } from '../store.ts';
import { addressKey, addressOf, fromBytes, toText } from './bytes.ts';

/** An address as read. */
export interface LoadedAddress {
  readonly hot: AddressHot;
  readonly cold: AddressCold;
  /** Where its cold part lies, if it has one. */
  readonly coldId: number | null;
}

export interface AddressTable {
  hot(address: AddressRef): AddressHot;
  look(address: AddressRef): AddressLook;
  load(address: AddressRef): LoadedAddress;
  /** Inside a transaction, of what was loaded in it and changed in place. */
  save(address: AddressRef, loaded: LoadedAddress, nowMs: number): void;
  /**
   * Inside a transaction, for as long as that adds no address in another way.
   * @returns adds one that nothing is stored of, and says whether it did
   */
  adder(): (
    address: AddressRef,
    parts: { readonly hot: AddressHot; readonly cold: AddressCold },
    nowMs: number,
  ) => boolean;
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
  const get = db.prepare('SELECT hot, cold FROM addresses WHERE hash = ?');
  const getCold = db.prepare('SELECT cold FROM addresses_cold WHERE id = ?');
  const put = db.prepare(
    'INSERT INTO addresses (hash, hot, cold, expires_ms) VALUES (?,?,?,?) ON CONFLICT (hash) DO UPDATE SET hot = excluded.hot, cold = excluded.cold, expires_ms = excluded.expires_ms',
  );
  const add = db.prepare('INSERT OR IGNORE INTO addresses (hash, hot, cold, expires_ms) VALUES (?,?,?,?)');
  const noteHot = db.prepare(
    'INSERT INTO addresses (hash, hot, expires_ms) VALUES (?,?,?) ON CONFLICT (hash) DO UPDATE SET hot = excluded.hot, expires_ms = max(expires_ms, excluded.expires_ms)',
  );
  const addCold = db.prepare('INSERT INTO addresses_cold (hash, cold, pending, review) VALUES (?,?,?,?)');
  const addColdAt = db.prepare('INSERT INTO addresses_cold (id, hash, cold, pending, review) VALUES (?,?,?,?,?)');
  const lastCold = db.prepare('SELECT coalesce(max(id), 0) AS id FROM addresses_cold');
  const putCold = db.prepare('UPDATE addresses_cold SET cold = ?, pending = ?, review = ? WHERE id = ?');
  const drop = db.prepare('DELETE FROM addresses WHERE hash = ?');
  const dropCold = db.prepare('DELETE FROM addresses_cold WHERE id = ?');
  const withPending = db.prepare('SELECT hash FROM addresses_cold WHERE pending > 0 LIMIT 1000');
  const withReview = db.prepare('SELECT hash FROM addresses_cold WHERE review > 0');
  const expired = db.prepare('SELECT hash, cold FROM addresses WHERE expires_ms <= ? ORDER BY expires_ms LIMIT ?');

  const stored = (key: Buffer): { hot: Buffer; cold: number | null } | undefined => {
    const row = get.get(key) as { hot: Uint8Array; cold: number | null } | undefined;
    return row && { hot: fromBytes(row.hot), cold: row.cold };
  };
  const hotOf = (key: Buffer): AddressHot => decodeAddressHot(stored(key)?.hot);
  const coldOf = (id: number | null): AddressCold =>
    id === null
      ? emptyAddressCold()
      : decodeAddressCold(toText((getCold.get(id) as { cold: Uint8Array } | undefined)?.cold));
  /** @returns where the cold part lies by now */
  const saveCold = (key: Buffer, { cold, coldId }: LoadedAddress): number | null => {
    const text = encodeAddressCold(cold);
    if (text === '') {
      if (coldId !== null) dropCold.run(coldId);
      return null;
    }
    const bytes = Buffer.from(text);
    const review = hasReview(cold.suppressions) ? 1 : 0;
    if (coldId === null) return Number(addCold.run(key, bytes, cold.pending.length, review).lastInsertRowid);
    putCold.run(bytes, cold.pending.length, review, coldId);
    return coldId;
  };

  return {
    hot: (address) => hotOf(addressKey(address)),
    look(address) {
      const row = stored(addressKey(address));
      return { hot: decodeAddressHot(row?.hot), suppressions: () => coldOf(row?.cold ?? null).suppressions };
    },
    load(address) {
      const row = stored(addressKey(address));
      const coldId = row?.cold ?? null;
      return { hot: decodeAddressHot(row?.hot), cold: coldOf(coldId), coldId };
    },
    save(address, loaded, nowMs) {
      const key = addressKey(address);
      const { hot, cold } = loaded;
      coverAddressCold(hot, cold);
      put.run(key, encodeAddressHot(hot), saveCold(key, loaded), addressExpiryMs(hot, cold, nowMs));
    },
    adder() {
      let { id } = lastCold.get() as { id: number };
      return (address, { hot, cold }, nowMs) => {
        coverAddressCold(hot, cold);
        const key = addressKey(address);
        const text = encodeAddressCold(cold);
        const coldId = text === '' ? null : id + 1;
        if (add.run(key, encodeAddressHot(hot), coldId, addressExpiryMs(hot, cold, nowMs)).changes === 0) return false;
        if (coldId !== null) {
          addColdAt.run(coldId, key, Buffer.from(text), cold.pending.length, hasReview(cold.suppressions) ? 1 : 0);
          id = coldId;
        }
        return true;
      };
    },
    note(address, customer, atMs, nowMs, seen) {
      const hot = seen ?? hotOf(addressKey(address));
      if (!isNewsAt(hot, customer, atMs)) return;
      hot.lastCustomer = customer;
      hot.lastMs = atMs;
      // What the cold part makes of its end stands: it is only put off.
      noteHot.run(addressKey(address), encodeAddressHot(hot), Math.max(atMs + addressMs, nowMs + 2 * dayMs));
    },
    inReview: () =>
      (withReview.all() as { hash: Uint8Array }[]).map(({ hash }) => ({ address: addressOf(fromBytes(hash)) })),
    pending: () => (withPending.all() as { hash: Uint8Array }[]).map(({ hash }) => addressOf(fromBytes(hash))),
    expire(nowMs, most) {
      const due = expired.all(nowMs, most) as { hash: Uint8Array; cold: number | null }[];
      for (const { hash, cold } of due) {
        drop.run(hash);
        if (cold !== null) dropCold.run(cold);
      }
      return due.length;
    },
  };
}
