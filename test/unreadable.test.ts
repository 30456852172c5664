/** What is stored and cannot be read, damaged or of another version: decisions degrade, everything else says so, and nobody else is harmed. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { Redis } from 'ioredis';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Item } from '../src/cli/import/kinds.ts';
import { recorded } from '../src/cli/import/recorder.ts';
import { storeRecorder } from '../src/cli/import/store-recorder.ts';
import { localCaller } from '../src/cli/local-caller.ts';
import { Problem, problems } from '../src/errors.ts';
import { createKeys } from '../src/store/redis/keys.ts';
import { policySet } from './support/policies.ts';
import { sharedRedisUrl } from './support/redis-server.ts';
import { redisHarness } from './support/redis-service.ts';
import { sqliteService } from './support/sqlite-service.ts';
import { createWorld, hourMs, startMs, type World } from './support/world.ts';

const policies = policySet('- { id: one, because: One., when: { channels: [email] }, cap: { limit: 1, window: 24h } }');
const address = 'c@example.org';

type Part = 'customer' | 'customer, cold' | 'hold' | 'address' | 'address, cold' | 'events' | 'entries';
const parts: readonly Part[] = ['customer', 'customer, cold', 'hold', 'address', 'address, cold', 'events', 'entries'];
/** What is stored, as something else. */
type Damage = (stored: Buffer) => Buffer;
const damages: Readonly<Record<string, Damage>> = {
  'of another version': (stored) => Buffer.concat([Buffer.from([0xfe]), stored.subarray(1)]),
  'cut off': (stored) => stored.subarray(0, Math.ceil(stored.length / 2)),
};

interface Store {
  readonly world: World;
  damage(part: Part, how: Damage): Promise<void>;
}
let close: () => Promise<void> = async () => {};
afterEach(() => close());

const tables: Readonly<Record<Part, [table: string, column: string]>> = {
  customer: ['customers', 'hot'],
  'customer, cold': ['customers_cold', 'cold'],
  hold: ['holds', 'request'],
  address: ['addresses', 'hot'],
  'address, cold': ['addresses_cold', 'cold'],
  events: ['events', 'json'],
  entries: ['entries', 'json'],
};

