import { describe, expect, test } from 'vitest';
import { createHashes } from './identity/hashes.ts';
import { createIds, type IdKind, idForm } from './ids.ts';

const hashes = createHashes(Buffer.alloc(32, 1));
const ids = createIds(hashes);
const customer = hashes.customer('ann');
const address = { kind: 'email', hash: hashes.address('email', 'ann@example.org') } as const;

const makers: Record<IdKind, () => string> = {
  decision: () => ids.decisionId(customer, 1_700_000_000_000),
  contact: () => ids.contactId(customer, 7, 1_700_000_000_000),
  suppression: () => ids.suppressionId({ address }),
  refusal: () => ids.refusalId({ customer }),
  consent: () => ids.consentId(customer),
};
const prefixes = { decision: 'dec_', contact: 'con_', suppression: 'sup_', refusal: 'ref_', consent: 'cns_' };
const kinds = Object.keys(makers) as IdKind[];

describe('an id', () => {
  test.each(kinds)('of a %s says what it is, and goes on in letters, digits, - and _', (kind) => {
    for (let count = 0; count < 200; count++) {
      const id = makers[kind]();
      expect(id).toMatch(/^[a-z]{3}_[A-Za-z0-9_-]{22}$/);
      expect(id.slice(0, 4)).toBe(prefixes[kind]);
      expect(id).toMatch(idForm(kind));
    }
  });

  test('opens to what it was made of', () => {
    expect(ids.openContactId(makers.contact())).toEqual({ customer, seq: 7, createdSeconds: 1_700_000_000 });
    expect(ids.openDecisionId(makers.decision())?.atMs).toBe(1_700_000_000_000);
    expect(createIds(hashes).openDecisionId(makers.decision())).toEqual(ids.openDecisionId(makers.decision()));
    expect(ids.openSuppressionId(makers.suppression())).toEqual({ customer: undefined, address });
    expect(ids.openConsentId(makers.consent())).toEqual({ customer });
  });

  test('of an allowed decision and its contact open as those made apart', () => {
    const { decisionId, contactId } = ids.allowedIds(customer, 7, 1_700_000_000_000);
    expect(ids.openContactId(contactId)).toEqual(ids.openContactId(makers.contact()));
    expect(ids.openDecisionId(decisionId)).toEqual({ atMs: 1_700_000_000_000, bucket: customer.charCodeAt(0) });
    expect(contactId).toBe(makers.contact());
    expect(ids.allowedIds(customer, 7, 1_700_000_000_000).decisionId).not.toBe(decisionId);
  });

  test('of many suppressions that are made at once is its own and opens to whose it is', () => {
    const homes = [{ address }, { customer }, { address }];
    const made = ids.suppressionIds(homes);
    expect(new Set(made).size).toBe(3);
    expect(made.map(ids.openSuppressionId)).toEqual(homes);
    expect(made.every((id) => idForm('suppression').test(id))).toBe(true);
    expect(ids.suppressionIds([])).toEqual([]);
  });

  test('of many decisions that are asked for together is its own, in whichever order they are read', () => {
    const asked = Array.from({ length: 150 }, (_, seq) => ids.allowedIds(customer, seq, 1_700_000_000_000 + seq));
    const read = asked.toReversed().map(({ contactId, decisionId }) => [contactId, decisionId] as const);
    for (const [place, [contactId, decisionId]] of read.entries()) {
      const seq = 149 - place;
      expect(ids.openContactId(contactId)?.seq).toBe(seq);
      expect(ids.openDecisionId(decisionId)?.atMs).toBe(1_700_000_000_000 + seq);
      expect(asked[seq]?.contactId).toBe(contactId);
    }
    expect(new Set(read.flat()).size).toBe(300);
  });

  test('of a decision that is expected is its own, and the same each time it is read, beside those of allowed ones', () => {
    const atMs = 1_700_000_000_000;
    const asked = Array.from({ length: 300 }, (_, place) => ({
      read: ids.expectedDecisionId(customer, atMs + place),
      allowed: place % 3 === 0 ? ids.allowedIds(customer, place, atMs) : undefined,
    }));
    const made = new Set<string>();
    for (const [place, { read, allowed }] of asked.entries()) {
      const id = read();
      expect(ids.openDecisionId(id)).toEqual({ atMs: atMs + place, bucket: customer.charCodeAt(0) });
      expect(createIds(hashes).openDecisionId(id)).toEqual(ids.openDecisionId(id));
      expect(read()).toBe(id);
      expect(id).toMatch(idForm('decision'));
      made.add(id);
      if (allowed) expect(ids.openContactId(allowed.contactId)?.seq).toBe(place);
    }
    expect(made.size).toBe(300);
  });

  test('without what it begins with, or with that of another kind, opens to nothing', () => {
    const opened = { contact: ids.openContactId, decision: ids.openDecisionId, suppression: ids.openSuppressionId };
    for (const [kind, open] of Object.entries(opened)) {
      const rest = makers[kind as IdKind]().slice(4);
      for (const prefix of ['', '_', ...Object.values(prefixes).filter((other) => other !== prefixes[kind as IdKind])])
        expect(open(prefix + rest), `${prefix} as ${kind}`).toBeUndefined();
    }
  });

  test('has one spelling', () => {
    const id = makers.contact();
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter(
      (letter) => letter !== id.at(-1),
    );
    const opening = others.filter((letter) => {
      const place = ids.openContactId(id.slice(0, -1) + letter);
      return place?.customer === customer && place.seq === 7;
    });
    expect(opening).toEqual([]);
  });
});
