/** Consents as they are recorded: of each scope the latest counts; a withdrawal is also a no (contract 3). */
import { holdsKeys } from '../engine/facts.ts';
import type { Consent, Suppression } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { invalid, Problem } from '../errors.ts';
import type { Caller, ConsentInput } from '../guard-contract.ts';
import { checkPurposePattern } from '../requests/reader.ts';
import { purposeCovers } from '../vocabulary.ts';
import type { RefusalDeps } from './deps.ts';
import { allEvents, keyAt } from './events.ts';
import { commitAgain } from './ledger-row.ts';
import { once } from './once.ts';
import { putConsent } from './put-consent.ts';
import { draftsOf, secretOf } from './refuse.ts';
import { iso, openSealed, showConsent, showEvent, showSuppression } from './show.ts';
import type { Suppressions } from './suppressions.ts';

export interface Consents {
  record(input: ConsentInput, caller: Caller): Promise<object>;
  of(customerId: string): Promise<object[]>;
}

interface LiftingConsent {
  readonly input: ConsentInput;
  readonly caller: Caller;
  readonly customer: KeyedHash;
  readonly consentId: string;
  readonly atMs: number;
  readonly recordedMs: number;
}

export function createConsents(deps: RefusalDeps, suppressions: Suppressions): Consents {
  const { store, reader, ids } = deps;

  /** Lifts what was received before the consent was given, and in force before it was recorded. */
  const liftBy = ({ input, caller, customer, consentId, atMs, recordedMs }: LiftingConsent): Promise<void> => {
    const keys = Object.fromEntries(reader.keyHashes(input.keys));
    // A consent for one brand takes back what was said about that brand, not a refusal of all of them.
    const covered = (one: Suppression) =>
      one.origin === 'refusal' &&
      one.receivedMs < atMs &&
      one.affirmedMs <= recordedMs &&
      holdsKeys(new Map(Object.entries(one.keys)), keys) &&
      (input.channel === '*' || one.channel === input.channel) &&
      purposeCovers(input.purpose, one.purpose);
    const why = { reason: `consent ${consentId}`, source: input.source };
    return suppressions.liftCovered(customer, covered, why, caller);
  };

  return {
    async record(input, caller) {
      checkPurposePattern(input.purpose, deps.policies());
      const mayLift = caller.scopes.has('admin') || caller.scopes.has('suppress:lift');
      if (input.lifts && !mayLift) throw new Problem('forbidden', 'lifts needs the scope suppress:lift');
      if (input.lifts && input.level === 'withdrawn') throw invalid('lifts', 'a withdrawal lifts nothing');
      const customer = reader.customer(input.customerId);
      const name = reader.act(caller.name, input);
      const consentId = ids.consentId(name);
      const { keys } = input;
      const consentAt = (nowMs: number, seal?: (text: string) => string): Consent => ({
        consentId,
        channel: input.channel,
        purpose: input.purpose,
        keys: Object.fromEntries(reader.keyHashes(keys)),
        level: input.level,
        source: input.source,
        atMs: input.atMs ?? nowMs,
        expiresMs: input.expiresAtMs ?? null,
        sealed: keys === undefined ? undefined : seal?.(JSON.stringify({ keys })),
      });
      const lift = async (atMs: number, recordedMs: number): Promise<void> => {
        if (input.lifts) await liftBy({ input, caller, customer, consentId, atMs, recordedMs });
      };
      const said = await once({ store, idAt: name === undefined ? undefined : () => consentId }, (lookFirst) =>
        deps.acts.record({
          lookFirst,
          eventId: () => consentId,
          kind: 'consent',
          customer,
          address: undefined,
          reachesLast: false,
          begin(cold, { nowMs, seal }) {
            const consent = consentAt(nowMs, seal);
            if (consent.atMs > nowMs) throw invalid('at', 'may not lie in the future');
            if (consent.expiresMs !== null && consent.expiresMs <= consent.atMs)
              throw invalid('expiresAt', 'must lie after at');
            putConsent(cold, consent);
            return consent;
          },
          drafts: (step) =>
            input.level === 'withdrawn' ? withdrawal(deps, input, consentAt(step.nowMs).atMs)(step) : [],
          fields: ({ standing, atMs }) => ({
            ...showConsent(consentAt(atMs), undefined),
            caller: caller.name,
            recordedAt: iso(atMs),
            ...(standing.length > 0 && { suppressions: standing.map((one) => showSuppression(one, undefined)) }),
          }),
          secret: secretOf({ keys, evidence: input.evidence }),
        }),
      );
      if ('event' in said) {
        await commitAgain(deps, said);
        const {
          event: _event,
          caller: _caller,
          recordedAt: _at,
          ...then
        } = showEvent(said.event, await keyAt(store, said.home));
        // The time before may have ended between the two.
        await lift(Date.parse(String(then['at'])), said.event.atMs);
        return { ...then, replayed: true };
      }
      const made = said.done;
      const consent = consentAt(made.atMs);
      const shown = {
        ...showConsent(consent, undefined),
        ...(keys && { keys }),
        ...(input.evidence && { evidence: input.evidence }),
        ...(name !== undefined && { replayed: false }),
      };
      if (input.level === 'withdrawn')
        return {
          ...shown,
          suppressions: made.standing.map((one) => showSuppression(one, made.key)),
          revoked: made.revoked,
        };
      await lift(consent.atMs, made.atMs);
      return shown;
    },

    async of(customerId) {
      const customer = reader.customer(customerId);
      const { list, key } = await store.read(customer, (state) => ({
        list: state.record.consented !== 0 ? state.cold().consents : [],
        key: state.record.key,
      }));
      const wanted = new Map(list.map((one) => [one.consentId, showConsent(one, key)]));
      if (wanted.size === 0) return [];
      // Evidence is kept with the events alone.
      for await (const event of allEvents(store, { customer })) {
        const shown = wanted.get(event.eventId);
        if (shown) Object.assign(shown, openSealed(event.sealed, key));
      }
      return [...wanted.values()];
    },
  };
}

/** What a withdrawal suppresses: all that the consent would have covered. */
function withdrawal(deps: RefusalDeps, { channel, purpose, keys, source }: ConsentInput, receivedMs: number) {
  return draftsOf(deps, {
    channels: [channel],
    purposes: [purpose],
    keys,
    targeting: undefined,
    origin: 'refusal',
    signal: 'withdrawn',
    source,
    receivedMs,
    expiresMs: null,
  });
}
