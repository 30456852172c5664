/** Operators' suppressions, what is in force for whom, and lifts (contract 3). */

import type { EventKind, StoredEvent } from '../engine/events.ts';
import { addressKinds } from '../engine/record/layout.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { type FieldProblem, invalid, invalidAll, Problem } from '../errors.ts';
import type { Caller, FittingFields, LookupInput, SuppressionInput } from '../guard-contract.ts';
import type { Home } from '../ids.ts';
import { problemsFoundBy } from '../requests/problems.ts';
import { checkPurposePattern } from '../requests/reader.ts';
import { addressKindOf, type Channel } from '../vocabulary.ts';
import type { Subject } from './act.ts';
import type { RefusalDeps } from './deps.ts';
import { inForceAt, mostSuppressions, tooMany } from './effect.ts';
import { allEvents, keyAt } from './events.ts';
import { commitAgain } from './ledger-row.ts';
import { createLifts, type Found, homeOf, type Lifts, type Why } from './lifts.ts';
import { once } from './once.ts';
import { showEvent, showSuppression } from './show.ts';
import { suppressionAct } from './suppression-act.ts';

export interface Suppressions {
  /** What is wrong with purpose and address of a request that names a scope. */
  problemsOf(fields: FittingFields): readonly FieldProblem[];
  /** @throws Problem 422 with everything that is wrong */
  check(fields: FittingFields): void;
  /** @throws Problem 422 */
  subjectOf(input: FittingFields & { customerId?: string | undefined }): Subject;
  suppress(input: SuppressionInput, caller: Caller): Promise<object>;
  ofCustomer(customerId: string): Promise<object[]>;
  ofAddress(input: LookupInput): Promise<object[]>;
  get(suppressionId: string): Promise<object>;
  /** @returns the suppression that stands all the same, said again since */
  lift(suppressionId: string, why: Why, caller: Caller): Promise<object | undefined>;
  /** Lifts what is covered of what stands at an address. @returns what does not stand any more */
  liftAt(
    address: AddressRef,
    covered: (one: Suppression) => boolean,
    why: Why,
    caller: Caller,
  ): Promise<readonly string[]>;
  readonly liftFound: Lifts['liftFound'];
  /**
   * Lifts of what stands for a customer all but what is left: a consent recorded with `lifts`.
   * @param left itself: nothing of it is taken; undefined: all of it is
   */
  leave(
    customer: KeyedHash,
    left: (one: Suppression) => Suppression | undefined,
    why: Why,
    caller: Caller,
  ): Promise<void>;
}

