import { Cluster, Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { sharedRedisUrl, startRedis, startRedisCluster } from './redis-server.ts';

describe('test servers', () => {
  it('the shared server answers and never evicts', async () => {
    const client = new Redis(sharedRedisUrl());
    expect(await client.config('GET', 'maxmemory-policy')).toEqual(['maxmemory-policy', 'noeviction']);
    expect(await client.config('GET', 'appendonly')).toEqual(['appendonly', 'yes']);
    client.disconnect();
  });

  it('a killed server comes back on its port with what it had written', async () => {
    const server = await startRedis({ appendfsync: 'always' });
    try {
      const before = new Redis(server.url);
      before.on('error', () => {});
      await before.set('kept', 'yes');
      before.disconnect();
      const firstPid = server.pid;
      await server.kill9();
      await server.restart();
      const after = new Redis(server.url);
      expect(await after.get('kept')).toBe('yes');
      expect(server.pid).not.toBe(firstPid);
      after.disconnect();
    } finally {
      await server.stop();
    }
  });

  it('a frozen server holds its answer back until it is resumed, and can be stopped while frozen', async () => {
    const server = await startRedis();
    try {
      const client = new Redis(server.url);
      await client.ping();
      await server.pause();
      const answer = client.ping();
      const late = new Promise((resolve) => setTimeout(resolve, 100, 'late'));
      expect(await Promise.race([answer, late])).toBe('late');
      await server.resume();
      expect(await answer).toBe('PONG');
      client.disconnect();
      await server.pause();
    } finally {
      await server.stop();
    }
  });

  it('three masters share all slots', async () => {
    const cluster = await startRedisCluster();
    try {
      const client = new Cluster(cluster.ports.map((port) => ({ host: '127.0.0.1', port })));
      for (let key = 0; key < 20; key += 1) await client.set(`key-${key}`, key);
      expect(await client.get('key-19')).toBe('19');
      expect(client.nodes('master')).toHaveLength(3);
      client.disconnect();
    } finally {
      await cluster.stop();
    }
  });
});
