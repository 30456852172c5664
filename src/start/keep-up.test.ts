import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { policySet } from '../../test/support/policies.ts';
import { type SqliteService, sqliteService } from '../../test/support/sqlite-service.ts';
import { codes, dayMs, everyEntry } from '../../test/support/world.ts';
import { readEntryText } from '../engine/entry-text.ts';
import { StoreUnavailable } from '../errors.ts';
import { keepUp } from './keep-up.ts';

let opened: SqliteService;
let folder: string;
/** The store's part that fails. */
let failing: 'decide' | 'transact' | 'pendingAddresses' | undefined;
let stop: () => void = () => {};

beforeEach(async () => {
  failing = undefined;
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  const unless = (part: typeof failing): void => {
    if (failing === part) throw new StoreUnavailable(`no ${part}`);
  };
  opened = await sqliteService({
    policies: policySet('- { id: none, because: None., when: { channels: [email] }, cap: { limit: 0, window: 24h } }'),
    spoolFolder: folder,
    wrap: (store) => ({
      ...store,
      async decide(...given) {
        unless('decide');
        return store.decide(...given);
      },
      async transact(...given) {
        unless('transact');
        return store.transact(...given);
      },
      async pendingAddresses() {
        unless('pendingAddresses');
        return store.pendingAddresses();
      },
    }),
  });
});
afterEach(async () => {
  stop();
  vi.useRealTimers();
  await opened.service.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Lets the store's clock and the timers go on together. */
async function pass(ms: number): Promise<void> {
  const stepMs = 250;
  for (let passed = 0; passed < ms; passed += stepMs) {
    opened.world.pass(stepMs);
    await vi.advanceTimersByTimeAsync(stepMs);
    // A commit of the store is no timer.
    for (let turn = 0; turn < 5; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
}

const begin = (): void => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  stop = keepUp(opened.service, true, pino({ level: 'silent' }));
};

test('what somebody who is gone has left pending is applied within ten seconds, whenever that was', async () => {
  const { world, service } = opened;
  begin();
  for (const offsetMs of [0, 1000, 2000, 3000]) {
    const customerId = `c${offsetMs}`;
    await pass(offsetMs);
    failing = 'transact';
    const who = { customerId, address: `${customerId}@example.org` };
    await expect(world.refuse({ ...who, signal: 'stop' })).rejects.toThrow('out of reach');
    failing = undefined;
    await pass(10_000);
    expect(await service.store.pendingAddresses()).toEqual([]);
    expect(codes(await world.check({ customerId }))).toEqual(['suppressed', 'cap']);
  }
});

test('where pending events cannot be applied, denials of the spool are entered and old entries go all the same', async () => {
  const { world, service } = opened;
  await world.ask();
  world.pass(6 * 365 * dayMs);
  failing = 'decide';
  const { decisionId } = await world.ask({ customerId: 'spooled' });
  failing = 'pendingAddresses';
  await expect(service.tend()).rejects.toThrow('no pendingAddresses');
  expect(service.spool?.waiting()).toBe(0);
  const { entries } = await service.store.entries(everyEntry, 10, undefined);
  expect(entries.map(({ json }) => readEntryText(json, (head) => head.decisionId))).toEqual([decisionId]);
});
