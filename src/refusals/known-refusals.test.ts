import { expect, test } from 'vitest';
import type { Effect } from '../engine/events.ts';
import { type Consent, emptyRecord, type Suppression } from '../engine/record/record.ts';
import type { DecideRequest, KeyedHash } from '../engine/request.ts';
import { createKnownRefusals } from './known-refusals.ts';

const customer = 'c123456789' as KeyedHash;
const address = 'a123456789' as KeyedHash;
const nowMs = 1_000_000;

const suppression = (fields: Partial<Suppression> = {}): Suppression => ({
  suppressionId: 'sup_1',
  customer,
  address: undefined,
  addressKind: undefined,
  channel: 'sms',
  purpose: '*',
  keys: {},
  targeting: [],
  origin: 'refusal',
  signal: 'stop',
  source: 'test',
  eventId: 'ref_1',
  said: 1,
  sinceMs: 0,
  receivedMs: 0,
  affirmedMs: 0,
  expiresMs: null,
  sealed: undefined,
  ...fields,
});
const there = suppression({ suppressionId: 'sup_2', customer: undefined, address, addressKind: 'phone' });
const request: DecideRequest = {
  customer,
  channel: 'sms',
  purpose: 'service.security',
  region: null,
  caller: 'crm',
  address: { kind: 'phone', hash: address },
  keys: new Map(),
  timeZone: undefined,
  targeting: [],
};
const policies = { purposes: new Map() };
const facts = { record: emptyRecord(0), own: undefined, there: undefined, consents: undefined, exceptSeq: undefined };

/** The ids that would bind the request. */
const bind = (known: ReturnType<typeof createKnownRefusals>): string[] => {
  const { own = [], there: at } = known.factsFor(request);
  return [...(own ?? []), ...(at?.suppressions ?? [])].map((one) => one.suppressionId).sort();
};

const made = (...standing: Suppression[]): Effect => ({ atMs: nowMs, standing, lifted: [] });

test('what was lifted does not come back by a look that is older, or by what made it and is told later', () => {
  const known = createKnownRefusals();
  const one = suppression();
  known.heed({ atMs: nowMs, standing: [], lifted: [one] });
  known.heed(made(one));
  known.see(customer, { ...facts, own: [one] }, nowMs);
  expect(bind(known)).toEqual([]);
});

test('what was lifted binds no more, by the customer and by the address', () => {
  const known = createKnownRefusals();
  const both = suppression({ suppressionId: 'sup_3', address, addressKind: 'phone' });
  known.heed(made(suppression(), there, both));
  known.heed({ atMs: nowMs, standing: [], lifted: [there, both] });
  expect(bind(known)).toEqual(['sup_1']);
});

test('what was stored up to three seconds before a look is told stays known: the look may be as old', () => {
  const known = createKnownRefusals();
  known.heed(
    made(suppression({ affirmedMs: nowMs - 2999 }), suppression({ suppressionId: 'sup_2', affirmedMs: nowMs - 3000 })),
  );
  known.see(customer, { ...facts, own: [] }, nowMs);
  expect(bind(known)).toEqual(['sup_1']);
});

test('what was stored since a look began stays known', () => {
  const known = createKnownRefusals();
  known.heed(made(suppression({ affirmedMs: nowMs }), { ...there, affirmedMs: nowMs }));
  known.see(customer, { ...facts, own: [] }, nowMs);
  known.see(customer, { ...facts, there: { address, suppressed: 0, suppressions: undefined } }, nowMs);
  known.seeAllowed({ request, policies }, nowMs);
  expect(bind(known)).toEqual(['sup_1', 'sup_2']);
});

test('a look at one channel of an address leaves what is known of another', () => {
  const known = createKnownRefusals();
  known.heed(made(there));
  known.see(customer, { ...facts, there: { address, suppressed: 0b10, suppressions: undefined } }, nowMs);
  expect(bind(known)).toEqual(['sup_2']);
});

test('what another process removed is forgotten by a look, or by what the store allows', () => {
  const looked = createKnownRefusals();
  looked.heed(made(suppression(), there));
  looked.see(customer, { ...facts, there: { address, suppressed: 0, suppressions: undefined } }, nowMs);
  expect(bind(looked)).toEqual([]);
  const allowed = createKnownRefusals();
  allowed.heed(made(suppression(), there, suppression({ suppressionId: 'sup_3', channel: 'voice' })));
  allowed.seeAllowed({ request, policies }, nowMs);
  expect(bind(allowed)).toEqual(['sup_3']);
});

