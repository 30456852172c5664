import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { startRedis } from '../../../test/support/redis-server.ts';
import { redisHarness } from '../../../test/support/redis-service.ts';
import { admin, createWorld, dayMs, startMs } from '../../../test/support/world.ts';
import { subjectOf } from '../../identity/seal.ts';

test('after an erasure and a rewrite of its file Redis holds neither the key, the id, the address nor a name, in memory or on the disk', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  // Compressed, nothing would be found.
  const server = await startRedis({ dir, args: ['--rdbcompression', 'no'] });
  const client = new Redis(server.url);
  const rules = '- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }';
  const harness = await redisHarness(server.url, policySet(rules), startMs);
  const { service } = harness;
  const world = createWorld(service, { nowMs: () => startMs, set: harness.setNow });
  const rewritten = async (): Promise<Buffer> => {
    await client.bgrewriteaof();
    while (/aof_rewrite_(in_progress|scheduled):1/.test(await client.info('persistence'))) await client.ping();
    const folder = join(dir, 'appendonlydir');
    return Buffer.concat(readdirSync(folder).map((file) => readFileSync(join(folder, file))));
  };
  try {
    const person = { customerId: 'ann.lee@example.org', address: 'ann.lee@example.net' };
    await world.contact(person);
    await world.ask(person);
    await world.refuse({ customerId: person.customerId, channel: 'sms', signal: 'stop', text: 'Ann Lee says stop' });
    await world.contact({ customerId: person.customerId, channel: 'push', confirmByMs: startMs + dayMs });
    const customer = service.hashes.customer(person.customerId);
    const key = (await service.store.read(customer, ({ record }) => record.key)) as string;
    const holds = (bytes: Buffer) => [bytes.includes(key), bytes.includes(Buffer.from(key, 'base64url'))];
    const subjects = () => client.keys(`${harness.prefix}:*:s:${subjectOf(key)}`);
    expect(holds(await rewritten())).toEqual([true, true]);
    const requests = () => client.keys(`${harness.prefix}:*:h:*`);
    expect([await subjects(), await requests()]).toMatchObject([[expect.anything()], [expect.anything()]]);
    await world.guard.erase(person.customerId, admin);
    const left = await rewritten();
    expect(holds(left)).toEqual([false, false]);
    for (const clear of [person.customerId, person.address, 'Ann Lee']) expect(left.includes(clear)).toBe(false);
    expect([await subjects(), await requests()]).toEqual([[], []]);
  } finally {
    client.disconnect();
    await harness.close();
    await server.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
