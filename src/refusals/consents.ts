/** Consents as they are recorded: the latest that covers channel and purpose counts; a withdrawal is also a no (contract 3). */
import { holdsKeys } from '../engine/facts.ts';
import type { Consent, Suppression } from '../engine/record/record.ts';
import { invalid, Problem } from '../errors.ts';
import { checkPurposePattern } from '../guard/requests.ts';
import type { Caller, ConsentInput } from '../guard-types.ts';
import { seal, unseal } from '../identity/seal.ts';
import { purposeCovers } from '../vocabulary.ts';
import type { SuppressionDeps, Suppressions } from './suppressions.ts';

export interface Consents {
  record(input: ConsentInput, caller: Caller): Promise<object>;
  of(customerId: string): Promise<object[]>;
}

/** Consents kept for one customer: the oldest of many repeated ones go. */
const most = 500;

export function createConsents(deps: SuppressionDeps, suppressions: Suppressions): Consents {
  const { store, reader } = deps;

  const show = (consent: Consent): object => {
    const opened = consent.sealed === undefined ? undefined : unseal(deps.sealingKey, consent.sealed);
    return {
      consentId: consent.consentId,
      channel: consent.channel,
      purpose: consent.purpose,
      level: consent.level,
      source: consent.source,
      at: new Date(consent.atMs).toISOString(),
      expiresAt: consent.expiresMs === null ? null : new Date(consent.expiresMs).toISOString(),
      ...(opened === undefined ? {} : JSON.parse(opened)),
    };
  };

  return {
    async record(input, caller) {
      checkPurposePattern(input.purpose, deps.policies());
      const mayLift = caller.scopes.has('admin') || caller.scopes.has('suppress:lift');
      if (input.lifts && !mayLift) throw new Problem('forbidden', 'lifts needs the scope suppress:lift');
      if (input.lifts && input.level === 'withdrawn') throw invalid('lifts', 'a withdrawal lifts nothing');
      const customer = reader.customer(input.customerId);
      const sealedFields = {
        ...(input.keys && { keys: input.keys }),
        ...(input.evidence && { evidence: input.evidence }),
      };
      const sealed =
        Object.keys(sealedFields).length > 0 ? seal(deps.sealingKey, JSON.stringify(sealedFields)) : undefined;
      const consentId = deps.ids.consentId();
      const consent = await store.transact({ customer, address: undefined }, ({ record, nowMs }) => {
        const atMs = input.atMs ?? nowMs;
        if (atMs > nowMs) throw invalid('at', 'may not lie in the future');
        if (input.expiresAtMs !== undefined && input.expiresAtMs <= atMs)
          throw invalid('expiresAt', 'must lie after at');
        const made: Consent = {
          consentId,
          channel: input.channel,
          purpose: input.purpose,
          keys: Object.fromEntries(reader.keyHashes(input.keys)),
          level: input.level,
          source: input.source,
          atMs,
          expiresMs: input.expiresAtMs ?? null,
          sealed,
        };
        record.consents.push(made);
        if (record.consents.length > most) record.consents.splice(0, record.consents.length - most);
        deps.known.seeCustomer(customer, record);
        return { value: made, changed: true, entries: [] };
      });
      if (input.level === 'withdrawn') {
        const made = await suppressions.withdraw({
          customer,
          channel: input.channel,
          purpose: input.purpose,
          keys: input.keys,
          source: input.source,
          evidence: input.evidence,
        });
        return { ...show(consent), suppressions: made };
      }
      if (input.lifts) {
        // A consent for one brand takes back what was said about that brand, not a refusal of all of them.
        const covered = (one: Suppression) =>
          one.origin === 'refusal' &&
          one.sinceMs <= consent.atMs &&
          holdsKeys(new Map(Object.entries(one.keys)), consent.keys) &&
          (input.channel === '*' || one.channel === input.channel) &&
          purposeCovers(input.purpose, one.purpose);
        await suppressions.liftCovered(
          customer,
          covered,
          { reason: `consent ${consentId}`, source: input.source },
          caller,
        );
      }
      return show(consent);
    },

    async of(customerId) {
      const list = await store.read(
        { customer: reader.customer(customerId), address: undefined },
        ({ record }) => record.consents,
      );
      return list.map(show);
    },
  };
}
