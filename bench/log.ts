/**
 * The decision log asked while 2,000 decisions a second are made: how long each kind of page takes, and what the decisions notice of it. SQLite with
 * 5,000,000 entries, Redis with 1,000,000; `--log-sqlite` and `--log-redis` for other sizes.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startChild, startServer } from './support/child.ts';
import type { RateResult } from './support/constant-rate.ts';
import { type Bench, type Figure, inTurns, median, ratio } from './support/figure.ts';
import { warmUp } from './support/load.ts';
import { startBenchRedis, usedMemory } from './support/redis.ts';
import { people, personId, seedRedisLog, seedSqliteLog, spanMs } from './support/seed-log.ts';

export interface LogSizes {
  readonly sqlite: number;
  readonly redis: number;
}

const customers = 100_000;
const rate = 2000;
const seconds = 5;
const rounds = 3;
/** A folder of the project: the system's temporary one may lie in memory. */
const data = fileURLToPath(new URL('../data/', import.meta.url));

export function log(sizes: LogSizes): Bench {
  return {
    name: 'log',
    async run(say) {
      mkdirSync(data, { recursive: true });
      const folder = mkdtempSync(`${data}bench-`);
      const redis = await startBenchRedis();
      try {
        say(`${sizes.sqlite} entries into SQLite`);
        await seedSqliteLog(`${folder}/guard.db`, sizes.sqlite);
        const figures = await measure('SQLite', `sqlite:${folder}/guard.db`, say);
        say(`${sizes.redis} entries into Redis`);
        const before = await usedMemory(redis.client);
        await seedRedisLog(redis, sizes.redis);
        const bytes = ((await usedMemory(redis.client)) - before) / sizes.redis;
        const what = 'growth of used_memory an entry of the log, with all that finds it';
        figures.push({
          name: 'log, Redis',
          what,
          unit: 'bytes',
          goal: undefined,
          value: bytes,
          min: bytes,
          max: bytes,
        });
        await redis.client.config('RESETSTAT');
        await redis.client.config('SET', 'slowlog-log-slower-than', '5000');
        figures.push(...(await measure('Redis', redis.url, say)));
        const slow = (await redis.client.slowlog('GET', 5)) as [number, number, number, string[]][];
        say(
          `commands of Redis over 5 ms: ${slow.map(([, , micros, [name, sha]]) => `${name} ${sha} ${micros} us`).join(', ') || 'none'}`,
        );
        return figures;
      } finally {
        await redis.stop();
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Each kind of page; the number makes every question another one. */
const questions: Readonly<Record<string, (number: number) => Record<string, string>>> = {
  'newest page': () => ({}),
  'by customer': (number) => ({ customerId: personId(number % people) }),
  'by caller': (number) => ({ caller: number % 2 ? 'rare' : `caller-${number % 10}` }),
  'by reason': (number) => ({ code: ['cap', 'hours', 'consent', 'suppressed'][number % 4] as string }),
  'by rule': (number) => ({ policy: 'default', rule: `rule-${number % 40}` }),
  'by channel and purpose': (number) => ({ channel: number % 2 ? 'sms' : 'push', purpose: 'service' }),
  'by time span': (number) => {
    const fromMs = Date.now() - spanMs + (number % 300) * 86_400_000;
    return { from: new Date(fromMs).toISOString(), to: new Date(fromMs + 86_400_000).toISOString() };
  },
  'rare caller, reason, span': () => ({
    caller: 'rare',
    code: 'cap',
    to: new Date(Date.now() - spanMs / 2).toISOString(),
  }),
};

async function measure(store: string, storeUrl: string, say: (line: string) => void): Promise<Figure[]> {
  const server = await startServer('guard.ts', { STORE_URL: storeUrl });
  const times = new Map<string, number[]>();
  let asked = 0;
  let first = customers;
  const askUntil = async (signal: AbortSignal): Promise<void> => {
    for (; !signal.aborted; asked++) {
      const [name, query] = Object.entries(questions)[asked % Object.keys(questions).length] as [
        string,
        (number: number) => Record<string, string>,
      ];
      const startMs = performance.now();
      const response = await fetch(`http://127.0.0.1:${server.port}/decisions?${new URLSearchParams(query(asked))}`);
      const { decisions } = (await response.json()) as { decisions: unknown[] };
      const tookMs = performance.now() - startMs;
      if (decisions === undefined) throw new Error(`log: ${name} was answered with ${response.status}`);
      times.set(name, [...(times.get(name) ?? []), tookMs]);
    }
  };
  const decide = async (): Promise<number> => {
    first += rate * seconds;
    const settings = { PORT: String(server.port), RATE: String(rate), SECONDS: String(seconds), FIRST: String(first) };
    const { said, stop } = await startChild<RateResult>('support/constant-rate.ts', {
      ...settings,
      CUSTOMERS: String(customers),
    });
    await stop();
    if (said.failed > 0) throw new Error(`log: ${said.failed} decisions were not answered with 200`);
    return said.p99Ms;
  };
  const decideAndAsk = async (): Promise<number> => {
    const over = new AbortController();
    const asking = askUntil(over.signal);
    const p99 = await decide().finally(() => over.abort());
    await asking;
    return p99;
  };
  try {
    await warmUp({ port: server.port, customers });
    const warm = new AbortController();
    setTimeout(() => warm.abort(), 3000);
    await askUntil(warm.signal);
    times.clear();
    const found = await inTurns(rounds, { 'with queries ms': decideAndAsk, 'without ms': decide });
    const pages = [...times].map(([name, ms]): Figure => {
      say(
        `${store}, ${name}: ${ms.length} pages, median ${median(ms).toFixed(1)} ms, slowest ${Math.max(...ms).toFixed(1)} ms`,
      );
      const what = 'a page of 100 entries, median; the slowest is to be under 500 ms';
      return {
        name: `log, ${store}, ${name}`,
        what,
        unit: 'ms',
        goal: { atMost: 200 },
        value: median(ms),
        min: Math.min(...ms),
        max: Math.max(...ms),
      };
    });
    const what = 'p99 of 2,000 decisions a second with one query after another / without';
    return [
      ...pages,
      ratio({ name: `log, ${store}, decisions`, what, goal: { atMost: 1.5 } }, found, 'with queries ms', 'without ms'),
    ];
  } finally {
    await server.stop();
  }
}
