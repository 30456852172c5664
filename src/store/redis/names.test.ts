import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectedLink } from '../../../test/support/redis-link.ts';
import { UnknownName } from '../../engine/record/names.ts';
import type { RedisLink } from './client.ts';
import { createNames } from './names.ts';

let link: RedisLink;
beforeAll(async () => {
  link = await connectedLink();
});
afterAll(() => link.close());

test('names that another process made are known with the first number made after them, so that caps count them', async () => {
  const key = `names${process.pid}`;
  const [one, other] = [createNames(link, key), createNames(link, key)];
  await one.learn(new UnknownName('purpose', 'triggered.location'));
  await other.learn(new UnknownName('purpose', 'triggered.behaviour'));
  expect(other.all('purpose')).toEqual(['triggered.location', 'triggered.behaviour']);
  // Before it asks, the first knows its own alone: what lies beyond is not named by it, and counts.
  expect(one.all('purpose')).toEqual(['triggered.location']);
  await one.learn(new UnknownName('purpose', undefined));
  expect(one.all('purpose')).toEqual(['triggered.location', 'triggered.behaviour']);
});
