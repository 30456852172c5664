/** Events on Redis: a sorted set for each customer or address, by instant. */

import { decodeEvent, type StoredEvent } from '../../engine/events.ts';
import { readCursor, writeCursor } from '../cursor.ts';
import type { ContactStore, EventHome } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { Keys } from './keys.ts';
import type { Place } from './place.ts';

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
      const before = cursor === undefined ? undefined : shownUntil(cursor);
      const found = await newest(placeOf(home).events, before, limit + 1);
      const events = found.slice(0, limit);
      if (found.length <= limit) return { events, nextCursor: null };
      const { atMs, count } = shownAfter(events, before);
      return { events, nextCursor: writeCursor(atMs, count) };
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

function shownUntil(cursor: string): Shown {
  const [atMs, count] = readCursor(cursor);
  return { atMs, count };
}
