/** Names that come from outside and are also members of every object: what bears one is a name like any other. */
import { expect } from 'vitest';
import { shippedRegister } from '../../../test/support/policies.ts';
import { caller, codes, dayMs, rules, startMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

/** `constructor`, `toString`, `__proto__` and the like. */
const names = Object.getOwnPropertyNames(Object.prototype);
/** What a policy or a purpose may be called. */
const words = names.filter((name) => /^[a-z]/i.test(name));
const keysWith = (value: string, list: readonly string[] = names): Record<string, string> =>
  Object.fromEntries(list.map((name) => [name, value]));

const perName = words
  .map((name) => `- { id: ${name}, because: Per ${name}., cap: { limit: 1, window: 24h, per: [${name}], counts: {} } }`)
  .join('\n');
const ofPurposes = shippedRegister(
  (register) => `${register}\n${words.map((name) => `  ${name}: { class: marketing }`).join('\n')}\n`,
  words
    .map(
      (name) =>
        `- { id: ${name}, because: No., when: { purposes: [${name}], callers: [${name}] }, targeting: { forbid: [${name}] } }
         - { id: once-${name}, because: Once., when: { purposes: [${name}] }, cap: { limit: 1, window: 24h } }`,
    )
    .join('\n'),
);

export function outsideNameTests(declare: StoreTest): void {
  declare('caps count per key whatever the key is called, and want it', perName, async (w) => {
    expect(names).toContain('constructor');
    await w.contact({ keys: keysWith('a') });
    expect(rules(await w.ask({ keys: keysWith('a') })).sort()).toEqual([...words].sort());
    await w.contact({ keys: keysWith('b') });
    for (const name of words) {
      const denied = await w.ask({ keys: { ...keysWith('c'), [name]: 'a' } });
      expect([codes(denied), rules(denied)]).toEqual([['cap'], [name]]);
    }
    expect(codes(await w.ask({ keys: {} }))).toEqual(words.map(() => 'missing-key'));
  });

  declare('a suppression with such a key binds the same value and no other', '', async (w) => {
    for (const name of names) {
      const customerId = `c-${name}`;
      const { suppressionId } = await w.suppress({ customerId, keys: keysWith('a', [name]) });
      expect(codes(await w.ask({ customerId, keys: keysWith('a', [name]) })), name).toEqual(['suppressed']);
      expect(codes(await w.ask({ customerId })), name).toEqual(['suppressed']);
      expect((await w.ask({ customerId, keys: keysWith('b', [name]) })).allowed, name).toBe(true);
      expect(await w.guard.suppressionsOfCustomer(customerId)).toMatchObject([
        { suppressionId, keys: keysWith('a', [name]) },
      ]);
    }
  });

  declare(
    'a consent with such a key serves the same value and no other',
    '- { id: asked, because: Ask., consent: { level: express } }',
    async (w) => {
      for (const name of names) {
        const customerId = `c-${name}`;
        await w.consent({ customerId, keys: keysWith('a', [name]) });
        expect((await w.ask({ customerId, keys: keysWith('a', [name]) })).allowed, name).toBe(true);
        expect(codes(await w.ask({ customerId })), name).toEqual(['consent']);
        expect(codes(await w.ask({ customerId, keys: keysWith('b', [name]) })), name).toEqual(['consent']);
      }
    },
  );

  declare('a hold keeps such keys, and so does the log', perName, async (w) => {
    const hold = await w.contact({ keys: keysWith('a'), confirmByMs: startMs + 3_600_000 });
    expect((await w.confirm(hold)).allowed).toBe(true);
    expect(rules(await w.ask({ keys: keysWith('a') })).sort()).toEqual([...words].sort());
    const second = await w.contact({ keys: keysWith('b'), confirmByMs: startMs + 3_600_000 });
    await w.suppress({ customerId: 'c1', keys: keysWith('b') });
    const { decisionId } = await w.confirm(second);
    const { request } = (await w.guard.decision(decisionId)) as { request: { keys: object } };
    expect(Object.entries(request.keys)).toEqual(Object.entries(keysWith('b')));
  });

  declare('purposes, policies’ rules, callers and kinds of data may be called so', ofPurposes, async (w) => {
    for (const name of words) {
      const by = caller(name, 'decide');
      const denied = await w.ask({ purpose: name, targeting: [name] }, by);
      expect([codes(denied), rules(denied)], name).toEqual([['targeting'], [name]]);
      await w.contact({ purpose: name, targeting: ['toSource'], operationId: name, customerId: name }, by);
      expect(
        await w.ask({ purpose: name, targeting: ['toSource'], operationId: name, customerId: name }, by),
      ).toMatchObject({ allowed: true, replayed: true });
      expect(rules(await w.ask({ purpose: name, customerId: name }, by)), name).toEqual([`once-${name}`]);
      expect(await w.entries({ rule: `once-${name}`, caller: name })).toHaveLength(1);
      await w.suppress({ customerId: name, purpose: name, targeting: [name] });
      w.setNow(startMs + 2 * dayMs);
      expect(codes(await w.ask({ purpose: name, customerId: name, targeting: [name] }))).toEqual(['suppressed']);
      expect((await w.ask({ purpose: name, customerId: name })).allowed).toBe(true);
      w.setNow(startMs);
    }
  });
}
