/** Events on Redis: a sorted set for each customer or address, by instant. */

import { decodeEvent, type StoredEvent } from '../../engine/events.ts';
import { eventPage, type Shown, shownAfter, shownUntil } from '../shown.ts';
import type { ContactStore, EventHome } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { Keys } from './keys.ts';
import type { Place } from './place.ts';

const chunk = 500;

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
      const before = shownUntil(cursor);
      return eventPage(await newest(placeOf(home).events, before, limit + 1), limit, before);
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
