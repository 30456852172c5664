/**
 * From 201 to enforced: a refusal is acknowledged by one process, and the next question, put to another one of the same store, must be denied.
 * Measured from the last byte of the 201 to the last byte of that denial, beside a load of decisions. One question that is allowed fails the bench.
 */
import { type PostgresServer, startPostgres } from '../test/support/postgres.ts';
import { type Server, startChild, startServer } from './support/child.ts';
import { withDataFolder } from './support/data-folder.ts';
import { type Bench, type Figure, isQuick, median } from './support/figure.ts';
import { startBenchRedis } from './support/redis.ts';
import { flood, olderContacts, seed } from './support/service.ts';

const refusals = () => (isQuick() ? 200 : 10_000);
/** At once. */
const lanes = 8;
/** Decisions a second beside them. */
const rate = 500;
const loadSeconds = 240;
const customers = 200_000;

export const effect: Bench = {
  name: 'effect',
  async run(say) {
    return [...(await onRedis(say)), ...(await embedded(say)), ...(await withLedger(say))];
  },
};

async function onRedis(say: (line: string) => void): Promise<Figure[]> {
  const redis = await startBenchRedis();
  await seed(redis, { customers, agoMs: olderContacts });
  const env = { STORE_URL: redis.url };
  const servers = [await startServer('guard.ts', env), await startServer('guard.ts', env)] as const;
  try {
    return await timesOf('one Redis, asked of another process', servers, say);
  } finally {
    await Promise.all(servers.map((one) => one.stop()));
    await redis.stop();
  }
}

const embedded = (say: (line: string) => void): Promise<Figure[]> =>
  withDataFolder(async (folder) => {
    const server = await startServer('guard.ts', { STORE_URL: `sqlite:${folder}/guard.db` });
    try {
      return await timesOf('embedded', [server, server], say);
    } finally {
      await server.stop();
    }
  });

const withLedger = (say: (line: string) => void): Promise<Figure[]> =>
  withDataFolder(async (folder) => {
    const postgres: PostgresServer = await startPostgres();
    const server = await startServer('guard.ts', {
      STORE_URL: `sqlite:${folder}/guard.db`,
      SPOOL_DIR: `${folder}/spool`,
      LEDGER_URL: postgres.url,
    });
    try {
      return await timesOf('embedded, with a ledger', [server, server], say);
    } finally {
      await server.stop();
      await postgres.stop();
    }
  });

async function timesOf(
  where: string,
  [said, asked]: readonly [Server, Server],
  say: (line: string) => void,
): Promise<Figure[]> {
  const load = await startLoad(asked.port);
  const enforced: number[] = [];
  const acknowledged: number[] = [];
  const seconds = await flood(refusals(), lanes, async (step) => {
    const address = `r${step}@example.org`;
    const customerId = `refuses-${step}`;
    const begunMs = performance.now();
    const refused = await post(said.port, '/refusals', {
      ...(step % 3 === 0 ? { address } : step % 3 === 1 ? { customerId } : { customerId, address }),
      channel: 'email',
      signal: 'stop',
      source: 'bench',
    });
    const doneMs = performance.now();
    if (refused.status !== 201) throw new Error(`bench: a refusal was answered with ${refused.status}`);
    const answer = await post(asked.port, '/can-contact', {
      customerId: step % 3 === 0 ? `other-${step}` : customerId,
      ...(step % 3 === 0 ? { address } : {}),
      channel: 'email',
      purpose: 'marketing.promotions',
      mode: 'check',
    });
    enforced.push(performance.now() - doneMs);
    acknowledged.push(doneMs - begunMs);
    if (answer.body['allowed'] !== false) throw new Error(`bench: refusal ${step} was acknowledged and does not bind`);
  }).finally(load.stop);
  say(
    `${where}: ${Math.round(refusals() / seconds)} refusals a second, 201 after ${median(acknowledged).toFixed(1)} ms (median)`,
  );
  const figure = (name: string, value: number, what: string): Figure => ({
    name: `201 to enforced, ${where}, ${name}`,
    what,
    unit: 'ms',
    goal: undefined,
    value,
    min: value,
    max: value,
  });
  const what = `from the 201 of a refusal to the denial of the next question, ${refusals()} times, ${lanes} at once beside ${rate} decisions a second`;
  return [figure('median', median(enforced), what), figure('slowest', Math.max(...enforced), what)];
}

/** Until it is stopped. */
async function startLoad(port: number): Promise<{ stop(): Promise<void> }> {
  const { stop } = await startChild('support/constant-rate.ts', {
    PORT: String(port),
    RATE: String(rate),
    SECONDS: String(loadSeconds),
    FIRST: '0',
    CUSTOMERS: String(customers),
    SAY_AT_START: 'yes',
  });
  return { stop };
}

async function post(
  port: number,
  path: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
