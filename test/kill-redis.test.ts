import { expect, test } from 'vitest';
import { faultService, until } from './support/fault-service.ts';
import type { Acknowledged } from './support/kill-worker.ts';
import { acknowledgedBefore, anyNumber, expectAllThere } from './support/kills.ts';
import { shippedPolicies } from './support/policies.ts';
import { startRedis } from './support/redis-server.ts';
import { serviceAt } from './support/store-url-service.ts';
import { hourMs } from './support/world.ts';

const kills = Number(process.env['KILLS_REDIS'] ?? 2);

test(`of ${kills} kill -9 of a Redis that syncs always none loses an acknowledged block, contact or suppression, and no cap is exceeded`, {
  timeout: 30_000 + kills * 15_000,
}, async () => {
  const server = await startRedis({ appendfsync: 'always' });
  try {
    const earlier: Acknowledged[] = [];
    for (let round = 0; round < kills; round++) {
      const lines = anyNumber(1, 400);
      const said = await acknowledgedBefore(server.url, `round${round}`, lines, async (worker) => {
        await server.kill9();
        worker.kill();
      });
      await server.restart();
      const service = await serviceAt(server.url);
      try {
        await expectAllThere(service, [...earlier.slice(-200), ...said]);
      } catch (error) {
        throw new Error(`round ${round}, killed after ${lines} lines: ${String(error)}`, { cause: error });
      } finally {
        await service.close();
      }
      earlier.push(...said);
    }
    expect(earlier.length).toBeGreaterThanOrEqual(kills);
  } finally {
    await server.stop();
  }
});

test('a hold and its confirmation outlive a kill -9 of a Redis that syncs always, and the same service goes on by itself', {
  timeout: 60_000,
}, async () => {
  const server = await startRedis({ appendfsync: 'always' });
  const { service, world, close } = faultService({ url: server.url, policies: shippedPolicies() });
  try {
    await service.open();
    const held = new Map<string, string>();
    const confirmed = new Set<string>();
    let isOver = false;
    let asked = 0;
    const lanes = Array.from({ length: 8 }, async () => {
      while (!isOver) {
        const customerId = `h${asked++}`;
        const { contactId } = await world.ask({ customerId, confirmByMs: Date.now() + hourMs });
        if (contactId === null) {
          await new Promise((resolve) => setImmediate(resolve));
          continue;
        }
        held.set(contactId, customerId);
        if (asked % 2) continue;
        const answer = await world.confirm(contactId).catch(() => undefined);
        if (answer?.contactId === contactId) confirmed.add(contactId);
      }
    });
    const wanted = anyNumber(50, 400);
    await until(async () => held.size >= wanted);
    await server.kill9();
    isOver = true;
    await Promise.all(lanes);
    await server.restart();
    await until(async () => !(await world.check()).degraded);
    expect(confirmed.size).toBeGreaterThan(0);
    for (const [contactId, customerId] of held) {
      const { used } = (await world.check({ customerId })).caps[0] as { used: number };
      expect(used).toBe(1);
      const answer = await world.confirm(contactId);
      expect(answer.contactId).toBe(contactId);
      if (confirmed.has(contactId)) expect(answer.replayed).toBe(true);
    }
  } finally {
    await close();
    await server.stop();
  }
});
