/**
 * The decision log asked while 2,000 decisions a second are made: how long each kind of page takes, and what the decisions notice of it. SQLite with
 * 5,000,000 entries, Redis with 1,000,000; `--log-sqlite` and `--log-redis` for other sizes.
 */
import { startChild, startServer } from './support/child.ts';
import type { RateResult } from './support/constant-rate.ts';
import { withDataFolder } from './support/data-folder.ts';
import { type Bench, type Figure, inTurns, median, ratio } from './support/figure.ts';
import { warmUp } from './support/load.ts';
import { type BenchRedis, startBenchRedis, usedMemory } from './support/redis.ts';
import { people, personId, seedRedisLog, seedSqliteLog, spanMs } from './support/seed-log.ts';

export interface LogSizes {
  readonly sqlite: number;
  readonly redis: number;
}

const customers = 100_000;
const rate = 2000;
const seconds = 4;
const rounds = 7;
export function log(sizes: LogSizes): Bench {
  return {
    name: 'log',
    run: async (say) => [
      ...(await withDataFolder((folder) => onSqlite(`${folder}/guard.db`, sizes.sqlite, say))),
      ...(await onRedis(sizes.redis, say)),
    ],
  };
}

type Say = (line: string) => void;

async function onSqlite(path: string, entries: number, say: Say): Promise<Figure[]> {
  const startMs = performance.now();
  await seedSqliteLog(path, entries);
  say(`${entries} entries into SQLite in ${Math.round((performance.now() - startMs) / 1000)} s`);
  return measure({ store: 'SQLite', entries, storeUrl: `sqlite:${path}` }, say);
}

async function onRedis(entries: number, say: Say): Promise<Figure[]> {
  const redis = await startBenchRedis();
  try {
    const startMs = performance.now();
    const before = await usedMemory(redis.client);
    await seedRedisLog(redis, entries);
    const bytes = ((await usedMemory(redis.client)) - before) / entries;
    say(`${entries} entries into Redis in ${Math.round((performance.now() - startMs) / 1000)} s`);
    await redis.client.config('SET', 'slowlog-log-slower-than', '1000');
    await redis.client.slowlog('RESET');
    return [
      oneFigure('log, Redis', 'growth of used_memory an entry of the log, with all that finds it', 'bytes', bytes),
      ...(await measure({ store: 'Redis', entries, storeUrl: redis.url }, say)),
      oneFigure(
        'log, Redis, slowest command',
        `while ${entries} entries are asked`,
        'ms',
        await slowestMs(redis, say),
        {
          atMost: 5,
        },
      ),
    ];
  } finally {
    await redis.stop();
  }
}

function oneFigure(name: string, what: string, unit: Figure['unit'], value: number, goal?: Figure['goal']): Figure {
  return { name, what, unit, goal, value, min: value, max: value };
}

/** Of those over a millisecond; 0: there was none. */
async function slowestMs({ client }: BenchRedis, say: Say): Promise<number> {
  const slow = (await client.slowlog('GET', 128)) as [number, number, number, string[]][];
  const sorted = slow.sort(([, , a], [, , b]) => b - a);
  for (const [, , micros, args] of sorted.slice(0, 5)) say(`${micros} us: ${args.slice(0, 4).join(' ').slice(0, 160)}`);
  return (sorted[0]?.[2] ?? 0) / 1000;
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

interface Asked {
  readonly store: string;
  readonly entries: number;
  readonly storeUrl: string;
}

async function measure({ store, entries, storeUrl }: Asked, say: Say): Promise<Figure[]> {
  const server = await startServer('guard.ts', { STORE_URL: storeUrl });
  const times = new Map<string, number[]>();
  let asked = 0;
  let failed = 0;
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
      if (decisions === undefined) failed++;
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
    if (failed > asked / 100) throw new Error(`log: ${failed} of ${asked} pages were not answered`);
    say(`${failed} of ${asked} pages were not answered`);
    const pages = [...times].map(([name, ms]): Figure => {
      say(
        `${store}, ${name}: ${ms.length} pages, median ${median(ms).toFixed(1)} ms, slowest ${Math.max(...ms).toFixed(1)} ms`,
      );
      const what = `a page of 100 of ${entries} entries, median`;
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
    const slowest = Math.max(...pages.map(({ max }) => max));
    return [
      ...pages,
      oneFigure(`log, ${store}, slowest page`, `of ${entries} entries`, 'ms', slowest, { atMost: 500 }),
      ratio({ name: `log, ${store}, decisions`, what, goal: { atMost: 1.5 } }, found, 'with queries ms', 'without ms'),
    ];
  } finally {
    await server.stop();
  }
}
