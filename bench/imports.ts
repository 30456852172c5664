/** How long `contact-guard import suppressions` takes for a million rows, into SQLite and into Redis; `--import-rows` for another number. */
import { once } from 'node:events';
import { createWriteStream, rmSync } from 'node:fs';
import { freePort } from '../test/support/redis-process.ts';
import { startChild } from './support/child.ts';
import { addressOf } from './support/customers.ts';
import { withDataFolder } from './support/data-folder.ts';
import { type Bench, type Figure, isQuick } from './support/figure.ts';
import { cpuSeconds, startBenchRedis } from './support/redis.ts';
import { benchPepper } from './support/service.ts';

const quickRows = 5000;
/** For a million. */
const goalMs = 120_000;

interface Imported {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly mostBytes: number;
}

export function imports(givenRows: number): Bench {
  return {
    name: 'imports',
    run: (say) =>
      withDataFolder(async (folder) => {
        const rows = isQuick() ? quickRows : givenRows;
        const file = `${folder}/suppressions.csv`;
        await writeRows(file, rows);
        const sqlite = await runImport(file, `sqlite:${folder}/guard.db`);
        say(`SQLite: ${perRow(sqlite.cpuMs, rows)} us of processor a row`);
        const redis = await startBenchRedis();
        try {
          // How far the first came says nothing here.
          rmSync(`${file}.progress`);
          const idleSeconds = await cpuSeconds(redis.client);
          const into = await runImport(file, redis.url);
          const serverMs = ((await cpuSeconds(redis.client)) - idleSeconds) * 1000;
          say(
            `Redis: ${perRow(into.cpuMs, rows)} us of processor a row, and ${perRow(serverMs, rows)} of the server's`,
          );
          return [...figures('SQLite', rows, sqlite), ...figures('Redis', rows, into)];
        } finally {
          await redis.stop();
        }
      }),
  };
}

function figures(store: string, rows: number, { wallMs, mostBytes }: Imported): Figure[] {
  const one = (name: string, what: string, unit: Figure['unit'], value: number, goal: Figure['goal']): Figure => ({
    name,
    what,
    unit,
    goal,
    value,
    min: value,
    max: value,
  });
  return [
    one(`import, ${store}`, `${rows} suppressions from a file`, 'ms', wallMs, { atMost: (goalMs * rows) / 1_000_000 }),
    one(`import, ${store}, memory`, 'most of the process while it ran', 'bytes', mostBytes, undefined),
  ];
}

function perRow(ms: number, rows: number): number {
  return Math.round((ms * 1000) / rows);
}

async function writeRows(file: string, rows: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('address,channel,purpose,reason,source\n');
  for (let row = 0; row < rows; row++) {
    if (!out.write(`${addressOf(row)},email,marketing,old list,crm\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
}

/** In a process of its own, as the command runs; its start counts. */
async function runImport(file: string, storeUrl: string): Promise<Imported> {
  const startMs = performance.now();
  const child = await startChild<Omit<Imported, 'wallMs'>>('servers/import.ts', {
    // Where no service answers.
    PORT: String(await freePort()),
    STORE_URL: storeUrl,
    ADDRESS_PEPPER: benchPepper.toString('hex'),
    IMPORT_FILE: file,
  });
  const wallMs = performance.now() - startMs;
  await child.stop();
  return { ...child.said, wallMs };
}
