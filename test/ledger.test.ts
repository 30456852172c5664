import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from './support/fault-service.ts';
import type { Acknowledged } from './support/kill-worker.ts';
import { acknowledgedBefore, anyNumber } from './support/kills.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';
import { startRedis } from './support/redis-server.ts';
import { loseDatabase } from './support/sqlite-files.ts';
import { type Successor, serviceAt } from './support/store-url-service.ts';
import { admin, codes, createWorld, crm, problemOf, type World } from './support/world.ts';

const kills = Number(process.env['KILLS_LEDGER'] ?? 2);

/** Until a killed server is back, and what waited for it is done. */
const patienceMs = 30_000;

let postgres: PostgresServer;
let folder: string;
let opened: Successor[];
let lines: Record<string, unknown>[];

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  opened = [];
  lines = [];
  await postgres.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
});
afterEach(async () => {
  for (const service of opened) await service.close();
  rmSync(folder, { recursive: true, force: true });
});

const open = async (url: string): Promise<{ service: Successor; world: World }> => {
  const service = await serviceAt(url, {
    ledgerUrl: postgres.url,
    spoolFolder: folder,
    onLine: (line) => void lines.push(line),
  });
  opened.push(service);
  return { service, world: createWorld(service, { nowMs: Date.now, set: () => {} }) };
};
const close = async ({ service }: { service: Successor }): Promise<void> => {
  opened.splice(opened.indexOf(service), 1);
  await service.close();
};
const restored = () => lines.filter(({ event }) => event === 'ledger.restored').map(({ events }) => events);

/** A store that can lose all it holds. */
interface Losable {
  readonly url: string;
  lose(): unknown;
  stop(): unknown;
}

const stores = {
  'Redis is emptied': async (): Promise<Losable> => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    const stop = () => {
      client.disconnect();
      return redis.stop();
    };
    return { url: redis.url, lose: () => client.flushall(), stop };
  },
  'SQLite file is gone': async (): Promise<Losable> => {
    const path = join(folder, 'guard.db');
    return { url: `sqlite:${path}`, lose: () => loseDatabase(path), stop: () => {} };
  },
};

/** A bit of everything that is said. @returns what must hold of it in whatever store */
async function sayEverything(world: World): Promise<(next: World) => Promise<void>> {
  const address = 'c@example.org';
  await world.contact({ customerId: 'reached', address });
  const refused = (await world.guard.refuse(
    {
      customerId: 'c1',
      channel: 'email',
      signal: 'stop',
      source: 'test',
      text: 'never again',
      keys: { brand: 'acme' },
    },
    crm,
  )) as { refusalId: string };
  await world.refuse({ address, signal: 'stop' });
  const operators = await world.suppress({ customerId: 'operators', keys: { brand: 'acme' }, purpose: 'marketing' });
  const lifted = await world.refuse({ customerId: 'lifted', signal: 'stop' });
  await world.refuse({ customerId: 'lifted', signal: 'stop' });
  for (const { suppressionId } of lifted) await world.lift(suppressionId);
  const again = await world.refuse({ customerId: 'again', address: 'again@example.org', signal: 'stop' });
  for (const { suppressionId } of again) await world.lift(suppressionId);
  await world.refuse({ customerId: 'again', address: 'again@example.org', signal: 'stop' });
  await world.consent({ customerId: 'agreed', keys: { brand: 'acme' } });
  await world.consent({ customerId: 'withdrew', level: 'withdrawn' });
  return async (next) => {
    for (const fields of [
      { customerId: 'c1' },
      { customerId: 'reached' },
      { customerId: 'somebody', address },
      { customerId: 'operators', keys: { brand: 'acme' } },
      { customerId: 'again', address: 'elsewhere@example.org' },
      { customerId: 'other', address: 'again@example.org' },
      { customerId: 'withdrew' },
    ])
      expect([fields, codes(await next.check(fields))]).toEqual([fields, ['suppressed']]);
    for (const fields of [{ customerId: 'lifted' }, { customerId: 'operators', keys: { brand: 'other' } }])
      expect([fields, codes(await next.check(fields))]).toEqual([fields, []]);
    expect(await next.guard.refusal(refused.refusalId)).toMatchObject({ text: 'never again', keys: { brand: 'acme' } });
    expect(await next.guard.suppressionsOfCustomer('operators')).toMatchObject([
      { suppressionId: operators.suppressionId, keys: { brand: 'acme' } },
    ]);
    expect(await next.guard.consentsOf('agreed')).toMatchObject([{ level: 'express', keys: { brand: 'acme' } }]);
    const { events } = await next.guard.refusalEvents({ customerId: 'lifted', limit: 10 });
    expect(events.map((one) => (one as { event: string }).event).sort()).toEqual(['lift', 'refusal', 'refusal']);
  };
}

