/** Refusals of whole classes: one suppression that is judged by the register of the day (I4), and what a consent takes out of it. */
import { expect } from 'vitest';
import { policySet, shippedRegister } from '../../../test/support/policies.ts';
import { caller, codes, hourMs, iso, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

const lifter = caller('care', 'consent', 'suppress:lift');
const mail = { customerId: 'c1', channel: 'email', address: 'c1@example.org' } as const;
const register = (change: (text: string) => string) => shippedRegister(change, '');
const gains = (...purposes: string[]) => register((text) => `${text}${purposes.map((one) => `  ${one}\n`).join('')}`);

export function classTests(declare: StoreTest): void {
  declare('a refusal of classes is one suppression, and binds what the register gains in them', '', async (w) => {
    const made = await w.refuse({ ...mail, signal: 'do_not_contact' });
    const classes = ['marketing', 'service', 'transactional'];
    expect(made).toMatchObject([{ channel: '*', purpose: '*', classes }]);
    const suppressionId = made[0]?.suppressionId ?? '';
    await w.service.swapPolicies(
      gains('loyalty.points: { class: marketing }', 'service.visit: { class: service }', 'recall: { class: critical }'),
    );
    for (const purpose of ['loyalty.points', 'service.visit'])
      for (const who of [{}, { address: undefined }, { customerId: 'other' }])
        expect(await w.ask({ ...mail, purpose, ...who })).toMatchObject({
          allowed: false,
          reasons: [{ code: 'suppressed', suppressionId, purpose: '*', classes }],
        });
    expect((await w.ask({ ...mail, purpose: 'recall' })).allowed).toBe(true);
    await w.lift(suppressionId);
    expect((await w.ask({ ...mail, purpose: 'loyalty.points' })).allowed).toBe(true);
  });

  declare('a purpose is of the class that it has today', '', async (w) => {
    const survey = (of: string) =>
      register((text) => text.replace(/(research\.survey:[\s\S]*?class: )marketing/, `$1${of}`));
    await w.refuse({ customerId: 'c1' });
    const ask = async () => codes(await w.ask({ purpose: 'research.survey' }));
    expect(await ask()).toEqual(['suppressed']);
    await w.service.swapPolicies(survey('service'));
    expect(await ask()).toEqual([]);
    await w.service.swapPolicies(policySet(''));
    expect(await ask()).toEqual(['suppressed']);
  });

  declare('a refusal of classes ends the open holds of these, and no other', '', async (w) => {
    const confirmByMs = startMs + hourMs;
    const held = await w.contact({ ...mail, confirmByMs });
    const open = await w.contact({ ...mail, purpose: 'service.account', confirmByMs });
    expect(await w.guard.refuse({ ...mail, signal: 'unsubscribe', source: 'test' }, lifter)).toMatchObject({
      revoked: [held],
    });
    expect(codes(await w.confirm(held))).toEqual(['suppressed']);
    expect((await w.confirm(open)).allowed).toBe(true);
  });

  declare('a hold whose purpose has left the register is of any class', '', async (w) => {
    const without = register((text) => text.replace(/ {2}research\.survey:[\s\S]*?(?= {2}consent-request:)/, ''));
    const held = await w.contact({ ...mail, purpose: 'research.survey', confirmByMs: startMs + hourMs });
    await w.service.swapPolicies(without);
    await w.refuse(mail);
    expect(codes(await w.confirm(held))).toEqual(['suppressed']);
  });

  declare('only the same classes repeat a refusal of classes', '', async (w) => {
    const [first] = await w.refuse(mail);
    expect(await w.refuse(mail)).toMatchObject([{ suppressionId: first?.suppressionId }]);
    await w.refuse({ ...mail, signal: 'complaint' });
    await w.refuse({ ...mail, purpose: 'marketing' });
    expect(await w.guard.suppressionsOfCustomer('c1')).toHaveLength(3);
  });

  declare(
    'a consent that lifts takes its own part out of a refusal of classes, and the rest stays refused',
    '',
    async (w) => {
      const { refusalId } = await w.guard.refuse({ ...mail, signal: 'unsubscribe', source: 'test' }, lifter);
      const [before] = (await w.guard.suppressionsOfCustomer('c1')) as [{ suppressionId: string }];
      w.pass(1);
      const said = { purpose: 'marketing.newsletter', lifts: true, operationId: 'opt-in' };
      const { consentId } = await w.consent(said, lifter);
      w.pass(1);
      await w.consent({ purpose: 'research', lifts: true }, lifter);
      const [left, ...others] = (await w.guard.suppressionsOfCustomer('c1')) as [Record<string, unknown>];
      expect(others).toEqual([]);
      expect(left).toMatchObject({
        purpose: '*',
        classes: ['marketing'],
        except: ['marketing.newsletter', 'research'],
        refusalId,
        since: iso(startMs),
        by: 'customer',
      });
      await w.service.swapPolicies(
        gains('marketing.loyalty: { class: marketing }', 'research.panel: { class: marketing }'),
      );
      for (const [purpose, allowed] of [
        ['marketing.newsletter', true],
        ['research.survey', true],
        ['research.panel', true],
        ['marketing.promotions', false],
        ['marketing.loyalty', false],
        ['triggered.location', false],
      ] as const)
        for (const fields of [mail, { ...mail, address: undefined }, { ...mail, customerId: 'other' }])
          expect((await w.ask({ ...fields, purpose })).allowed, purpose).toBe(allowed);
      const { events } = await w.guard.refusalEvents({ customerId: 'c1', limit: 10 });
      // Of what was said in one millisecond nobody knows the order.
      expect((events as { event: string }[]).filter(({ event }) => event === 'lift')).toMatchObject([
        { refusalIds: [refusalId], suppressions: [{ suppressionId: left['suppressionId'] }] },
        {
          suppressionId: before.suppressionId,
          refusalIds: [refusalId],
          reason: `consent ${consentId}`,
          suppressions: [{ except: ['marketing.newsletter'] }],
        },
      ]);
      expect(await w.guard.suppression(before.suppressionId)).toMatchObject({ liftReason: `consent ${consentId}` });
      expect(await w.consent(said, lifter)).toMatchObject({ replayed: true });
      expect(await w.guard.suppressionsOfCustomer('c1')).toMatchObject([{ suppressionId: left['suppressionId'] }]);
      w.pass(1);
      await w.lift(String(left['suppressionId']));
      expect(await w.guard.suppression(String(left['suppressionId']))).toMatchObject({ liftedBy: 'admin' });
      expect((await w.guard.refusalEvents({ customerId: 'c1', limit: 1 })).events).toMatchObject([
        { event: 'lift', refusalIds: [refusalId] },
      ]);
      expect((await w.ask({ ...mail, purpose: 'marketing.loyalty' })).allowed).toBe(true);
    },
  );

  declare('what is refused again after a part was given back is refused whole', '', async (w) => {
    await w.refuse({ ...mail, keys: { brand: 'acme' } });
    w.pass(1);
    await w.consent({ purpose: 'marketing', lifts: true, keys: { brand: 'acme' } }, lifter);
    expect(await w.guard.suppressionsOfCustomer('c1')).toMatchObject([
      { except: ['marketing'], keys: { brand: 'acme' } },
    ]);
    expect(await w.guard.suppressionsOfAddress(mail)).toMatchObject([
      { except: ['marketing'], keys: { brand: 'acme' } },
    ]);
    const ask = { ...mail, keys: { brand: 'acme' } };
    expect((await w.ask(ask)).allowed).toBe(true);
    await w.refuse(ask);
    expect((await w.ask(ask)).allowed).toBe(false);
  });

  declare(
    'a consent to what a refusal does not cover, and one to everything, take nothing and all of it',
    '',
    async (w) => {
      await w.refuse(mail);
      w.pass(1);
      await w.consent({ purpose: 'service', lifts: true }, lifter);
      expect(await w.guard.suppressionsOfCustomer('c1')).toMatchObject([{ classes: ['marketing'] }]);
      await w.consent({ purpose: '*', lifts: true }, lifter);
      expect(await w.guard.suppressionsOfCustomer('c1')).toEqual([]);
    },
  );
}
