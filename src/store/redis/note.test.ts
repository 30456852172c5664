/** Whom a contact was for, noted at its address by a step of its own (note.lua), as on a Cluster. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectedLink } from '../../../test/support/redis-link.ts';
import { dayMs, startMs } from '../../../test/support/world.ts';
import { type AddressHot, decodeAddressHot, encodeAddressHot } from '../../engine/record/address.ts';
import type { KeyedHash } from '../../engine/request.ts';
import { addressMs } from '../../engine/steps/step.ts';
import type { RedisLink } from './client.ts';
import { createKeys } from './keys.ts';
import { hashBytes } from './parts.ts';

const keys = createKeys(`note${process.pid}`);
const [ann, bob] = ['ann-------' as KeyedHash, 'bob-------' as KeyedHash];
let link: RedisLink;
let made = 0;
beforeAll(async () => {
  link = await connectedLink();
});
afterAll(() => link.close());

/** @param ttlMs of what stands there; undefined: it is kept for ever */
async function noted(stood: Partial<AddressHot> | undefined, customer: KeyedHash, atMs: number, ttlMs?: number) {
  const key = keys.mark(made++);
  const before: AddressHot = { suppressed: 0, lastCustomer: undefined, lastMs: 0, coldVersion: 0, ...stood };
  if (stood) await link.call((client) => client.set(key, encodeAddressHot(before)));
  if (stood && ttlMs !== undefined) await link.call((client) => client.pexpire(key, ttlMs));
  const version = await link.run('note', [key], [hashBytes(customer), atMs, addressMs]);
  const hot = decodeAddressHot((await link.call((client) => client.getBuffer(key))) ?? undefined);
  const leftMs = await link.call((client) => client.pttl(key));
  await link.call((client) => client.del(key));
  return { version, hot, days: leftMs < 0 ? leftMs : Math.round(leftMs / dayMs) };
}

test('a contact is noted for another customer or a day after the last, an older one never', async () => {
  const stood = { lastCustomer: ann, lastMs: startMs, suppressed: 2, coldVersion: 7 };
  for (const [customer, atMs, isNoted] of [
    [ann, startMs + dayMs - 1, false],
    [ann, startMs + dayMs, true],
    [bob, startMs, true],
    [bob, startMs - 1, false],
  ] as const) {
    const { version, hot } = await noted(stood, customer, atMs);
    expect(version).toBe(7);
    expect(hot).toEqual(isNoted ? { ...stood, lastCustomer: customer, lastMs: atMs } : stood);
  }
});

test('an address is kept 400 days after its last contact, and as long as what stands there', async () => {
  const refused = { suppressed: 2, coldVersion: 7 };
  expect((await noted(undefined, ann, startMs)).days).toBe(400);
  expect((await noted({ lastCustomer: bob, lastMs: startMs }, ann, startMs, 10 * dayMs)).days).toBe(400);
  expect((await noted(refused, ann, startMs, 10 * dayMs)).days).toBe(400);
  expect((await noted(refused, ann, startMs, 900 * dayMs)).days).toBe(900);
  expect((await noted(refused, ann, startMs)).days).toBe(-1);
});