test('what the store allows of one class says nothing of another', () => {
  const known = createKnownRefusals();
  known.heed(
    made(suppression({ classes: ['marketing'] }), suppression({ suppressionId: 'sup_2', classes: ['critical'] })),
  );
  const critical = { purposes: new Map([[request.purpose, { class: 'critical' }]]) } as never;
  known.seeAllowed({ request, policies: critical }, nowMs);
  expect(bind(known)).toEqual(['sup_1']);
});

const consent = (level: Consent['level'], purpose = '*'): Consent => ({
  consentId: 'cns_1',
  channel: '*',
  purpose,
  keys: {},
  level,
  source: 'test',
  atMs: 0,
  expiresMs: null,
  sealed: undefined,
});
const consents = (atMs: number, ...list: Consent[]): Effect => ({
  atMs,
  standing: [],
  lifted: [],
  consents: { customer, list },
});
const levels = (known: ReturnType<typeof createKnownRefusals>) =>
  known.factsFor(request).consents?.map(({ level }) => level);

test('a look that is older than what is known of consents and addresses does not put back what was', () => {
  const known = createKnownRefusals();
  const reached = (lastMs: number) => ({
    ...emptyRecord(0),
    consented: 0x7f,
    addresses: [{ hash: address, kind: 'phone' as const, lastMs }],
  });
  known.see(customer, { ...facts, record: reached(2), consents: [consent('express')] }, nowMs);
  known.heed(consents(nowMs + 10, consent('withdrawn')));
  known.see(customer, { ...facts, record: reached(1), consents: [consent('express')] }, nowMs - 5);
  expect(levels(known)).toEqual(['withdrawn']);
  known.see(customer, { ...facts, record: emptyRecord(0) }, nowMs + 5);
  expect(levels(known)).toEqual(['withdrawn']);
  known.see(customer, { ...facts, record: reached(1) }, nowMs + 4);
  expect(known.factsFor(request).record.addresses).toEqual([]);
  known.heed(consents(nowMs, consent('express')));
  expect(levels(known)).toEqual(['withdrawn']);
});

test('a look that saw no consents says nothing of when they were looked at', () => {
  const known = createKnownRefusals();
  known.heed(consents(nowMs, consent('express')));
  known.see(customer, { ...facts, record: { ...emptyRecord(0), consented: 0x7f } }, nowMs + 20);
  known.heed(consents(nowMs + 10, consent('withdrawn')));
  expect(levels(known)).toEqual(['withdrawn']);
});

test.each([
  ['who had refused', { said: [suppression()], lifted: [] }],
  ['who had not', { said: [], lifted: [] }],
  ['whose refusal was lifted since', { said: [suppression()], lifted: [suppression()] }],
])('a look from before an erasure puts back nothing of the person %s', (_who, { said, lifted }) => {
  const known = createKnownRefusals();
  known.heed(made(...said));
  known.heed({ atMs: nowMs, standing: [], lifted: [], erased: customer });
  known.heed({ atMs: nowMs, standing: [], lifted });
  const addresses = [{ hash: address, kind: 'phone' as const, lastMs: 1 }];
  const before = { ...emptyRecord(0), consented: 0x7f, addresses };
  known.see(customer, { ...facts, record: before, own: said, consents: [consent('express')] }, nowMs - 1);
  known.heed(consents(nowMs - 1, consent('express')));
  const binds = said.length > lifted.length ? ['sup_1'] : [];
  expect([bind(known), levels(known), known.factsFor(request).record.addresses]).toEqual([binds, [], []]);
  known.heed(consents(nowMs, consent('express')));
  expect(levels(known)).toEqual(['express']);
});

test('after a time in which acts of others may have been missed, no consent that was given is relied on', () => {
  const known = createKnownRefusals();
  known.heed(made(suppression()));
  known.heed(consents(nowMs, consent('express'), consent('withdrawn', 'marketing')));
  known.missed();
  expect([levels(known), bind(known)]).toEqual([['withdrawn'], ['sup_1']]);
  known.see(
    customer,
    { ...facts, record: { ...emptyRecord(0), consented: 0x7f }, consents: [consent('express')] },
    nowMs + 1,
  );
  expect(levels(known)).toEqual(['express']);
});

test('of who was erased only what binds is known', () => {
  const known = createKnownRefusals();
  known.heed(made(suppression({ sealed: 'keys' })));
  known.heed(consents(nowMs, consent('express')));
  known.heed({ atMs: nowMs + 1, standing: [], lifted: [], erased: customer });
  expect([bind(known), levels(known)]).toEqual([['sup_1'], []]);
  expect(known.factsFor(request).own).toMatchObject([{ sealed: undefined }]);
});
