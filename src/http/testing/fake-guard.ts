/** A guard without a store, for tests of the transport only: it keeps what it was asked and answers something of the right shape. */
import { Problem } from '../../errors.ts';
import type { Caller, CanContactInput, DecideOptions, DecisionAnswer, Guard } from '../../guard-contract.ts';

export interface Asked {
  readonly method: string;
  readonly input: unknown;
  readonly caller: Caller | undefined;
  readonly options?: DecideOptions | undefined;
}

export type FakeGuard = Guard & { readonly asked: Asked[] };

export function decisionFor(input: CanContactInput, options?: DecideOptions): DecisionAnswer {
  const short = {
    decisionId: `d-${input.customerId}`,
    allowed: true,
    contactId: 'c1',
    retryAt: null,
    reasons: [],
    replayed: false,
    degraded: false,
  };
  if (options?.minimal) return short;
  return { ...short, shadow: [], caps: [], policyRevision: 'sha256:0', decidedAt: '2026-11-22T10:00:00.000Z' };
}

/** @returns a guard whose methods `replaced` changes. */
export function fakeGuard(replaced: Partial<Guard> = {}): FakeGuard {
  const asked: Asked[] = [];
  const note = (method: string, input: unknown, caller?: Caller, options?: DecideOptions) =>
    void asked.push({ method, input, caller, options });
  const guard: Guard = {
    problemsOf: () => [],
    async decide(input, caller, options) {
      note('decide', input, caller, options);
      return decisionFor(input, options);
    },
    async confirm(contactId, caller, options) {
      note('confirm', contactId, caller, options);
      return { ...decisionFor({ customerId: 'x', channel: 'sms', purpose: 'p', mode: 'reserve' }, options), contactId };
    },
    async outcome(input, caller) {
      note('outcome', input, caller);
      return { contactId: input.contactId, outcome: input.outcome, counts: true };
    },
    async recordContact(input, caller) {
      note('recordContact', input, caller);
      return { contactId: 'c1', replayed: input.operationId === 'again' };
    },
    async refuse(input, caller) {
      note('refuse', input, caller);
      return { refusalId: 'r1', suppressions: [{ suppressionId: 's1' }], revoked: [] };
    },
    async optIn(input, caller) {
      note('optIn', input, caller);
      return { lifted: [] };
    },
    async suppress(input, caller) {
      note('suppress', input, caller);
      return { suppressionId: 's1' };
    },
    recordUnseen: async (said) => said.map(() => false),
    async refusalEvents(query) {
      note('refusalEvents', query);
      return { events: [{ event: 'refusal', refusalId: 'r1' }], nextCursor: null };
    },
    async refusal(refusalId) {
      note('refusal', refusalId);
      return { event: 'refusal', refusalId };
    },
    contactsOf: async () => [],
    async reviews(query) {
      note('reviews', query);
      return { reviews: [], nextCursor: null };
    },
    async decideReview(id, decision, caller) {
      note('decideReview', { id, ...decision }, caller);
      return { id, refusalId: id, ...decision, suppressions: [] };
    },
    async contact(contactId) {
      note('contact', contactId);
      return { contactId };
    },
    async suppression(suppressionId) {
      note('suppression', suppressionId);
      return { suppressionId };
    },
    async suppressionsOfCustomer(customerId) {
      note('suppressionsOfCustomer', customerId);
      return [{ suppressionId: 's1' }];
    },
    async suppressionsOfAddress(input) {
      note('suppressionsOfAddress', input);
      return [{ suppressionId: 's2' }];
    },
    async lift(suppressionId, why, caller) {
      note('lift', { suppressionId, ...why }, caller);
      if (suppressionId === 'unknown') throw new Problem('not-found', 'There is no such suppression.');
    },
    async consent(input, caller) {
      note('consent', input, caller);
      return { consentId: 'k1' };
    },
    async consentsOf(customerId) {
      note('consentsOf', customerId);
      return [{ consentId: 'k1' }];
    },
    async customer(customerId, caller) {
      note('customer', customerId, caller);
      return { customerId, contacts: [], suppressions: [], consents: [], next: [] };
    },
    async exportCustomer(customerId) {
      note('exportCustomer', customerId);
      return { customerId, contacts: [], said: [], suppressions: [], consents: [], decisions: [] };
    },
    async erase(customerId, caller) {
      note('erase', customerId, caller);
    },
    async decisions(query) {
      note('decisions', query);
      return { decisions: [], nextCursor: null };
    },
    async decision(decisionId) {
      note('decision', decisionId);
      return { decisionId, allowed: false, caller: 'crm', request: {}, basis: {} };
    },
    async *follow() {},
    policies: () => ({ revision: 'sha256:0', policies: [] }),
    async policyRevision(revision) {
      note('policyRevision', revision);
      return revision === 'unknown' ? undefined : { revision };
    },
    dataId: async () => 'AAAAAAAAAAAAAAAAAAAAAA',
    readiness: async () => ({ ready: true, parts: [], reasons: [], details: {} }),
    ...replaced,
  };
  return { ...guard, asked };
}
