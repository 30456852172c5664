/** What was under way when Redis died is answered only when it can begin no more: with a deadline that no load reaches that is long. */
import { expect, test } from 'vitest';
import { faultService, until } from '../support/fault-service.ts';
import { anyNumber } from '../support/kills.ts';
import { shippedPolicies } from '../support/policies.ts';
import { startRedis } from '../support/redis-server.ts';
import { hourMs } from '../support/world.ts';

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
