/** Evidence: what was said stays readable, and a contact shows the consent that it rested on (contract 3). */
import { expect } from 'vitest';
import { admin, crm, dayMs, minuteMs } from '../../../test/support/world.ts';
import type { StoreTest } from './harness.ts';

export function evidenceTests(declare: StoreTest): void {
  declare('a contact shows the consent of its own brand, and none of another', '', async (w) => {
    const { consentId } = await w.consent({ keys: { brand: 'north' } });
    w.pass(minuteMs);
    await w.consent({ keys: { brand: 'south' } });
    const [north, west] = [await w.contact({ keys: { brand: 'north' } }), await w.contact({ keys: { brand: 'west' } })];
    expect(await w.guard.contact(north)).toMatchObject({ consent: { consentId, keys: { brand: 'north' } } });
    expect(await w.guard.contact(west)).toMatchObject({ consent: null });
  });

  declare('a consent that was erased was in force for no contact, before or since', '', async (w) => {
    await w.consent({});
    const before = await w.contact();
    w.pass(minuteMs);
    await w.guard.erase('c1', admin);
    w.pass(minuteMs);
    for (const contactId of [before, await w.contact()])
      expect(await w.guard.contact(contactId)).toMatchObject({ consent: null });
  });

  declare('what was said by an address alone is readable long after it was lifted', '', async (w) => {
    const { refusalId, suppressions } = await w.guard.refuse(
      { channel: 'email', address: 'a@example.org', signal: 'unsubscribe', source: 'page', text: 'no more of this' },
      crm,
    );
    const [made] = suppressions as [{ suppressionId: string }];
    await w.lift(made.suppressionId);
    w.pass(300 * dayMs);
    await w.service.tend();
    expect(await w.guard.refusal(refusalId)).toMatchObject({ text: 'no more of this' });
  });
}
