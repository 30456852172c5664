/** Pages of events, newest first; those of one instant by their ids, the last in the alphabet first. */
import type { StoredEvent } from '../engine/events.ts';
import { readCursor, writeCursor } from './cursor.ts';
import type { EventPage } from './store.ts';

/** How far a reader has come: all that is newer is shown, and of this very instant so many. What comes in elsewhere, and what goes, moves nothing. */
export interface Shown {
  readonly atMs: number;
  readonly count: number;
}

/** @throws UnknownCursor */
export function shownUntil(cursor: string | undefined): Shown | undefined {
  if (cursor === undefined) return undefined;
  const [atMs, count] = readCursor(cursor);
  return { atMs, count };
}

export function shownAfter(events: readonly StoredEvent[], before: Shown | undefined): Shown {
  const { atMs } = events.at(-1) as StoredEvent;
  const count = events.filter((one) => one.atMs === atMs).length;
  return { atMs, count: before?.atMs === atMs ? before.count + count : count };
}

/** @param found the newest after `before`, one more than `limit` where there are more */
export function eventPage(found: readonly StoredEvent[], limit: number, before: Shown | undefined): EventPage {
  const events = found.slice(0, limit);
  if (found.length <= limit) return { events, nextCursor: null };
  const { atMs, count } = shownAfter(events, before);
  return { events, nextCursor: writeCursor(atMs, count) };
}
