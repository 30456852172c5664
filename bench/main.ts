/**
 * Every figure that README and performance pages quote, as a ratio against peers measured in the same run: `npm run bench`, or
 * `npm run bench -- --only redis-http,memory`. `--log-sqlite` and `--log-redis` say how many entries the log's bench fills in. Prints a table and writes bench/results.json, of a part that part.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { batch } from './batch.ts';
import { cluster } from './cluster.ts';
import { denial } from './denial.ts';
import { embedded } from './embedded.ts';
import { latency } from './latency.ts';
import { log } from './log.ts';
import { memory } from './memory.ts';
import { rateLimiter } from './rate-limiter.ts';
import { redisCpu } from './redis-cpu.ts';
import { redisHttp } from './redis-http.ts';
import type { Bench, Figure } from './support/figure.ts';
import { isReached } from './support/figure.ts';
import { environment, table } from './support/report.ts';
import { answersWithoutStore } from './support/service.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    'log-sqlite': { type: 'string', default: '5000000' },
    'log-redis': { type: 'string', default: '1000000' },
  },
});
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
  log(logSizes),
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
const figures: Figure[] = [];
for (const bench of benches.filter(({ name }) => wanted.includes(name))) {
  const say = (line: string) => process.stderr.write(`${bench.name}: ${line}\n`);
  say('…');
  const found = await bench.run(say);
  process.stdout.write(`${table(found)}\n`);
  figures.push(...found);
}

process.stdout.write(`\n${table(figures)}\n${Math.round((performance.now() - startMs) / 1000)} s\n`);
if (answersWithoutStore() > 0) process.stderr.write(`bench: ${answersWithoutStore()} answers came without the store\n`);
const file = fileURLToPath(new URL('results.json', import.meta.url));
const { date, ...where } = await environment();
const measured = figures.map((figure) => ({ ...figure, ok: isReached(figure) ?? null, date }));
/** Of a part, the others' figures stay as they were. */
const others =
  values.only === undefined || !existsSync(file)
    ? []
    : (JSON.parse(readFileSync(file, 'utf8')) as { figures: Figure[] }).figures.filter(
        ({ name }) => !figures.some((figure) => figure.name === name),
      );
writeFileSync(file, `${JSON.stringify({ ...where, figures: [...others, ...measured] }, null, 2)}\n`);
