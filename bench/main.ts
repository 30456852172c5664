/**
 * Every figure that README and performance pages quote, as a ratio against peers measured in the same run: `npm run bench`, or
 * `npm run bench -- --only redis-http,memory`. `--log-sqlite` and `--log-redis` say how many entries the log's bench fills in, `--import-rows` how many rows are imported.
 * `--quick` runs one short round of each, to see that they run, and keeps nothing. Else it prints tables, and keeps each series in bench/results.json and on docs/performance.md. One that fails leaves its earlier figures and ends no other.
 */
import { parseArgs } from 'node:util';
import { batch } from './batch.ts';
import { cluster } from './cluster.ts';
import { denial } from './denial.ts';
import { effect } from './effect.ts';
import { embedded } from './embedded.ts';
import { imports } from './imports.ts';
import { latency } from './latency.ts';
import { links } from './links.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { rateLimiter } from './rate-limiter.ts';
import { redisCpu } from './redis-cpu.ts';
import { redisHttp } from './redis-http.ts';
import { type Bench, beQuick } from './support/figure.ts';
import { environment, table } from './support/report.ts';
import { keepSeries, writeFiguresPage } from './support/results.ts';
import { answersWithoutStore } from './support/service.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    'log-sqlite': { type: 'string', default: '5000000' },
    'log-redis': { type: 'string', default: '1000000' },
    'import-rows': { type: 'string', default: '1000000' },
  },
});
/** Of one series. */
const longestMs = 10 * 60_000;
if (values.quick) beQuick();
const logSizes = { sqlite: Number(values['log-sqlite']), redis: Number(values['log-redis']) };
const benches: readonly Bench[] = [
  redisHttp,
  rateLimiter,
  redisCpu,
  memory,
  latency,
  batch,
  cluster,
  embedded,
  denial,
  links,
  effect,
  log(logSizes),
  imports(Number(values['import-rows'])),
];

const wanted = values.only?.split(',') ?? benches.map(({ name }) => name);
const unknown = wanted.filter((name) => !benches.some((bench) => bench.name === name));
if (unknown.length > 0) {
  process.stderr.write(
    `bench: there is no ${unknown.join(', ')}; there are ${benches.map(({ name }) => name).join(', ')}\n`,
  );
  process.exit(2);
}

const startMs = performance.now();
const failed: string[] = [];
for (const bench of benches.filter(({ name }) => wanted.includes(name))) {
  const say = (line: string) => process.stderr.write(`${bench.name}: ${line}\n`);
  say('…');
  const beganMs = performance.now();
  try {
    const figures = await withinTime(bench.run(say));
    process.stdout.write(`${table(figures)}\n`);
    const seconds = Math.round((performance.now() - beganMs) / 1000);
    if (!values.quick) keepSeries({ name: bench.name, ...(await environment()), seconds, figures });
  } catch (error) {
    failed.push(bench.name);
    say(`failed: ${error instanceof Error ? error.stack : String(error)}`);
  }
}
if (!values.quick) writeFiguresPage();

if (answersWithoutStore() > 0) process.stderr.write(`bench: ${answersWithoutStore()} answers came without the store\n`);
if (failed.length > 0) process.stderr.write(`bench: no figures of ${failed.join(', ')}\n`);
process.stdout.write(`${Math.round((performance.now() - startMs) / 1000)} s\n`);
// What a series that failed has left open must not keep the process.
process.exit(failed.length > 0 ? 1 : 0);

async function withinTime<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${longestMs / 60_000} minutes`)), longestMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
