/** What a caller says under an operation id of its own is recorded once, however often it is sent. */
import { expect } from 'vitest';
import {
  admin,
  billing,
  codes,
  crm,
  dayMs,
  hourMs,
  problemOf,
  type Shown,
  startMs,
} from '../../../test/support/world.ts';
import type { Listed, RefusalInput, SuppressionInput } from '../../guard-contract.ts';
import type { StoreTest } from './harness.ts';

const stop = { channel: 'sms', signal: 'stop', source: 'gateway', operationId: 'row-1' } as const;

export function saidOnceTests(declare: StoreTest): void {
  for (const [who, subject] of Object.entries({
    'a customer': { customerId: 'c1' },
    'an address': { address: '+49 30 901820' },
    'a customer and an address': { customerId: 'c1', address: '+49 30 901820' },
  }))
    declare(
      `a refusal of ${who} is one event under its operation id, and does not bind again once lifted`,
      '',
      async (w) => {
        const first = await w.guard.refuse({ ...stop, ...subject }, crm);
        expect(first).toMatchObject({ replayed: false, suppressions: [{ signal: 'stop' }] });
        const { replayed: _replayed, ...same } = first;
        w.pass(hourMs);
        const other = await w.second();
        expect(await other.guard.refuse({ ...stop, ...subject }, crm)).toEqual({ ...same, replayed: true });
        const [{ suppressionId }] = first.suppressions as [Shown];
        await w.lift(suppressionId);
        expect(await w.guard.refuse({ ...stop, ...subject }, crm)).toEqual({
          ...same,
          suppressions: [],
          replayed: true,
        });
        const ask = { customerId: 'c1', channel: 'sms', address: '+49 30 901820' } as const;
        expect((await w.ask(ask)).allowed).toBe(true);
        if ('customerId' in subject) {
          const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 10 });
          expect(events).toMatchObject([{ event: 'lift' }, { event: 'refusal' }]);
        }
      },
    );

  declare(
    'a hundred that are said at one place in one moment, each under its operation id, are each one event',
    '',
    async (w) => {
      const said = Array.from({ length: 100 }, (_, place) => ({
        ...stop,
        customerId: 'c1',
        ...(place % 2 ? { address: '+49 30 901820' } : {}),
        operationId: `row-${place % 50}`,
      }));
      const answers = await Promise.all(said.map((one) => w.guard.refuse(one, crm)));
      const ids = answers.map(({ refusalId }) => refusalId);
      expect(ids.slice(50)).toEqual(ids.slice(0, 50));
      expect(answers.filter(({ replayed }) => replayed)).toHaveLength(50);
      const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 1000 });
      expect(events).toHaveLength(50);
    },
  );

  declare(
    'a refusal that is said again when it is long forgotten binds the customer and the address',
    '',
    async (w) => {
      const said = { ...stop, customerId: 'c1', address: '+49 30 901820' };
      const { suppressions } = await w.guard.refuse(said, crm);
      await w.lift((suppressions as [Shown])[0].suppressionId);
      w.pass(401 * dayMs);
      await w.service.tend();
      // A store that forgets by its server's clock knows it still: nothing stands then, and nothing binds.
      const stands = (await w.guard.refuse(said, crm)).suppressions.length > 0;
      for (const ask of [{}, { address: said.address }, { customerId: 'c2', address: said.address }])
        expect((await w.ask({ channel: 'sms', ...ask })).allowed).toBe(!stands);
    },
  );

  declare('a refusal by address is known though somebody was contacted there since', '', async (w) => {
    const first = await w.guard.refuse({ ...stop, purpose: 'marketing', address: '+49 30 901820' }, crm);
    await w.ask({ channel: 'sms', purpose: 'service.account', address: '+49 30 901820' });
    await w.lift((first.suppressions as [Shown])[0].suppressionId);
    await w.contact({ channel: 'sms', address: '+49 30 901820' });
    expect(await w.guard.refuse({ ...stop, purpose: 'marketing', address: '+49 30 901820' }, crm)).toMatchObject({
      refusalId: first.refusalId,
      replayed: true,
    });
    expect((await w.check({ channel: 'sms' })).allowed).toBe(true);
  });

  declare('what has ended meanwhile is known all the same when it is sent again', '', async (w) => {
    const ends = startMs + hourMs;
    const pause = { ...stop, customerId: 'c1', signal: 'pause', untilMs: ends } as const;
    const both = { customerId: 'c1', address: 'c@example.org', operationId: 'row-1', expiresAtMs: ends } as const;
    const [{ refusalId }, { suppressionId }] = [await w.guard.refuse(pause, crm), await w.suppress(both)];
    w.setNow(ends);
    expect(await w.guard.refuse(pause, crm)).toMatchObject({ refusalId, replayed: true, suppressions: [] });
    expect(await w.suppress(both)).toMatchObject({ suppressionId, replayed: true });
    const other = { operationId: 'row-2' };
    const refused = [w.guard.refuse({ ...pause, ...other }, crm), w.suppress({ ...both, ...other })];
    expect((await Promise.all(refused.map(problemOf))).map(({ paths }) => paths)).toEqual([['until'], ['expiresAt']]);
  });

  declare(
    'another word, another caller or another id is something else that was said: no refusal is lost',
    '',
    async (w) => {
      const said = { ...stop, customerId: 'c1' };
      const ids = new Set<string>();
      for (const [input, caller] of [
        [said, crm],
        [{ ...said, source: 'another gateway' }, crm],
        [{ ...said, operationId: 'row-2' }, crm],
        [{ ...said, customerId: 'c2' }, crm],
        [said, billing],
      ] as const) {
        const answer = await w.guard.refuse(input, caller);
        expect(answer.replayed).toBe(false);
        ids.add(answer.refusalId);
      }
      expect(ids.size).toBe(5);
    },
  );

  declare(
    "an operator's suppression is set once under its operation id, and shown as what became of it",
    '',
    async (w) => {
      const said = { address: 'c@example.org', channel: '*', purpose: '*', operationId: 'row-1' };
      const first = await w.suppress(said);
      expect(first).toMatchObject({ replayed: false });
      expect(await w.suppress(said)).toEqual({ ...first, replayed: true });
      await w.lift(first.suppressionId);
      expect(await w.suppress(said)).toMatchObject({
        suppressionId: first.suppressionId,
        replayed: true,
        liftedBy: 'admin',
      });
      expect((await w.ask({ address: 'c@example.org' })).allowed).toBe(true);
    },
  );

  declare('a consent is one event under its operation id', '', async (w) => {
    const said = { atMs: startMs - dayMs, operationId: 'row-1', evidence: { form: 'a' }, keys: { brand: 'acme' } };
    const { replayed, ...first } = await w.consent(said);
    expect(replayed).toBe(false);
    expect(await w.consent(said)).toEqual({ ...first, replayed: true });
    w.pass(hourMs);
    const no = { ...said, level: 'withdrawn', operationId: 'row-2' } as const;
    const withdrawn = await w.consent(no);
    w.pass(hourMs);
    await w.lift((withdrawn['suppressions'] as [Shown])[0].suppressionId);
    expect(await w.consent(no)).toMatchObject({ consentId: withdrawn['consentId'], replayed: true });
    expect(codes(await w.ask({ keys: { brand: 'acme' } }))).toEqual([]);
    expect((await w.guard.refusalEvents({ customerId: 'c1', limit: 10 })).events).toMatchObject([
      { event: 'lift' },
      { event: 'consent', level: 'withdrawn' },
      { event: 'consent', level: 'express' },
    ]);
  });

  declare(
    'a consent that lifts does so again under its operation id, and takes nothing that was said since',
    '',
    async (w) => {
      const said = { atMs: startMs, lifts: true, operationId: 'row-1' };
      await w.consent(said, admin);
      w.pass(hourMs);
      // Received before the consent was given, and told only now.
      await w.refuse({ customerId: 'c1', receivedAtMs: startMs - dayMs });
      expect(await w.consent(said, admin)).toMatchObject({ replayed: true });
      expect(codes(await w.ask())).toEqual(['suppressed']);
    },
  );

  declare(
    'a list that is taken over at once binds as its rows said one by one, and again does nothing',
    '',
    async (w) => {
      const email = (n: number) => ({
        channel: 'email',
        address: `c${n}@example.org`,
        source: 'crm',
        operationId: 'list',
      });
      const suppression = (n: number, more: Partial<SuppressionInput> = {}): Listed => ({
        kind: 'suppression',
        input: { ...email(n), purpose: 'marketing', reason: 'old list', evidence: { row: n }, ...more },
      });
      const refusal = (n: number, more: Partial<RefusalInput> = {}): Listed => ({
        kind: 'refusal',
        input: { ...email(n), signal: 'unsubscribe', receivedAtMs: startMs - hourMs, ...more },
      });
      await w.contact({ customerId: 'c9', address: 'c9@example.org' });
      const unseen = [
        suppression(1),
        refusal(2, { purpose: 'marketing' }),
        suppression(3, { keys: { campaign: 'bf26' }, expiresAtMs: startMs + dayMs }),
        refusal(4, { signal: 'hard_bounce' }),
        refusal(5, { signal: 'text', text: 'stopp it please hm' }),
      ];
      const byThemselves = [
        suppression(1, { reason: 'said twice' }),
        suppression(6, { customerId: 'c6' }),
        refusal(7, { signal: 'stop', contactId: 'con_x' }),
        suppression(8, { purpose: 'nonsense' }),
        refusal(9, { signal: 'stop' }),
        suppression(10, { expiresAtMs: startMs }),
      ];
      const list = [...unseen, ...byThemselves];
      expect(await w.guard.recordUnseen(list, crm)).toEqual([
        ...unseen.map(() => true),
        ...byThemselves.map(() => false),
      ]);
      expect(await w.guard.recordUnseen(list, crm)).toEqual(list.map(() => false));
      const inForce = (n: number) => w.guard.suppressionsOfAddress({ channel: 'email', address: `c${n}@example.org` });
      const bare = (shown: readonly object[]) =>
        shown.map(({ suppressionId: _id, refusalId: _refusal, addressHash: _hash, ...rest }: Partial<Shown>) => rest);
      for (const [place, { kind, input }] of unseen.entries()) {
        const before = await inForce(place + 1);
        const again = kind === 'suppression' ? w.guard.suppress(input, crm) : w.guard.refuse(input, crm);
        expect(await again, kind).toMatchObject({ replayed: true });
        expect(await inForce(place + 1)).toEqual(before);
        const twin = { ...input, address: `twin-${place + 1}@example.org` } as never;
        await (kind === 'suppression' ? w.guard.suppress(twin, crm) : w.guard.refuse(twin, crm));
        const ofTwin = await w.guard.suppressionsOfAddress({
          channel: 'email',
          address: `twin-${place + 1}@example.org`,
        });
        expect(bare(before)).toEqual(bare(ofTwin));
      }
      for (const n of [6, 7, 8, 9, 10]) expect(await inForce(n)).toEqual([]);
      const denied = await w.ask({ customerId: 'c1', address: 'c1@example.org' });
      expect(denied).toMatchObject({ allowed: false });
    },
  );
}
