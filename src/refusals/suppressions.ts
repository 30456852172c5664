/** Refusals and operators' suppressions -> what is stored and in force before the answer goes out (contract 3). */
import type { Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { type FieldProblem, invalid, invalidAll, Problem } from '../errors.ts';
import type { KnownRefusals } from '../guard/known-refusals.ts';
import { problemsFoundBy } from '../guard/problems.ts';
import { checkPurposePattern, type RequestReader } from '../guard/requests.ts';
import type { Caller, FittingFields, RefusalInput, SuppressionInput } from '../guard-types.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { seal, unseal } from '../identity/seal.ts';
import type { Ids } from '../ids.ts';
import type { PolicySet } from '../policy/types.ts';
import type { ContactStore } from '../store/store.ts';
import { purposeCovers } from '../vocabulary.ts';
import { scopeOf } from './scope.ts';

export interface SuppressionDeps {
  readonly store: ContactStore;
  readonly reader: RequestReader;
  readonly ids: Ids;
  readonly known: KnownRefusals;
  readonly policies: () => PolicySet;
  /** 16 bytes, base64url: seals evidence and keys, which belong to no request. */
  readonly sealingKey: string;
  /** One line in the structured log for what ends or begins. */
  readonly say: (event: string, fields: Record<string, unknown>) => void;
}

/** Whom a refusal is about: by customer, by address, or by both. */
export interface Subject {
  readonly customer: KeyedHash | undefined;
  readonly address: AddressRef | undefined;
}

interface Draft {
  readonly subject: Subject;
  readonly channels: readonly string[];
  readonly purposes: readonly string[];
  readonly keys: Readonly<Record<string, string>> | undefined;
  readonly targeting: readonly string[] | undefined;
  readonly origin: Suppression['origin'];
  readonly signal: string;
  readonly source: string;
  readonly refusalId: string | undefined;
  readonly sinceMs: number;
  readonly expiresMs: number | null;
  readonly evidence: Readonly<Record<string, unknown>> | undefined;
}

export interface Suppressions {
  /** What is wrong with purpose and address of a request that names a scope. */
  problemsOf(fields: FittingFields): readonly FieldProblem[];
  suppress(input: SuppressionInput): Promise<object>;
  /** @param answers the purpose of the message that the refusal answers: it is suppressed too, where the signal's scope does not cover it */
  refuse(
    input: RefusalInput,
    subject?: Subject,
    answers?: string,
  ): Promise<{ refusalId: string; suppressions: object[] }>;
  /** What a withdrawn consent makes. */
  withdraw(draft: {
    customer: KeyedHash;
    channel: string;
    purpose: string;
    keys: Readonly<Record<string, string>> | undefined;
    source: string;
    evidence: Readonly<Record<string, unknown>> | undefined;
  }): Promise<object[]>;
  ofCustomer(customerId: string): Promise<object[]>;
  ofAddress(address: string, channel: string, region: string | undefined): Promise<object[]>;
  lift(suppressionId: string, why: { reason: string; source: string }, caller: Caller): Promise<void>;
  /** Lifts the customer's refusals within channel and purpose: an opt-in recorded with `lifts`. */
  liftCovered(
    customer: KeyedHash,
    covered: (one: Suppression) => boolean,
    why: { reason: string; source: string },
    caller: Caller,
  ): Promise<void>;
}

export function createSuppressions(deps: SuppressionDeps): Suppressions {
  const { store, reader, ids, known } = deps;

  const addressOf = ({ address, channel, region }: FittingFields): AddressRef | undefined =>
    address === undefined || channel === undefined ? undefined : reader.address(address, channel, region);

  const put = async (draft: Draft): Promise<Suppression[]> => {
    const { customer, address } = draft.subject;
    const sealedFields = {
      ...(draft.keys && { keys: draft.keys }),
      ...(draft.evidence && { evidence: draft.evidence }),
    };
    const made: Suppression[] = draft.channels.flatMap((channel) =>
      draft.purposes.map((purpose) => ({
        suppressionId: ids.suppressionId(customer ? { customer } : { address: address as AddressRef }),
        self: customer !== undefined,
        customer,
        address: address?.hash,
        addressKind: address?.kind,
        channel,
        purpose,
        keys: Object.fromEntries(reader.keyHashes(draft.keys)),
        targeting: draft.targeting ?? [],
        origin: draft.origin,
        signal: draft.signal,
        source: draft.source,
        refusalId: draft.refusalId,
        sinceMs: draft.sinceMs,
        expiresMs: draft.expiresMs,
        sealed: Object.keys(sealedFields).length > 0 ? seal(deps.sealingKey, JSON.stringify(sealedFields)) : undefined,
      })),
    );
    const inForce = await store.suppress(made, { customer, address });
    known.seeSuppressions(inForce);
    return [...inForce];
  };

  const show = (one: Suppression): object => {
    const opened = one.sealed === undefined ? undefined : unseal(deps.sealingKey, one.sealed);
    return {
      suppressionId: one.suppressionId,
      ...(one.address === undefined ? {} : { addressHash: toBase64Url(one.address) }),
      ...(one.customer === undefined ? {} : { customerHash: toBase64Url(one.customer) }),
      channel: one.channel,
      purpose: one.purpose,
      targeting: one.targeting,
      origin: one.origin,
      [one.origin === 'refusal' ? 'signal' : 'reason']: one.signal,
      source: one.source,
      ...(one.refusalId === undefined ? {} : { refusalId: one.refusalId }),
      since: new Date(one.sinceMs).toISOString(),
      expiresAt: one.expiresMs === null ? null : new Date(one.expiresMs).toISOString(),
      ...(opened === undefined ? {} : JSON.parse(opened)),
    };
  };

  const subjectOf = (input: {
    customerId?: string | undefined;
    address?: string | undefined;
    channel: string;
    region?: string | undefined;
  }): Subject => ({
    customer: input.customerId === undefined ? undefined : reader.customer(input.customerId),
    address: addressOf(input),
  });

  /** Who says no by an address alone is the one last reached there; a bounce is about the address, whoever is named. */
  const customerMeant = async (signal: string, { customer, address }: Subject): Promise<KeyedHash | undefined> => {
    if (signal !== 'hard_bounce') return customer ?? (address && (await store.lastCustomerAt(address)));
    if (address === undefined)
      throw invalid(
        'address',
        'a hard bounce is about an address: send it, or the contactId of a message that had one',
      );
    return undefined;
  };

  const lift = async (one: Suppression, why: { reason: string; source: string }, caller: Caller): Promise<void> => {
    await store.lift(one);
    known.forget(one.suppressionId);
    deps.say('suppression.lifted', {
      suppressionId: one.suppressionId,
      origin: one.origin,
      signal: one.signal,
      caller: caller.name,
      ...why,
    });
  };

  const inForce = async (list: readonly Suppression[]): Promise<Suppression[]> => {
    const nowMs = await store.nowMs();
    return list.filter((one) => one.expiresMs === null || one.expiresMs > nowMs);
  };

  const problemsOf: Suppressions['problemsOf'] = ({ purpose, ...fields }) => [
    ...problemsFoundBy([() => purpose === undefined || checkPurposePattern(purpose, deps.policies())]),
    ...reader.problemsOfAddress(fields),
  ];

  const throwProblems = (fields: FittingFields): void => {
    const found = problemsOf(fields);
    if (found.length > 0) throw invalidAll(found);
  };

  return {
    problemsOf,

    async suppress(input) {
      throwProblems(input);
      const subject = subjectOf(input);
      if (!subject.customer && !subject.address) throw invalid('customerId', 'customerId or address is needed');
      const nowMs = await store.nowMs();
      if (input.expiresAtMs !== undefined && input.expiresAtMs <= nowMs)
        throw invalid('expiresAt', 'must lie in the future');
      const [made] = await put({
        subject,
        channels: [input.channel],
        purposes: [input.purpose],
        keys: input.keys,
        targeting: input.targeting,
        origin: 'operator',
        signal: input.reason,
        source: input.source,
        refusalId: undefined,
        sinceMs: nowMs,
        expiresMs: input.expiresAtMs ?? null,
        evidence: input.evidence,
      });
      return show(made as Suppression);
    },

    async refuse(input, given, answers) {
      throwProblems(given ? { purpose: input.purpose, region: input.region } : input);
      const asked = given ?? subjectOf(input);
      if (!asked.customer && !asked.address) throw invalid('customerId', 'customerId, address or contactId is needed');
      const nowMs = await store.nowMs();
      if (input.receivedAtMs !== undefined && input.receivedAtMs > nowMs + 60_000)
        throw invalid('receivedAt', 'may not lie in the future');
      const scope = scopeOf(input, deps.policies(), nowMs);
      const customer = await customerMeant(input.signal, asked);
      const refusalId = ids.refusalId();
      const inForceNow = await put({
        subject: { customer, address: asked.address },
        channels: scope.channels,
        purposes:
          answers === undefined || scope.purposes.some((purpose) => purposeCovers(purpose, answers))
            ? scope.purposes
            : [...scope.purposes, answers],
        keys: scope.keys,
        targeting: input.targeting,
        origin: 'refusal',
        signal: input.signal,
        source: input.source,
        refusalId,
        sinceMs: input.receivedAtMs ?? nowMs,
        expiresMs: scope.expiresMs,
        evidence: input.evidence,
      });
      deps.say('refusal.received', { refusalId, signal: input.signal, source: input.source, channel: input.channel });
      return { refusalId, suppressions: inForceNow.map(show) };
    },

    async withdraw(draft) {
      const made = await put({
        ...draft,
        subject: { customer: draft.customer, address: undefined },
        channels: [draft.channel],
        purposes: [draft.purpose],
        targeting: undefined,
        origin: 'refusal',
        signal: 'withdrawn',
        refusalId: ids.refusalId(),
        sinceMs: await store.nowMs(),
        expiresMs: null,
      });
      return made.map(show);
    },

    async ofCustomer(customerId) {
      const list = await store.read({ customer: reader.customer(customerId), address: undefined }, ({ record }) =>
        record.suppressions.filter((one) => one.self),
      );
      return (await inForce(list)).map(show);
    },

    async ofAddress(address, channel, region) {
      const ref = reader.address(address, channel, region);
      const list = await inForce(await store.suppressionsOfAddress(ref));
      const onChannel = list.filter((one) => channel === '*' || one.channel === '*' || one.channel === channel);
      return onChannel.map(show);
    },

    async lift(suppressionId, why, caller) {
      const home = ids.openSuppressionId(suppressionId);
      const found = home && (await store.findSuppression({ suppressionId, ...home }));
      if (!found) throw new Problem('not-found', 'no suppression with this id is in force');
      const may = caller.scopes.has('admin') || caller.scopes.has('suppress:lift');
      if (found.origin === 'refusal' && !may)
        throw new Problem('forbidden', 'the customer made this refusal; lifting it needs the scope suppress:lift');
      await lift(found, why, caller);
    },

    async liftCovered(customer, covered, why, caller) {
      const list = await store.read({ customer, address: undefined }, ({ record }) =>
        record.suppressions.filter((one) => one.self && covered(one)),
      );
      for (const one of list) await lift(one, why, caller);
    },
  };
}
