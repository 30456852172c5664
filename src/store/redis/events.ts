/** Events on Redis: a sorted set for each customer or address, by instant. */
import { decodeEvent, type StoredEvent } from '../../engine/events.ts';
import { UnknownCursor } from '../../errors.ts';
import type { ContactStore, EventHome } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { Keys } from './keys.ts';
import type { Place } from './parts.ts';

const chunk = 500;

/** How far a reader has come: all that is newer is shown, and of this very instant so many. What comes in elsewhere, and what goes, moves nothing. */
interface Shown {
  readonly atMs: number;
  readonly count: number;
}

export function createEvents(link: RedisLink, keys: Keys, usable: () => void): Pick<ContactStore, 'events' | 'event'> {
  const placeOf = (home: EventHome): Place =>
    'customer' in home ? keys.customer(home.customer) : keys.address(home.address);
  const newest = async (key: string, shown: Shown | undefined, most: number): Promise<StoredEvent[]> => {
    const { atMs = '+inf', count = 0 } = shown ?? {};
    const list = await link.call((client) => client.zrange(key, atMs, '-inf', 'BYSCORE', 'REV', 'LIMIT', count, most));
    return list.map((json) => decodeEvent(json));
  };

  return {
    async events(home, limit, cursor) {
      usable();
      const before = readCursor(cursor);
      const found = await newest(placeOf(home).events, before, limit + 1);
      const events = found.slice(0, limit);
      return { events, nextCursor: found.length > limit ? writeCursor(shownAfter(events, before)) : null };
    },
    async event(home, eventId) {
      usable();
      const key = placeOf(home).events;
      let shown: Shown | undefined;
      for (;;) {
        const some = await newest(key, shown, chunk);
        const found = some.find((one) => one.eventId === eventId);
        if (found || some.length < chunk) return found;
        shown = shownAfter(some, shown);
      }
    },
  };
}

function shownAfter(events: readonly StoredEvent[], before: Shown | undefined): Shown {
  const { atMs } = events.at(-1) as StoredEvent;
  const count = events.filter((one) => one.atMs === atMs).length;
  return { atMs, count: before?.atMs === atMs ? before.count + count : count };
}

function writeCursor({ atMs, count }: Shown): string {
  return Buffer.from(`${atMs}.${count}`).toString('base64url');
}

/** @throws UnknownCursor */
function readCursor(cursor: string | undefined): Shown | undefined {
  if (cursor === undefined) return undefined;
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new UnknownCursor();
  return { atMs: Number(match[1]), count: Number(match[2]) };
}