export function createSuppressions(deps: RefusalDeps): Suppressions {
  const { store, reader, ids } = deps;
  const { liftFound, narrow } = createLifts(deps);

  const problemsOf: Suppressions['problemsOf'] = ({ purpose, ...fields }) => [
    ...problemsFoundBy([() => purpose === undefined || checkPurposePattern(purpose, deps.policies())]),
    ...reader.problemsOfAddress(fields),
  ];

  const check: Suppressions['check'] = (fields) => {
    const found = problemsOf(fields);
    if (found.length > 0) throw invalidAll(found);
  };

  const subjectOf: Suppressions['subjectOf'] = (input) => {
    const { customerId, address, channel, region, purpose } = input;
    const customer = customerId === undefined ? undefined : reader.customer(customerId);
    if (address === undefined || channel === undefined) {
      check(input);
      return { customer, address: undefined };
    }
    try {
      if (purpose !== undefined) checkPurposePattern(purpose, deps.policies());
      return { customer, address: reader.address(address, channel, region) };
    } catch (error) {
      // Of what does not fit everything is told.
      if (error instanceof Problem) check(input);
      throw error;
    }
  };

  const atAddress = (address: AddressRef): Promise<Found[]> =>
    store.readAddress(address, ({ cold, nowMs }) =>
      cold.suppressions.filter((one) => inForceAt(one, nowMs)).map((suppression) => ({ suppression, key: cold.key })),
    );

  const ofCustomer = (customer: KeyedHash): Promise<{ own: Found[]; addresses: AddressRef[] }> =>
    store.read(customer, (state) => {
      const { record, nowMs } = state;
      const own = record.suppressed === 0 ? [] : state.cold().suppressions.filter((one) => inForceAt(one, nowMs));
      const last = new Map<string, (typeof record.addresses)[number]>();
      for (const address of record.addresses) {
        const other = last.get(address.kind);
        if (!other || address.lastMs > other.lastMs) last.set(address.kind, address);
      }
      return {
        own: own.map((suppression) => ({ suppression, key: record.key })),
        addresses: [...last.values()].map(({ kind, hash }) => ({ kind, hash })),
      };
    });

  const placesOf = ({ address, addressHash, channel, region }: LookupInput): AddressRef[] => {
    if (addressHash === undefined) return [reader.address(address ?? '', channel, region)];
    const hash = Buffer.from(addressHash, 'base64url').toString('latin1') as KeyedHash;
    // With channel `*` the hash does not say which kind it is of, and hashes of different kinds never meet.
    const kinds = channel === '*' ? addressKinds : [addressKindOf(channel as Channel)];
    return kinds.map((kind) => ({ kind, hash }));
  };

  const inForce = async (suppressionId: string): Promise<{ found: Found | undefined; home: Home | undefined }> => {
    const home = ids.openSuppressionId(suppressionId);
    if (!home) return { found: undefined, home };
    const list = 'customer' in home ? (await ofCustomer(home.customer)).own : await atAddress(home.address);
    const isIt = ({ suppression }: Found) => suppression.suppressionId === suppressionId;
    return { found: list.find(isIt) ?? (await elsewhere(home, suppressionId)).find(isIt), home };
  };

  /** A full record takes a refusal into a wider one; by its own id it stands at the address alone then. */
  const elsewhere = async (home: Home, suppressionId: string): Promise<Found[]> => {
    if (!('customer' in home)) return [];
    for await (const { kind, fields } of allEvents(store, home)) {
      const made = madeBy(kind, fields).find((one) => one['suppressionId'] === suppressionId);
      if (!made) continue;
      const { addressHash, channel } = made as { addressHash?: string; channel: string };
      const places = addressHash === undefined ? [] : placesOf({ addressHash, channel });
      return (await Promise.all(places.map(atAddress))).flat();
    }
    return [];
  };

  /** Of an operator's: a refusal's stands with its refusalId. */
  const saidOf = async (one: Suppression): Promise<Record<string, unknown>> => {
    if (one.origin !== 'operator') return {};
    const home = homeOf(one);
    const event = await store.event(home, one.eventId);
    if (!event) return {};
    const { caller, evidence } = showEvent(event, await keyAt(store, home));
    return { caller, ...(evidence === undefined ? {} : { evidence }) };
  };

  /** @param said of one in force, what it says of itself beside what it does */
  const show = async (
    suppressionId: string,
    said?: (one: Suppression) => Promise<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> => {
    const { found, home } = await inForce(suppressionId);
    if (found) return { ...showSuppression(found.suppression, found.key), ...(await said?.(found.suppression)) };
    const over = home && (await whatItWas(deps, home, suppressionId));
    if (!over) throw new Problem('not-found', 'no suppression with this id is known');
    return over;
  };

  return {
    problemsOf,
    check,
    subjectOf,

    async suppress(input, caller) {
      const subject = subjectOf(input);
      if (!subject.customer && !subject.address) throw invalid('customerId', 'customerId or address is needed');
      // What begins at an address is not turned away any more at the customer, unless it is looked at first.
      const isFull =
        subject.customer !== undefined &&
        subject.address !== undefined &&
        (await ofCustomer(subject.customer)).own.length >= mostSuppressions;
      const made = suppressionAct(deps, input, subject, caller);
      const act: typeof made = {
        ...made,
        // What was set before under this operation id is not looked at again.
        drafts(step) {
          if (input.expiresAtMs !== undefined && input.expiresAtMs <= step.nowMs)
            throw invalid('expiresAt', 'must lie in the future');
          if (isFull) throw tooMany('customerId');
          return made.drafts(step);
        },
      };
      const isNamed = input.operationId !== undefined;
      const idAt = isNamed ? act.eventId : undefined;
      const finish = (address: AddressRef) => deps.acts.recoverAt(address, 0);
      const set = await once({ store, idAt, address: subject.address, finish }, (lookFirst) =>
        deps.acts.record({ ...act, lookFirst }),
      );
      if ('event' in set) {
        await commitAgain(deps, set);
        // As it was answered first.
        const {
          caller: _caller,
          evidence: _evidence,
          ...again
        } = await show(String(set.event.fields['suppressionId']));
        return { ...again, replayed: true };
      }
      const [one] = set.done.standing as [Suppression];
      return { ...showSuppression(one, set.done.key), ...(isNamed ? { replayed: false } : {}) };
    },

    async ofCustomer(customerId) {
      const { own, addresses } = await ofCustomer(reader.customer(customerId));
      const shown = new Map<string, object>();
      for (const { suppression, key } of own)
        shown.set(suppression.suppressionId, { ...showSuppression(suppression, key), by: 'customer' });
      for (const { suppression, key } of (await Promise.all(addresses.map(atAddress))).flat())
        if (!shown.has(suppression.suppressionId))
          shown.set(suppression.suppressionId, { ...showSuppression(suppression, key), by: 'address' });
      return [...shown.values()];
    },

    async ofAddress(input) {
      const { channel } = input;
      const list = (await Promise.all(placesOf(input).map(atAddress))).flat();
      return list
        .filter(({ suppression: one }) => channel === '*' || one.channel === '*' || one.channel === channel)
        .map(({ suppression, key }) => showSuppression(suppression, key));
    },

    get: (suppressionId) => show(suppressionId, saidOf),

    async lift(suppressionId, why, caller) {
      const { found } = await inForce(suppressionId);
      if (!found) throw new Problem('not-found', 'no suppression with this id is in force');
      const may = caller.scopes.has('admin') || caller.scopes.has('suppress:lift');
      if (found.suppression.origin === 'refusal' && !may)
        throw new Problem('forbidden', 'the customer made this refusal; lifting it needs the scope suppress:lift');
      const standing = await liftFound(found.suppression, why, caller);
      return standing && showSuppression(standing, found.key);
    },

    async liftAt(address, covered, why, caller) {
      const lifted: string[] = [];
      for (const { suppression } of await atAddress(address)) {
        if (!covered(suppression)) continue;
        if (!(await liftFound(suppression, why, caller))) lifted.push(suppression.suppressionId);
      }
      return lifted;
    },

    liftFound,

    async leave(customer, left, why, caller) {
      for (const found of (await ofCustomer(customer)).own) {
        const rest = left(found.suppression);
        if (rest === undefined) await liftFound(found.suppression, why, caller);
        else if (rest !== found.suppression) await narrow(found, rest, why, caller);
      }
    },
  };
}

/** A suppression that is over, from the events: what made it, and what ended it. */
async function whatItWas(
  { store }: RefusalDeps,
  home: Home,
  suppressionId: string,
): Promise<Record<string, unknown> | undefined> {
  let made: StoredEvent | undefined;
  let lift: StoredEvent['fields'] | undefined;
  // All of them: the clock may have stepped back before it was lifted.
  for await (const event of allEvents(store, home)) {
    const { kind, fields } = event;
    if (kind === 'lift' && fields['suppressionId'] === suppressionId && !fields['stands']) lift ??= fields;
    if (madeBy(kind, fields).some((one) => one['suppressionId'] === suppressionId)) made ??= event;
  }
  if (!made) return undefined;
  const shown = madeBy(made.kind, showEvent(made, await keyAt(store, home)));
  return {
    ...shown.find((one) => one['suppressionId'] === suppressionId),
    ...(lift && { liftedAt: lift['at'], liftedBy: lift['caller'], liftReason: lift['reason'] }),
  };
}

/** The suppressions that an event shows. */
function madeBy(kind: EventKind, fields: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  const { event: _event, at: _at, revoked: _revoked, ...own } = fields;
  return kind === 'suppression' ? [own] : ((fields['suppressions'] as Record<string, unknown>[] | undefined) ?? []);
}
