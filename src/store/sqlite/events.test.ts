import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { dayMs, startMs } from '../../../test/support/world.ts';
import type { KeyedHash } from '../../engine/request.ts';
import { createEventTable } from './events.ts';
import { schema } from './schema.ts';

test('events that are still in force keep none behind them that is over from going', () => {
  const db = new DatabaseSync(':memory:');
  db.exec(schema);
  const events = createEventTable(db);
  const [kept, over] = ['kept------', 'over------'].map((name) => ({ customer: name as KeyedHash })) as [Home, Home];
  const event = (eventId: string, atMs: number) =>
    ({ eventId, kind: 'refusal', atMs, fields: {}, sealed: undefined }) as const;
  for (let at = 0; at < 5; at++) events.append(kept, event(`k${at}`, startMs + at));
  events.append(over, event('gone', startMs + 9));
  events.append(over, event('at the edge', startMs + 10));
  const fromMs = (home: object) => ('customer' in home && home.customer === kept.customer ? startMs : startMs + 10);
  const nowMs = startMs + 500 * dayMs;
  expect([1, 2, 3, 4].map(() => events.expire(nowMs, 2, fromMs))).toEqual([2, 2, 2, 1]);
  expect(events.expire(nowMs, 2, fromMs)).toBe(0);
  expect(events.page(kept, 10, undefined).events).toHaveLength(5);
  expect(events.page(over, 10, undefined).events).toMatchObject([{ eventId: 'at the edge' }]);
  expect(events.expire(nowMs + 31 * dayMs, 10, fromMs)).toBe(6);
  db.close();
});

interface Home {
  readonly customer: KeyedHash;
}
