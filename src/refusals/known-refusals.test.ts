import { expect, test } from 'vitest';
import { emptyRecord, type Suppression } from '../engine/record/record.ts';
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
const facts = { record: emptyRecord(0), own: undefined, there: undefined, consents: undefined, exceptSeq: undefined };

/** The ids that would bind the request. */
const bind = (known: ReturnType<typeof createKnownRefusals>): string[] => {
  const { own = [], there: at } = known.factsFor(request);
  return [...(own ?? []), ...(at?.suppressions ?? [])].map((one) => one.suppressionId).sort();
};

test('what was lifted does not come back by a look that is older, or by its own acknowledgement that comes later', () => {
  const known = createKnownRefusals();
  const one = suppression();
  known.forget(one);
  known.seeSuppressions([one]);
  known.see(customer, { ...facts, own: [one] }, nowMs);
  expect(bind(known)).toEqual([]);
});

test('what was stored since a look began stays known', () => {
  const known = createKnownRefusals();
  known.seeSuppressions([suppression({ affirmedMs: nowMs }), { ...there, affirmedMs: nowMs }]);
  known.see(customer, { ...facts, own: [] }, nowMs);
  known.see(customer, { ...facts, there: { address, suppressed: 0, suppressions: undefined } }, nowMs);
  known.seeAllowed(request, nowMs);
  expect(bind(known)).toEqual(['sup_1', 'sup_2']);
});

test('a look at one channel of an address leaves what is known of another', () => {
  const known = createKnownRefusals();
  known.seeSuppressions([there]);
  known.see(customer, { ...facts, there: { address, suppressed: 0b10, suppressions: undefined } }, nowMs);
  expect(bind(known)).toEqual(['sup_2']);
});

test('what another process removed is forgotten by a look, or by what the store allows', () => {
  const looked = createKnownRefusals();
  looked.seeSuppressions([suppression(), there]);
  looked.see(customer, { ...facts, there: { address, suppressed: 0, suppressions: undefined } }, nowMs);
  expect(bind(looked)).toEqual([]);
  const allowed = createKnownRefusals();
  allowed.seeSuppressions([suppression(), there, suppression({ suppressionId: 'sup_3', channel: 'voice' })]);
  allowed.seeAllowed(request, nowMs);
  expect(bind(allowed)).toEqual(['sup_3']);
});