describe('with a ledger', () => {
  test('a Redis that was emptied while the service was down is brought to what was acknowledged before it is used, once', async () => {
    const redis = await startRedis();
    const client = new Redis(redis.url);
    try {
      const first = await open(redis.url);
      const mustHold = await sayEverything(first.world);
      await mustHold(first.world);
      await close(first);
      await client.flushall();
      const next = await open(redis.url);
      await mustHold(next.world);
      expect(restored()).toEqual([11]);
      await close(next);
      const last = await open(redis.url);
      await mustHold(last.world);
      expect(restored()).toEqual([11]);
    } finally {
      client.disconnect();
      await redis.stop();
    }
  });

  test('a SQLite file that was replaced by an older copy, or is gone, is brought to it, too', async () => {
    const path = join(folder, 'guard.db');
    const copy = join(folder, 'copy.db');
    const first = await open(`sqlite:${path}`);
    await first.world.refuse({ customerId: 'earlier', signal: 'stop' });
    await close(first);
    cpSync(path, copy);
    const second = await open(`sqlite:${path}`);
    const mustHold = await sayEverything(second.world);
    await close(second);
    for (const file of [copy, undefined]) {
      lines = [];
      loseDatabase(path);
      if (file) cpSync(file, path);
      const next = await open(`sqlite:${path}`);
      await mustHold(next.world);
      expect(codes(await next.world.check({ customerId: 'earlier' }))).toEqual(['suppressed']);
      expect(restored()).toEqual([12]);
      await close(next);
    }
  });

  test('all that was said moves from SQLite to Redis and back by way of the ledger', async () => {
    const redis = await startRedis();
    try {
      const first = await open(`sqlite:${join(folder, 'guard.db')}`);
      const mustHold = await sayEverything(first.world);
      await close(first);
      const second = await open(redis.url);
      await mustHold(second.world);
      await second.world.refuse({ customerId: 'later', signal: 'stop' });
      await close(second);
      const third = await open(`sqlite:${join(folder, 'next.db')}`);
      await mustHold(third.world);
      expect(codes(await third.world.check({ customerId: 'later' }))).toEqual(['suppressed']);
      expect(restored()).toEqual([11, 12]);
    } finally {
      await redis.stop();
    }
  });

  test('a Redis that comes back with an older copy of its data under a running service is behind, is not used, and is brought to it', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'contact-guard-redis-'));
    const redis = await startRedis({ dir, appendfsync: 'always' });
    try {
      const one = await open(redis.url);
      await one.service.tend();
      await redis.kill9();
      const copy = join(folder, 'aof');
      cpSync(join(dir, 'appendonlydir'), copy, { recursive: true });
      await redis.restart();
      await until(async () => one.service.store.problems().length === 0, patienceMs);
      const mustHold = await sayEverything(one.world);
      await redis.kill9();
      rmSync(join(dir, 'appendonlydir'), { recursive: true });
      cpSync(copy, join(dir, 'appendonlydir'), { recursive: true });
      await redis.restart();
      await until(async () => {
        const answer = await one.world.check({ customerId: 'c1' });
        expect(answer.allowed).toBe(false);
        return !answer.degraded;
      }, patienceMs);
      await mustHold(one.world);
    } finally {
      await redis.stop();
      rmSync(dir, { recursive: true, force: true });
    }
  });

  test('while PostgreSQL is away what is said is stored, binds and is not acknowledged, decisions go on, and it is caught up later', async () => {
    const path = join(folder, 'guard.db');
    const one = await open(`sqlite:${path}`);
    await postgres.kill9();
    const name = 'killed';
    const address = `${name}@example.org`;
    await one.world.contact({ customerId: `${name}-reached`, address });
    for (const subject of [{ customerId: name }, { address }])
      expect(await problemOf(one.world.refuse({ ...subject, signal: 'stop' }))).toMatchObject({ status: 503 });
    expect(await problemOf(one.world.consent({ customerId: name, level: 'withdrawn' }))).toMatchObject({ status: 503 });
    expect(codes(await one.world.check({ customerId: name }))).toEqual(['suppressed', 'suppressed']);
    expect(codes(await one.world.check({ customerId: 'x', address }))).toEqual(['suppressed']);
    expect(await one.world.check({ customerId: 'free' })).toMatchObject({ allowed: true, degraded: false });
    expect(await one.service.guard.readiness()).toMatchObject({
      ready: false,
      reasons: [expect.stringMatching(/^the ledger does not answer \(/)],
    });
    await postgres.start();
    await until(async () => {
      await one.service.tend().catch(() => {});
      const rows = await postgres.query('SELECT count(*)::int AS count FROM contact_guard_events');
      return rows[0]?.['count'] === 3;
    }, patienceMs);
    expect(await one.service.guard.readiness()).toMatchObject({ ready: true });
    await close(one);
    loseDatabase(path);
    const next = await open(`sqlite:${path}`);
    expect(codes(await next.world.check({ customerId: name }))).toEqual(['suppressed', 'suppressed']);
    expect(codes(await next.world.check({ customerId: 'x', address }))).toEqual(['suppressed']);
  });

  test('a start without PostgreSQL cannot know what the store lacks: decisions fail safe and readiness says why, until both agree', async () => {
    const url = `sqlite:${join(folder, 'guard.db')}`;
    const first = await open(url);
    const said = { customerId: 'c1', channel: 'email', signal: 'stop', source: 'test' } as const;
    const { refusalId } = (await first.world.guard.refuse(said, crm)) as { refusalId: string };
    await close(first);
    loseDatabase(join(folder, 'guard.db'));
    await postgres.kill9();
    const next = await open(url);
    expect(await next.world.check({ customerId: 'free' })).toMatchObject({ allowed: false, degraded: true });
    // Nor is what it lacks told as never said.
    const { guard } = next.world;
    for (const ask of [
      () => guard.refusal(refusalId),
      () => guard.refusalEvents({ customerId: 'c1', limit: 10 }),
      () => guard.reviews({ limit: 10 }),
      () => guard.suppressionsOfCustomer('c1'),
      () => guard.suppressionsOfAddress({ address: 'c1@example.org', channel: 'email' }),
      () => next.world.elsewhere({}),
      // One that takes back nothing, since the STOP is not there yet, would take back nothing ever.
      () =>
        guard.optIn(
          { address: 'c1@example.org', channel: 'email', signals: ['stop'], source: 'test', saidId: '1' },
          crm,
        ),
    ])
      expect(await problemOf(ask()), String(ask)).toMatchObject({ status: 503 });
    expect(await next.service.guard.readiness()).toMatchObject({
      ready: false,
      reasons: [expect.stringContaining('cannot be compared with the ledger')],
    });
    await postgres.start();
    await until(async () => !(await next.world.check({ customerId: 'free' })).degraded, patienceMs);
    expect(await next.service.guard.readiness()).toMatchObject({ ready: true });
    expect(await guard.refusal(refusalId)).toMatchObject({ signal: 'stop' });
  });

  test('a ledger of another pepper stops the start, and nobody stands in it in clear', async () => {
    const one = await open(`sqlite:${join(folder, 'guard.db')}`);
    await one.world.refuse({ customerId: 'c1-clear', address: 'clear@example.org', signal: 'stop', text: 'in clear' });
    const rows = await postgres.query(
      'SELECT * FROM contact_guard_events LEFT JOIN contact_guard_keys USING (event_id)',
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/clear/);
    await postgres.query("UPDATE contact_guard_meta SET value = 'other' WHERE name = 'pepper'");
    await expect(open(`sqlite:${join(folder, 'other.db')}`)).rejects.toThrow(/ADDRESS_PEPPER.*LEDGER_URL/);
  });

  test('an erasure makes what was said until then unreadable in the ledger, and is done again to a store from before it; refusals bind all the same', async () => {
    const path = join(folder, 'guard.db');
    const copy = join(folder, 'copy.db');
    const say = async ({ service }: { service: Successor }, text: string): Promise<string> => {
      const said = { customerId: 'c1', channel: 'email', signal: 'stop', source: text, text } as const;
      return ((await service.guard.refuse(said, admin)) as { refusalId: string }).refusalId;
    };
    const one = await open(`sqlite:${path}`);
    const before = await say(one, 'before');
    await one.world.consent({ customerId: 'c1', channel: 'sms' });
    await close(one);
    cpSync(path, copy);
    const two = await open(`sqlite:${path}`);
    await two.service.guard.erase('c1', admin);
    const after = await say(two, 'after');
    await close(two);
    const readable = await postgres.query('SELECT event_id FROM contact_guard_keys');
    expect(readable).toEqual([{ event_id: after }]);
    for (const file of [copy, undefined]) {
      loseDatabase(path);
      if (file) cpSync(file, path);
      const next = await open(`sqlite:${path}`);
      expect(codes(await next.world.check({ customerId: 'c1' }))).toEqual(['suppressed', 'suppressed']);
      expect(await next.service.guard.refusal(before)).not.toHaveProperty('text');
      expect(await next.service.guard.refusal(after)).toMatchObject({ text: 'after' });
      expect(await next.service.guard.consentsOf('c1')).toEqual([]);
      await close(next);
    }
  });

  test.each(Object.entries(stores))(
    `of ${kills} kill -9 of a service whose %s then none loses an acknowledged refusal, suppression or lift`,
    {
      timeout: 60_000 + kills * 30_000,
    },
    async (what, start) => {
      const store = await start();
      try {
        let refusals = 0;
        const earlier: Acknowledged[] = [];
        for (let round = 0; round < kills; round++) {
          const said = await acknowledgedBefore(
            store.url,
            `round${round}`,
            anyNumber(1, 300),
            (worker) => worker.kill(),
            postgres.url,
          );
          await store.lose();
          const next = await open(store.url);
          earlier.push(...said);
          refusals = await expectSaidStands(next.world, earlier);
          await close(next);
        }
        process.stdout.write(
          `${refusals} acknowledged refusals and suppressions, ${kills} kills of a service whose ${what}: 0 lost\n`,
        );
      } finally {
        await store.stop();
      }
    },
  );
});

/** @returns how many were looked at */
async function expectSaidStands(world: World, said: readonly Acknowledged[]): Promise<number> {
  let looked = 0;
  const lifting = new Set(said.flatMap((one) => (one.kind === 'lifting' ? [one.customerId] : [])));
  for (const one of said) {
    if (one.kind === 'suppression') {
      const fields = {
        customerId: one.customerId ?? 'x',
        ...(one.address === undefined ? {} : { address: one.address }),
      };
      const { reasons } = await world.check({ ...fields, purpose: 'service.security' });
      expect(reasons).toMatchObject([{ code: 'suppressed', suppressionId: one.suppressionId }]);
      looked++;
    } else if (one.kind === 'refused' && !lifting.has(one.customerId)) {
      expect(codes(await world.check({ customerId: one.customerId }))).toEqual(['suppressed']);
      looked++;
    } else if (one.kind === 'lifted') {
      expect(codes(await world.check({ customerId: one.customerId }))).toEqual([]);
      looked++;
    }
  }
  return looked;
}
