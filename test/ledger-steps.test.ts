import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { until } from './support/fault-service.ts';
import { type PostgresServer, startPostgres } from './support/postgres.ts';
import { loseDatabase } from './support/sqlite-files.ts';
import { createSteps, type Steps } from './support/steps.ts';
import { type ServiceAtOptions, type Successor, serviceAt } from './support/store-url-service.ts';
import { admin, codes, createWorld, problemOf, type World } from './support/world.ts';

/** Until a killed server is back, and what waited for it is done. */
const patienceMs = 30_000;

let postgres: PostgresServer;
let folder: string;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());
beforeEach(async () => {
  await postgres.query('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public');
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  return () => rmSync(folder, { recursive: true, force: true });
});

const open = async (options: ServiceAtOptions = {}): Promise<{ service: Successor; world: World }> => {
  const url = `sqlite:${join(folder, 'guard.db')}`;
  const service = await serviceAt(url, { ledgerUrl: postgres.url, spoolFolder: folder, ...options });
  return { service, world: createWorld(service, { nowMs: Date.now, set: () => {} }) };
};
const loseStore = (): void => loseDatabase(join(folder, 'guard.db'));

const address = 'c1@example.org';
const isBound = async (world: World, fields: object = { customerId: 'c1', address: 'elsewhere@example.org' }) =>
  codes(await world.check(fields)).includes('suppressed');

interface Act {
  prepare?(world: World): Promise<unknown>;
  act(world: World): Promise<unknown>;
  /** Whether what it does is done; @throws where it is done by half. */
  isDone(world: World): Promise<boolean>;
}

const acts: Readonly<Record<string, Act>> = {
  'a refusal of a customer': {
    act: (world) => world.refuse({ customerId: 'c1', signal: 'stop' }),
    isDone: (world) => isBound(world),
  },
  'a refusal at an address, of whoever was reached there': {
    prepare: (world) => world.contact({ address }),
    act: (world) => world.refuse({ address, signal: 'stop' }),
    async isDone(world) {
      const atAddress = await isBound(world, { customerId: 'other', address });
      expect(await isBound(world)).toBe(atAddress);
      return atAddress;
    },
  },
  'a suppression at an address that nobody was reached at': {
    act: (world) => world.suppress({ address }),
    isDone: (world) => isBound(world, { customerId: 'other', address }),
  },
  'a lift': {
    prepare: (world) => world.refuse({ customerId: 'c1', address, signal: 'stop' }),
    async act(world) {
      const [one] = (await world.guard.suppressionsOfCustomer('c1')) as { suppressionId: string }[];
      await world.lift(one?.suppressionId ?? '');
    },
    async isDone(world) {
      const atAddress = await isBound(world, { customerId: 'other', address });
      expect(await isBound(world)).toBe(atAddress);
      return !atAddress;
    },
  },
  'a withdrawal': {
    act: (world) => world.consent({ customerId: 'c1', level: 'withdrawn' }),
    async isDone(world) {
      const [consent] = await world.guard.consentsOf('c1');
      expect(await isBound(world)).toBe(consent !== undefined);
      return consent !== undefined;
    },
  },
  'an erasure': {
    prepare: (world) => world.consent({ customerId: 'c1' }),
    act: (world) => world.guard.erase('c1', admin),
    isDone: async (world) => (await world.guard.consentsOf('c1')).length === 0,
  },
};

/** @returns how many steps the act took */
async function killedAt(
  { prepare, act, isDone }: Act,
  step: number,
  when: 'before' | 'after',
  isStoreLost: boolean,
): Promise<number> {
  const steps = createSteps();
  const one = await open({ steps });
  await prepare?.(one.world);
  steps.at(step, { when, dies: true });
  const acknowledged = await Promise.race([act(one.world).then(() => true), steps.death.then(() => false)]);
  const taken = steps.count();
  await one.service.close();
  if (isStoreLost) loseStore();
  const next = await open();
  try {
    // What was left pending is brought to its end.
    await next.service.recover();
    const isThere = await isDone(next.world);
    if (acknowledged) expect(isThere).toBe(true);
    // Said again, it is done, whatever was there of it; contacts are not in the ledger.
    if (isStoreLost) await prepare?.(next.world).catch(() => {});
    await act(next.world).catch(() => {});
    expect(await isDone(next.world)).toBe(true);
  } finally {
    await next.service.close();
  }
  return acknowledged ? taken : step + 1;
}

describe.each(Object.entries(acts))('%s', (_name, act) => {
  test('of a process that is killed before or after any step is whole or nothing, and there where it was acknowledged, also in a store that is lost then', async () => {
    for (const isStoreLost of [false, true])
      for (const when of ['before', 'after'] as const)
        for (let step = 1; ; step++) {
          await postgres.query('DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public');
          loseStore();
          rmSync(join(folder, 'ledger'), { recursive: true, force: true });
          // Past its last step nothing dies: that one was acknowledged.
          if ((await killedAt(act, step, when, isStoreLost)) < step) break;
        }
  });

  test('while PostgreSQL is killed before or after any step is acknowledged only where the ledger has it, and is in the ledger once that is back', async () => {
    const steps: Steps = createSteps();
    const one = await open({ steps });
    try {
      for (const [step, when] of [
        [1, 'before'],
        [2, 'before'],
        [2, 'after'],
      ] as const) {
        await act.prepare?.(one.world).catch(() => {});
        steps.at(step, { when, dies: false, run: () => postgres.kill9() });
        const problem = await problemOf(act.act(one.world)).catch(() => undefined);
        steps.at(Number.NaN, { when, dies: false });
        if (problem) expect(problem).toMatchObject({ status: 503 });
        await postgres.start();
        await until(async () => {
          await one.service.tend().catch(() => {});
          return one.service.ledger?.problem() === undefined;
        }, patienceMs);
        expect(await act.isDone(one.world)).toBe(true);
      }
    } finally {
      await one.service.close();
    }
    loseStore();
    const next = await open();
    expect(await act.isDone(next.world)).toBe(true);
    await next.service.close();
  });
});
