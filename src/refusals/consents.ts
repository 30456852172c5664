/** Consents as they are recorded: of each scope the latest counts; a withdrawal is also a no (contract 3). */
import { holdsKeys } from '../engine/facts.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { KeyedHash } from '../engine/request.ts';
import { invalid, Problem } from '../errors.ts';
import type { Caller, ConsentInput } from '../guard-contract.ts';
import { checkPurposePattern } from '../requests/reader.ts';
import { bare } from './act.ts';
import { consentAct, type SaidWithdrawal, withdrawalAct } from './consent-act.ts';
import type { RefusalDeps } from './deps.ts';
import { leftOf } from './effect.ts';
import { allEvents, keyAt } from './events.ts';
import { commitAgain } from './ledger-row.ts';
import { once } from './once.ts';
import { openSealed, showConsent, showEvent, showSuppression } from './show.ts';
import type { Suppressions } from './suppressions.ts';

export interface Consents {
  /** @param name 16 bytes, latin1: its id follows from this (Hashes.act, where the caller gave an operation id) */
  record(input: ConsentInput, caller: Caller, name: string): Promise<object>;
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
    const isTaken = (one: Suppression) =>
      one.origin === 'refusal' &&
      one.receivedMs < atMs &&
      one.affirmedMs <= recordedMs &&
      holdsKeys(new Map(Object.entries(one.keys)), keys) &&
      (input.channel === '*' || one.channel === input.channel);
    const left = (one: Suppression) => (isTaken(one) ? leftOf(one, input.purpose, deps.policies().purposes) : one);
    const why = { reason: `consent ${consentId}`, source: input.source };
    return suppressions.leave(customer, left, why, caller);
  };

  return {
    async record(input, caller, name) {
      checkPurposePattern(input.purpose, deps.policies());
      const mayLift = caller.scopes.has('admin') || caller.scopes.has('suppress:lift');
      if (input.lifts && !mayLift) throw new Problem('forbidden', 'lifts needs the scope suppress:lift');
      if (input.lifts && input.level === 'withdrawn') throw invalid('lifts', 'a withdrawal lifts nothing');
      const customer = reader.customer(input.customerId);
      const consentId = ids.consentId(customer, name);
      const isNamed = input.operationId !== undefined;
      const { keys } = input;
      const act = consentAct(deps, input, { caller: caller.name, consentId });
      const lift = async (atMs: number, recordedMs: number): Promise<void> => {
        if (input.lifts) await liftBy({ input, caller, customer, consentId, atMs, recordedMs });
      };
      const said = await once({ store, idAt: isNamed ? act.eventId : undefined }, (lookFirst) =>
        deps.acts.record({ ...act, lookFirst }),
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
      const consent = act.consentAt(made.atMs);
      const shown = {
        ...showConsent(consent, undefined),
        ...(keys && { keys }),
        ...(input.evidence && { evidence: input.evidence }),
        ...(isNamed && { replayed: false }),
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
        const { evidence } = openSealed(event.sealed, key);
        if (shown && evidence !== undefined) shown['evidence'] = evidence;
      }
      return [...wanted.values()];
    },
  };
}

/** Enters a withdrawal that was kept; twice is as good as once. */
export async function enterWithdrawal(deps: RefusalDeps, said: SaidWithdrawal, isErased: boolean): Promise<void> {
  const full = withdrawalAct(deps, said);
  const act = isErased ? bare(full) : full;
  const found = await once({ store: deps.store, idAt: act.eventId }, (lookFirst) =>
    deps.acts.record({ ...act, lookFirst }),
  );
  if ('event' in found) await commitAgain(deps, found);
}
