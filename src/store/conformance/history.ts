/** How far back history is kept: by every set that was active within the last 31 days, in whichever process (contract 6, last paragraph). */
import { expect } from 'vitest';
import { policySet } from '../../../test/support/policies.ts';
import { dayMs, hourMs, iso, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const ever =
  '- { id: once, because: Once., when: { purposes: [consent-request] }, cap: { limit: 1, window: forever } }';
const long = '- { id: long, because: Long., when: { purposes: [research] }, cap: { limit: 1, window: 90d } }';
const short = '- { id: short, because: Short., cap: { limit: 20, window: 24h } }';

export function historyTests(declare: StoreTest): void {
  declare('what a set counted for ever is kept for 31 days after it was replaced', ever, async (w) => {
    const first = w.service.policies.current();
    await w.contact({ purpose: 'consent-request' });
    w.pass(40 * dayMs);
    await w.service.swapPolicies(policySet(short));
    w.pass(30 * dayMs);
    await w.contact();
    await w.service.tend();
    await w.service.swapPolicies(first);
    expect(await w.ask({ purpose: 'consent-request' })).toMatchObject({ allowed: false, reasons: [{ rule: 'once' }] });
    await w.service.swapPolicies(policySet(short));
    w.pass(31 * dayMs + 1);
    await w.service.tend();
    await w.contact();
    await w.service.swapPolicies(first);
    expect((await w.ask({ purpose: 'consent-request' })).allowed).toBe(true);
  });

  declare(
    'two processes with different sets keep what each of them counts, whichever began last and however long it is ago',
    `${long}\n${ever}`,
    async (w) => {
      if (!w.hasSecond) return;
      const other = await w.second();
      const shorter = policySet(short);
      await other.service.swapPolicies(shorter);
      for (const day of [0, 20, 40, 65]) {
        w.setNow(startMs + day * dayMs);
        for (const { service } of [w, other]) await service.tend();
        if (day > 0) await other.contact();
        for (const purpose of ['research.survey', 'consent-request'])
          expect((await w.ask({ purpose })).allowed, `${purpose} on day ${day}`).toBe(day === 0);
      }
    },
  );

  declare('a set is active as long as a process says so, though another one was activated since', short, async (w) => {
    const first = w.service.policies.current();
    const { revision, sources, longestWindowMs } = first;
    const next = policySet(long);
    const { store } = w.service;
    const spans = async () =>
      (await store.revisions()).map((one) => [
        one.revision,
        one.active.map(({ fromMs, untilMs }) => [fromMs, untilMs]),
      ]);
    w.setNow(startMs + hourMs);
    await store.activate({ revision: next.revision, sources: next.sources, longestWindowMs: next.longestWindowMs });
    w.setNow(startMs + 2 * hourMs);
    await store.activate({ revision, sources, longestWindowMs, isStill: true });
    const both = [
      [revision, [[startMs, startMs + 2 * hourMs]]],
      [next.revision, [[startMs + hourMs, null]]],
    ];
    expect(await spans()).toEqual(both);
    // Of the one that is active it says nothing new.
    w.setNow(startMs + 3 * hourMs);
    await store.activate({ revision: next.revision, sources: [], longestWindowMs: 0, isStill: true });
    expect(await spans()).toEqual(both);
    await w.service.tend();
    expect(await w.guard.policyRevision(revision)).toMatchObject({
      active: [{ from: iso(startMs), until: iso(startMs + 3 * hourMs) }],
    });
  });
}
