/** Events on Redis: a sorted set for each customer or address, by instant. */
import { decodeEvent } from '../../engine/events.ts';
import { UnknownCursor } from '../../errors.ts';
import type { ContactStore, EventHome } from '../store.ts';
import type { RedisLink } from './client.ts';
import type { Keys } from './keys.ts';
import type { Place } from './parts.ts';

const chunk = 500;

export function createEvents(link: RedisLink, keys: Keys, usable: () => void): Pick<ContactStore, 'events' | 'event'> {
  const placeOf = (home: EventHome): Place =>
    'customer' in home ? keys.customer(home.customer) : keys.address(home.address);
  const range = (key: string, from: number, to: number): Promise<string[]> =>
    link.call((client) => client.zrange(key, String(from), String(to)));

  return {
    async events(home, limit, cursor) {
      usable();
      const key = placeOf(home).events;
      // Ranks count from the oldest, so that newer events move nothing.
      const before = readCursor(cursor) ?? (await link.call((client) => client.zcard(key)));
      const from = Math.max(0, before - limit);
      const list = before === 0 ? [] : await range(key, from, before - 1);
      return {
        events: list.reverse().map((json) => decodeEvent(json)),
        nextCursor: from === 0 ? null : Buffer.from(String(from)).toString('base64url'),
      };
    },
    async event(home, eventId) {
      usable();
      const key = placeOf(home).events;
      for (let before = await link.call((client) => client.zcard(key)); before > 0; before -= chunk) {
        const list = await range(key, Math.max(0, before - chunk), before - 1);
        const found = list.find((json) => json.includes(eventId) && decodeEvent(json).eventId === eventId);
        if (found !== undefined) return decodeEvent(found);
      }
      return undefined;
    },
  };
}

/** @throws UnknownCursor */
function readCursor(cursor: string | undefined): number | undefined {
  if (cursor === undefined) return undefined;
  const text = Buffer.from(cursor, 'base64url').toString();
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new UnknownCursor();
  return Number(text);
}