async function onSqlite(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const path = join(folder, 'guard.db');
  const { world, service } = await sqliteService({ policies, path });
  close = async () => {
    await service.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return {
    world,
    async damage(part, how) {
      const db = new DatabaseSync(path);
      const [table, column] = tables[part];
      const rows = db.prepare(`SELECT ${column} AS stored FROM ${table}`).all();
      for (const { stored } of rows as { stored: string | Uint8Array }[]) {
        const damaged = how(Buffer.from(stored as string));
        const value = typeof stored === 'string' ? damaged.toString('latin1') : damaged;
        db.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(value, stored);
      }
      db.close();
      expect(rows.length).toBeGreaterThan(0);
    },
  };
}

const client = new Redis(sharedRedisUrl());
afterAll(() => client.disconnect());

async function onRedis(): Promise<Store> {
  const { service, prefix, setNow, close: closeAll } = await redisHarness(sharedRedisUrl(), policies, startMs);
  close = closeAll;
  const keys = createKeys(prefix);
  const hash = service.hashes.customer('c1');
  const customer = keys.customer(hash);
  const at = keys.address({ kind: 'email', hash: service.hashes.address('email', address) });
  const keyOf: Readonly<Record<Exclude<Part, 'hold'>, string>> = {
    customer: customer.hot,
    'customer, cold': customer.cold,
    address: at.hot,
    'address, cold': at.cold,
    events: customer.events,
    entries: keys.log(customer.bucket),
  };
  return {
    world: createWorld(service, { nowMs: () => startMs, set: setNow }),
    async damage(part, how) {
      const key = part === 'hold' ? ((await client.keys(`${prefix}:*:h:*`))[0] as string) : keyOf[part];
      if (part === 'events') {
        const members = await client.zrangeBuffer(key, '0', '-1');
        await client.del(key);
        for (const member of members) await client.call('ZADD', [key, String(startMs), how(member)]);
        return;
      }
      if (part === 'entries') {
        const entries = await client.xrange(key, '-', '+');
        await client.del(key);
        for (const [id, [field = '', json = '']] of entries) await client.xadd(key, id, field, how(Buffer.from(json)));
        return;
      }
      const stored = await client.getBuffer(key);
      await client.set(key, how(stored as Buffer));
    },
  };
}

/** Somebody's no is kept until it can be entered, and `confirm` is asked for again. */
const isKept = ['refuse by customer', 'refuse by address', 'refuse by contact', 'confirm'];

/** `ok`, `degraded`, `away` (503), the code of a problem; anything else is a fault. */
async function answerOf(call: Promise<unknown>): Promise<string> {
  try {
    const answer = (await call) as { degraded?: boolean } | undefined;
    return answer?.degraded === true ? 'degraded' : 'ok';
  } catch (error) {
    if (error instanceof Problem) return problems[error.code].status === 503 ? 'away' : error.code;
    throw error;
  }
}

describe.each([
  ['the embedded store', onSqlite],
  ['Redis', onRedis],
] as const)('on %s', (_name, open) => {
  test.each(parts.flatMap((part) => Object.entries(damages).map(([what, how]) => [part, what, how] as const)))(
    '%s, %s: every endpoint answers all the same',
    async (part, _what, how) => {
      const { world: w, damage } = await open();
      const hold = await w.contact({ confirmByMs: startMs + hourMs, channel: 'push' });
      const contactId = await w.contact({ address });
      const { decisionId } = await w.ask({ address });
      await w.consent({});
      const own = await w.suppress({ customerId: 'c1', channel: 'sms' });
      const there = await w.suppress({ address, channel: 'email', purpose: 'marketing.winback' });
      const { refusalId } = await w.guard.refuse(
        { customerId: 'c1', channel: 'voice', signal: 'stop', source: 'x' },
        { name: 'crm', scopes: new Set(['refuse']) },
      );
      await damage(part, how);

      const { guard } = w;
      const found: Record<string, string> = {};
      const calls: Readonly<Record<string, () => Promise<unknown>>> = {
        reserve: () => w.ask({ address }),
        'without an address': () => w.ask({ channel: 'sms' }),
        'with an operation': () => w.ask({ address, operationId: 'op' }),
        check: () => w.check({ address }),
        'on a channel of a suppression': () => w.check({ channel: 'sms' }),
        confirm: () => w.confirm(hold),
        outcome: () => w.outcome(contactId, 'delivered'),
        elsewhere: () => w.elsewhere({ address }),
        'refuse by customer': () => w.refuse({ customerId: 'c1' }),
        'refuse by address': () => w.refuse({ address }),
        'refuse by contact': () => w.refuse({ contactId }),
        suppress: () => w.suppress({ customerId: 'c1', address, channel: 'email' }),
        consent: () => w.consent({ channel: 'push' }),
        'suppressions of a customer': () => guard.suppressionsOfCustomer('c1'),
        'suppressions of an address': () => guard.suppressionsOfAddress({ address, channel: 'email' }),
        suppression: () => guard.suppression(own.suppressionId),
        refusal: () => guard.refusal(refusalId),
        events: () => guard.refusalEvents({ customerId: 'c1', limit: 10 }),
        consents: () => guard.consentsOf('c1'),
        contact: () => guard.contact(contactId),
        entries: () => w.entries(),
        'entries of a customer': () => w.entries({ customerId: 'c1' }),
        entry: () => guard.decision(decisionId),
        'lift there': () => w.lift(there.suppressionId),
        'lift of the own': () => w.lift(own.suppressionId),
        tend: () => w.service.tend().catch(() => undefined),
        'somebody else': () => w.contact({ customerId: 'c2', channel: 'push' }),
      };
      for (const [name, call] of Object.entries(calls)) found[name] = await answerOf(call());
      expect(new Set(Object.values(found)), JSON.stringify(found)).toEqual(
        new Set(Object.values(found).filter((one) => ['ok', 'degraded', 'unreadable', 'away'].includes(one))),
      );
      const away = Object.keys(found).filter((name) => found[name] === 'away');
      expect(away, JSON.stringify(found)).toEqual(away.filter((name) => isKept.includes(name)));
      expect(Object.values(found), JSON.stringify(found)).not.toEqual(Object.values(found).map(() => 'ok'));
      expect(found['somebody else']).toBe('ok');
    },
  );

  test.each(['address', 'address, cold'] as const)(
    '%s: of a list, what is said of it is rejected with why, and the others are recorded',
    async (part) => {
      const { world: w, damage } = await open();
      await w.contact({ address });
      await w.suppress({ address, channel: 'email', purpose: 'marketing.winback' });
      await damage(part, damages['cut off'] as Damage);
      const of = (one: string): Item => {
        const said = { address: one, channel: 'email', purpose: '*', reason: 'asked', source: 'old', operationId: one };
        return { key: one, said: { kind: 'suppression', input: said } };
      };
      const recorder = storeRecorder(w.guard, localCaller, 'a store');
      const [damaged, other] = await recorder.record([of(address), of('other@example.org')]);
      expect(damaged).toEqual({ kind: 'rejected', problem: expect.stringContaining('cannot be read') });
      expect(other).toEqual(recorded);
    },
  );
});
