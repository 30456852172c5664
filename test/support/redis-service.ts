/** Services on a real Redis for tests, each run under a prefix of its own, with a clock that is set. */
import pino from 'pino';
import { manualClock } from '../../src/clock.ts';
import type { PolicySet } from '../../src/policy/types.ts';
import { createService, type Service } from '../../src/service.ts';
import type { StoreHarness } from '../../src/store/conformance/harness.ts';
import type { RedisLink, RedisUrl } from '../../src/store/redis/client.ts';
import { createRedisStore } from '../../src/store/redis/redis-store.ts';
import { testPepper } from './sqlite-service.ts';

let made = 0;

/** @returns `redis+cluster://h:p,h:p` or `redis://…` as the store takes it */
export function redisUrl(url: string): RedisUrl {
  const cluster = /^redis\+cluster:\/\/(.+)$/.exec(url);
  if (!cluster) return { kind: 'single', url };
  const nodes = (cluster[1] ?? '').split(',').map((node) => {
    const [host = '', port] = node.split(':');
    return { host, port: Number(port) };
  });
  return { kind: 'cluster', nodes };
}

export interface RedisHarness extends StoreHarness {
  readonly clock: ReturnType<typeof manualClock>;
  /** Of all its keys. */
  readonly prefix: string;
}

export interface RedisServiceOptions {
  readonly defaultRegion?: string | undefined;
  readonly publicUrl?: string | undefined;
  /** Stands between the store and its connection. */
  readonly around?: (link: RedisLink) => RedisLink;
}

export async function redisHarness(
  url: string,
  policies: PolicySet,
  nowMs: number,
  { around, ...options }: RedisServiceOptions = {},
): Promise<RedisHarness> {
  const prefix = `t${process.pid}-${++made}`;
  const clock = manualClock(nowMs);
  const opened: Service[] = [];
  const open = async (): Promise<Service> => {
    const service = createService({
      pepper: testPepper,
      policies,
      clock,
      log: pino({ level: 'silent' }),
      ...options,
      makeStore: (parts) =>
        createRedisStore({
          url: redisUrl(url),
          prefix,
          checks: 'report',
          setClock: true,
          ...(around && { around }),
          ...parts,
        }),
    });
    opened.push(service);
    await service.open();
    return service;
  };
  return {
    service: await open(),
    prefix,
    clock,
    setNow: clock.set,
    second: open,
    async close() {
      await Promise.all(opened.map((service) => service.close()));
    },
  };
}
