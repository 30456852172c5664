/** Consents as they are recorded: of each scope the latest counts; a withdrawal is also a no (contract 3). */
import { eventMs, type StoredEvent } from '../engine/events.ts';
import { holdsKeys } from '../engine/facts.ts';
import type { ColdRecord, Consent, Suppression } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { keepKeyUntil, keyOf } from '../engine/steps/sealed-entry.ts';
import { pruneCold, type StepResult, type StepState } from '../engine/steps/step.ts';
import { invalid, Problem } from '../errors.ts';
import type { Caller, ConsentInput } from '../guard-contract.ts';
import { seal } from '../identity/seal.ts';
import { checkPurposePattern } from '../requests/reader.ts';
import { purposeCovers } from '../vocabulary.ts';
import { acknowledged } from './acknowledged.ts';
import type { RefusalDeps } from './deps.ts';
import { affirm, endHolds } from './effect.ts';
import { allEvents, keyAt } from './events.ts';
import { atCustomer, type LookFirst, once } from './once.ts';
import { draftsOf, secretOf } from './refuse.ts';
import { iso, openSealed, showConsent, showEvent, showSuppression } from './show.ts';
import type { Suppressions } from './suppressions.ts';

export interface Consents {
  record(input: ConsentInput, caller: Caller): Promise<object>;
  of(customerId: string): Promise<object[]>;
}

/** Scopes of one customer (contract 3). */
export const mostScopes = 200;

interface Recorded {
  readonly consent: Consent;
  readonly all: readonly Consent[];
  readonly event: StoredEvent;
  readonly key: string;
  /** What a withdrawal suppresses. */
  readonly standing: readonly Suppression[];
  readonly revoked: readonly string[];
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
  const { store, reader, ids, tools } = deps;

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
      const keysText = secretOf({ keys: input.keys });
      const secret = secretOf({ keys: input.keys, evidence: input.evidence });
      const step = (state: StepState, lookFirst: LookFirst | undefined): StepResult<Recorded> => {
        const { record, nowMs } = state;
        const cold = state.cold();
        const atMs = input.atMs ?? nowMs;
        if (atMs > nowMs) throw invalid('at', 'may not lie in the future');
        if (input.expiresAtMs !== undefined && input.expiresAtMs <= atMs)
          throw invalid('expiresAt', 'must lie after at');
        lookFirst?.(atCustomer(customer, record));
        const sealingKey = keyOf(record, tools.newKey);
        keepKeyUntil(record, nowMs + eventMs);
        pruneCold(record, cold, nowMs);
        const made: Consent = {
          consentId,
          channel: input.channel,
          purpose: input.purpose,
          keys: Object.fromEntries(reader.keyHashes(input.keys)),
          level: input.level,
          source: input.source,
          atMs,
          expiresMs: input.expiresAtMs ?? null,
          sealed: keysText === undefined ? undefined : seal(sealingKey, keysText),
        };
        putConsent(cold, made);
        const refused =
          input.level === 'withdrawn'
            ? affirm(
                cold.suppressions,
                draftsOf(deps, {
                  channels: [input.channel],
                  purposes: [input.purpose],
                  keys: input.keys,
                  targeting: undefined,
                  origin: 'refusal',
                  signal: 'withdrawn',
                  source: input.source,
                  receivedMs: atMs,
                  expiresMs: null,
                })({ eventId: consentId, customer, address: undefined, nowMs, seal: (text) => seal(sealingKey, text) }),
                nowMs,
              )
            : [];
        const ended = endHolds(record, cold, refused, nowMs).flatMap((seq) => {
          const hold = record.holds.find((one) => one.seq === seq);
          return hold ? [tools.contactId(customer, seq, hold.createdMs)] : [];
        });
        const event: StoredEvent = {
          eventId: consentId,
          kind: 'consent',
          atMs: nowMs,
          fields: {
            ...showConsent(made, undefined),
            caller: caller.name,
            recordedAt: iso(nowMs),
            ...(refused.length > 0 && { suppressions: refused.map((one) => showSuppression(one, undefined)) }),
            ...(input.level === 'withdrawn' && { revoked: ended }),
          },
          sealed: secret === undefined ? undefined : seal(sealingKey, secret),
        };
        const value = {
          consent: made,
          all: [...cold.consents],
          event,
          key: sealingKey,
          standing: refused,
          revoked: ended,
        };
        return { value, changed: true, coldChanged: true, entries: [], events: [event] };
      };
      const lift = async (atMs: number, recordedMs: number): Promise<void> => {
        if (input.lifts) await liftBy({ input, caller, customer, consentId, atMs, recordedMs });
      };
      const said = await once({ store, idAt: name === undefined ? undefined : () => consentId }, (lookFirst) =>
        acknowledged(store, async (writes) => {
          const recorded = await writes.transact(customer, (state) => step(state, lookFirst));
          deps.known.seeConsents(customer, recorded.all);
          deps.known.seeSuppressions(recorded.standing);
          deps.acts.tell(recorded.event, customer);
          return recorded;
        }),
      );
      if ('event' in said) {
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
      const { consent, event, key, standing, revoked } = said.done;
      const shown = {
        ...showConsent(consent, key),
        ...(input.evidence === undefined ? {} : { evidence: input.evidence }),
        ...(name === undefined ? {} : { replayed: false }),
      };
      if (input.level === 'withdrawn')
        return { ...shown, suppressions: standing.map((one) => showSuppression(one, key)), revoked };
      await lift(consent.atMs, event.atMs);
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

/** Keeps of each scope the latest. @throws Problem 422 where there are too many scopes; a withdrawal widens instead of being turned away */
function putConsent(cold: ColdRecord, made: Consent): void {
  const place = cold.consents.findIndex((one) => scopeKey(one) === scopeKey(made));
  const earlier = cold.consents[place];
  if (earlier) {
    if (made.atMs >= earlier.atMs) cold.consents[place] = made;
    return;
  }
  if (cold.consents.length < mostScopes) {
    cold.consents.push(made);
    return;
  }
  if (made.level !== 'withdrawn')
    throw invalid(
      'purpose',
      `this customer has consents of ${mostScopes} scopes, which is the most: widen one of them`,
    );
  const wide = { ...made, purpose: '*', keys: {}, sealed: undefined };
  const widened = cold.consents.findIndex((one) => scopeKey(one) === scopeKey(wide));
  if (widened === -1) cold.consents.push(wide);
  else if ((cold.consents[widened] as Consent).atMs <= wide.atMs) cold.consents[widened] = wide;
}

function scopeKey({ channel, purpose, keys }: Consent): string {
  return JSON.stringify([channel, purpose, Object.entries(keys).sort(([a], [b]) => (a < b ? -1 : 1))]);
}
