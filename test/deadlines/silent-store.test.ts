import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { monotonicMs } from '../../src/clock.ts';
import type { ContactStore } from '../../src/store/store.ts';
import { policySet } from '../support/policies.ts';
import { type SqliteService, sqliteService } from '../support/sqlite-service.ts';
import { codes } from '../support/world.ts';

const policies = policySet('- { id: one, because: One., cap: { limit: 1, window: 24h } }');

let folder: string;
let opened: SqliteService[];
const open = async (wrap: (store: ContactStore) => ContactStore): Promise<SqliteService> => {
  const one = await sqliteService({
    policies,
    path: join(folder, 'guard.db'),
    spoolFolder: join(folder, 'spool'),
    wrap,
  });
  opened.push(one);
  return one;
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  opened = [];
});
afterEach(async () => {
  for (const { service } of opened) await service.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('a store that takes the request and never answers', () => {
  let silent = false;
  const dumb = (store: ContactStore): ContactStore => ({
    ...store,
    decide: async (input, tools) => {
      const answer = store.decide(input, tools);
      return silent ? answer.then(() => new Promise<never>(() => {})) : answer;
    },
  });
  afterEach(() => {
    silent = false;
  });

  test('is answered for within 500 ms; the operationId finds what counted after all', async () => {
    const { world } = await open(dumb);
    silent = true;
    const beganMs = monotonicMs();
    const lost = await world.ask({ operationId: 'op' });
    expect(monotonicMs() - beganMs).toBeLessThan(500);
    expect(lost).toMatchObject({ allowed: false, degraded: true, contactId: null });
    silent = false;
    expect(codes(await world.ask())).toEqual(['cap']);
    expect(await world.ask({ operationId: 'op' })).toMatchObject({ allowed: true, replayed: true, degraded: false });
    expect((await world.check()).caps).toMatchObject([{ used: 1 }]);
  });

  test('a denial that was entered after all, and spooled as well, is one entry', async () => {
    const { world, service } = await open(dumb);
    await world.contact();
    silent = true;
    const lost = await world.ask();
    silent = false;
    await service.tend();
    expect((await world.entries()).map((entry) => entry.decisionId)).toEqual([lost.decisionId]);
  });
});
