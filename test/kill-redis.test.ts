import { expect, test } from 'vitest';
import type { Acknowledged } from './support/kill-worker.ts';
import { acknowledgedBefore, anyNumber, expectAllThere, sayKills } from './support/kills.ts';
import { startRedis } from './support/redis-server.ts';
import { serviceAt } from './support/store-url-service.ts';

const kills = Number(process.env['KILLS_REDIS'] ?? 2);

test(`of ${kills} kill -9 of a Redis that syncs always none loses an acknowledged block, contact, suppression, refusal or lift or leaves one by half, and no cap is exceeded`, {
  timeout: 60_000 + kills * 20_000,
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
    sayKills(kills, 'Redis', earlier);
  } finally {
    await server.stop();
  }
});
