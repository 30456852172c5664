import { afterAll, beforeAll, describe } from 'vitest';
import { type RedisCluster, sharedRedisUrl, startRedisCluster } from '../../../test/support/redis-server.ts';
import { redisHarness } from '../../../test/support/redis-service.ts';
import { describeContactStore } from '../conformance.ts';

describeContactStore('the store on Redis', (policies, nowMs) => redisHarness(sharedRedisUrl(), policies, nowMs));

describe('three masters', () => {
  let cluster: RedisCluster;
  beforeAll(async () => {
    cluster = await startRedisCluster();
  });
  afterAll(() => cluster.stop());

  describeContactStore('the store on a Cluster', (policies, nowMs) => redisHarness(cluster.url, policies, nowMs));
});
