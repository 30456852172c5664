/** Events in the embedded store: what was said about whom, newest first for each. */
import type { DatabaseSync } from 'node:sqlite';
import { decodeEvent, encodeEvent, eventMs, type StoredEvent } from '../../engine/events.ts';
import type { KeyedHash } from '../../engine/request.ts';
import { eventPage, shownUntil } from '../shown.ts';
import type { EventHome, EventPage } from '../store.ts';
import { addressKey, addressOf, fromBytes, toBytes } from './bytes.ts';

export interface EventTable {
  /** Inside a transaction; one that is there already is left as it is. */
  append(home: EventHome, event: StoredEvent): void;
  page(home: EventHome, limit: number, cursor: string | undefined): EventPage;
  get(home: EventHome, eventId: string): StoredEvent | undefined;
  /** Inside a transaction: removes what is over, a little at a time. `fromMs` is the instant before which a home keeps no event. @returns how many it looked at */
  expire(nowMs: number, most: number, fromMs: (home: EventHome) => number): number;
}

/** What is in force is looked at again so much later. */
const againMs = 30 * 86_400_000;

export function createEventTable(db: DatabaseSync): EventTable {
  const insert = db.prepare('INSERT OR IGNORE INTO events (home, at_ms, event_id, json, look_ms) VALUES (?,?,?,?,?)');
  const newest = db.prepare(
    'SELECT json FROM events WHERE home = ? AND at_ms <= ? ORDER BY at_ms DESC, event_id DESC LIMIT ? OFFSET ?',
  );
  const byId = db.prepare('SELECT json FROM events WHERE home = ? AND event_id = ?');
  const due = db.prepare('SELECT seq, at_ms, home FROM events WHERE look_ms <= ? ORDER BY look_ms LIMIT ?');
  const drop = db.prepare('DELETE FROM events WHERE seq = ?');
  const putOff = db.prepare('UPDATE events SET look_ms = ? WHERE seq = ?');
  return {
    append(home, event) {
      insert.run(homeKey(home), event.atMs, event.eventId, encodeEvent(event), event.atMs + eventMs);
    },
    page(home, limit, cursor) {
      const before = shownUntil(cursor);
      const { atMs, count } = before ?? { atMs: Number.MAX_SAFE_INTEGER, count: 0 };
      const rows = newest.all(homeKey(home), atMs, limit + 1, count) as { json: string }[];
      return eventPage(
        rows.map(({ json }) => decodeEvent(json)),
        limit,
        before,
      );
    },
    get(home, eventId) {
      const row = byId.get(homeKey(home), eventId) as { json: string } | undefined;
      return row && decodeEvent(row.json);
    },
    expire(nowMs, most, fromMs) {
      const kept = new Map<string, number>();
      const list = due.all(nowMs, most) as { seq: number; at_ms: number; home: Uint8Array }[];
      for (const { seq, at_ms, home } of list) {
        const key = fromBytes(home);
        const name = key.toString('latin1');
        const from = kept.get(name) ?? fromMs(homeOf(key));
        kept.set(name, from);
        if (at_ms < from) drop.run(seq);
        else putOff.run(nowMs + againMs, seq);
      }
      return list.length;
    },
  };
}

function homeKey(home: EventHome): Buffer {
  return 'customer' in home ? toBytes(`\xff${home.customer}`) : addressKey(home.address);
}

function homeOf(key: Buffer): EventHome {
  return key[0] === 0xff ? { customer: key.toString('latin1', 1) as KeyedHash } : { address: addressOf(key) };
}
