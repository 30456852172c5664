/** What the tests that kill share: a worker to be killed after so many acknowledgements, and the look at what is left. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { randomFraction } from '../../src/ids.ts';
import type { Acknowledged, Said } from './kill-worker.ts';
import { emailLimit, type Successor } from './store-url-service.ts';
import { codes, createWorld, type World } from './world.ts';

/**
 * Starts a worker and lets it ask until so many things were acknowledged; `strike` then kills it, or its store, or both.
 * @returns everything it had said when it was gone
 */
export async function acknowledgedBefore(
  url: string,
  name: string,
  lines: number,
  strike: (worker: { kill(): void }) => Promise<void> | void,
  ledgerUrl?: string,
): Promise<Acknowledged[]> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'kill-worker.ts'), url, name, ...(ledgerUrl === undefined ? [] : [ledgerUrl])],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const said: Acknowledged[] = [];
  let struck: Promise<void> | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(JSON.parse(line) as Acknowledged);
    if (said.length === lines) struck = Promise.resolve(strike({ kill: () => child.kill('SIGKILL') }));
  }
  await struck;
  if (said.length < lines) throw new Error(`the worker ended by itself after ${said.length} of ${lines} lines`);
  return said;
}

/** Nothing acknowledged is lost, nothing is applied by half, and no cap is exceeded. */
export async function expectAllThere(service: Successor, said: readonly Acknowledged[]): Promise<void> {
  const world = createWorld(service, { nowMs: Date.now, set: () => {} });
  const customers = new Set<string>();
  await service.recover();
  expect(await service.store.pendingAddresses()).toEqual([]);
  const refusals = Map.groupBy(said.filter(isSaid), ({ customerId }) => customerId);
  await eachOf([...refusals.values()], (list) => expectWhole(world, list));
  await eachOf(said, async (one) => {
    if (isSaid(one)) return;
    if (one.kind === 'contact') {
      customers.add(one.customerId);
      expect(await world.ask({ customerId: one.customerId, operationId: one.operationId })).toMatchObject({
        contactId: one.contactId,
        replayed: true,
      });
    } else if (one.kind === 'block') {
      customers.add(one.customerId);
      expect(await world.guard.decision(one.decisionId)).toMatchObject({
        decisionId: one.decisionId,
        allowed: false,
        request: { customerId: one.customerId },
      });
    } else {
      const subject =
        one.customerId === undefined
          ? { customerId: `${one.suppressionId} asks`, address: one.address }
          : { customerId: one.customerId };
      const denied = await world.check({ ...subject, purpose: 'service.security' });
      expect(denied.reasons).toMatchObject([{ code: 'suppressed', suppressionId: one.suppressionId }]);
    }
  });
  await eachOf([...customers], async (customerId) => {
    const acknowledged = said.filter((one) => one.kind === 'contact' && one.customerId === customerId).length;
    const { used } = (await world.check({ customerId })).caps[0] as { used: number };
    expect(used).toBeLessThanOrEqual(emailLimit);
    expect(used).toBeGreaterThanOrEqual(acknowledged);
  });
}

/** Says what was killed and found; only a run in which all was there comes so far. */
export function sayKills(kills: number, store: string, said: readonly Acknowledged[]): void {
  const done = said.filter(({ kind }) => kind !== 'refusing' && kind !== 'lifting');
  const counts = Map.groupBy(done, ({ kind }) => kind);
  const kinds = [...counts].map(([kind, list]) => `${list.length} ${kind}`).join(', ');
  process.stdout.write(
    `${kills} kills of ${store}: ${done.length} acknowledged (${kinds}), lost 0, half-applied 0, caps exceeded 0\n`,
  );
}

function isSaid(one: Acknowledged): one is Said {
  return 'by' in one;
}

/** One refusal: in force everywhere or nowhere, and as it was acknowledged. */
async function expectWhole(world: World, said: readonly Said[]): Promise<void> {
  const [{ customerId, address, by, hold }] = said as [Said];
  const kinds = new Set(said.map(({ kind }) => kind));
  const isBound = async (fields: { customerId: string; address: string }): Promise<boolean> =>
    codes(await world.check(fields)).includes('suppressed');
  const customerIs = await isBound({ customerId, address: `elsewhere-${address}` });
  if (by !== 'customer') expect(await isBound({ customerId: `${customerId}-other`, address })).toBe(customerIs);
  if (kinds.has('refused') && !kinds.has('lifting')) expect(customerIs).toBe(true);
  if (kinds.has('lifted')) expect(customerIs).toBe(false);
  const refused = said.find(({ kind }) => kind === 'refused');
  const events = await world.guard.refusalEvents({ customerId, limit: 100 });
  const own = events.events.filter((one) => (one as { event: string }).event === 'refusal');
  // Of what was not acknowledged there is one event where it is in force, and none where it is not.
  expect(own).toHaveLength(customerIs || kinds.size > 1 || !kinds.has('refusing') ? 1 : 0);
  if (!refused) return;
  expect(own).toMatchObject([{ refusalId: refused.refusalId, revoked: [hold] }]);
  expect(refused.revoked).toEqual([hold]);
  expect((await world.confirm(hold)).allowed).toBe(false);
}

/** A whole number from `from` to `to`, another every run; printed with each failure by whoever uses it. */
export function anyNumber(from: number, to: number): number {
  return from + Math.floor(randomFraction() * (to - from + 1));
}

/** Some at a time, so that a store may commit them together. */
async function eachOf<T>(all: readonly T[], look: (one: T) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += 50) await Promise.all(all.slice(at, at + 50).map(look));
}
