/** A refusal: an event that is kept whether or not it changes anything, and the suppressions that follow from it (contract 3). */
import type { Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { invalid } from '../errors.ts';
import type { RefusalInput } from '../guard-contract.ts';
import { isoTime } from '../iso-time.ts';
import { type PurposeScope, type Register, scopeCovers } from '../vocabulary.ts';
import { type Act, bare, type Subject } from './act.ts';
import type { RefusalDeps } from './deps.ts';
import { inForceAt } from './effect.ts';
import { commitAgain } from './ledger-row.ts';
import { type Earlier, once } from './once.ts';
import { checkUntil, scopeOf } from './scope.ts';
import { showSuppression } from './show.ts';
import { beginning } from './text/beginning.ts';
import { mostCharacters, readText, type TextReading } from './text/read-text.ts';

export interface RefusalAnswer {
  readonly refusalId: string;
  readonly suppressions: readonly object[];
  readonly revoked: readonly string[];
  /** With an operation id: whether it was said before. */
  readonly replayed?: boolean;
  /** Of the person's own words. */
  readonly reading?: TextReading['reading'];
  readonly words?: readonly string[];
}

/** What a refusal answers, where it names a message. */
export interface Answered {
  readonly subject: Subject;
  /** Suppressed too, where the signal's scope does not cover it. */
  readonly purpose: string | undefined;
  /** The purpose of the last message there, where nothing names one: its class may decide the scope. */
  readonly lastPurpose?: string | undefined;
}

/** What a person said is not turned away for the clock of whoever passes it on. */
export const latestMs = 60_000;

/** A refusal as it was asked for: the same one, however often it is applied. */
export interface Said {
  readonly input: RefusalInput;
  readonly caller: string;
  readonly answered: Answered;
  /** When it came: by the store's clock, or by the process's where the store was away. */
  readonly askedMs: number;
  /** 16 bytes, latin1: its id follows from this (Hashes.act, where the caller gave an operation id). */
  readonly name: string;
}

/**
 * @param late it was kept: it may have been recorded before, as may what has an operation id; and its person may be erased
 * @throws Problem 422 for what cannot be meant
 */
export async function refuse(
  deps: RefusalDeps,
  said: Said,
  late?: { readonly isErased: boolean },
): Promise<RefusalAnswer> {
  const text = readingOf(said.input);
  const full = refusalAct(deps, said, text);
  const act = late?.isErased ? bare(full) : full;
  const isNamed = said.input.operationId !== undefined;
  const found = await once(
    {
      store: deps.store,
      idAt: isNamed || late ? act.eventId : undefined,
      address: act.address,
      finish: (address) => deps.acts.recoverAt(address, 0),
    },
    (lookFirst) => deps.acts.record({ ...act, lookFirst }),
  );
  if ('event' in found) {
    await commitAgain(deps, found);
    return { ...(await saidBefore(deps, found)), ...text };
  }
  return {
    refusalId: found.done.eventId,
    suppressions: found.done.standing.map((one) => showSuppression(one, found.done.key)),
    revoked: found.done.revoked,
    ...text,
    ...(isNamed ? { replayed: false } : {}),
  };
}

function readingOf({ signal, text }: RefusalInput): TextReading | undefined {
  return signal === 'text' ? readText(text ?? '') : undefined;
}

/** What it made then is shown as far as it still stands. */
async function saidBefore({ store }: RefusalDeps, { event, home }: Earlier): Promise<RefusalAnswer> {
  const made = (event.fields['suppressions'] ?? []) as readonly { suppressionId: string }[];
  // What is left of one has another id, and rests on the same refusal.
  const isMade = (one: Suppression) =>
    one.eventId === event.eventId ||
    made.some(({ suppressionId }) => suppressionId === one.suppressionId || suppressionId === one.waited);
  const { suppressions, nowMs, key } =
    'customer' in home
      ? await store.read(home.customer, (state) => ({ ...state.cold(), nowMs: state.nowMs, key: state.record.key }))
      : await store.readAddress(home.address, ({ cold, nowMs }) => ({ ...cold, nowMs }));
  return {
    refusalId: event.eventId,
    suppressions: suppressions
      .filter((one) => inForceAt(one, nowMs) && isMade(one))
      .map((one) => showSuppression(one, key)),
    revoked: (event.fields['revoked'] ?? []) as readonly string[],
    replayed: true,
  };
}

/** @throws Problem 422 for what cannot be meant */
export function refusalAct(
  deps: Pick<RefusalDeps, 'ids' | 'reader' | 'policies'>,
  { input, caller, answered: { subject, purpose: answers, lastPurpose }, askedMs, name }: Said,
  text: TextReading | undefined = readingOf(input),
): Act {
  if (!subject.customer && !subject.address) throw invalid('customerId', 'customerId, address or contactId is needed');
  if (input.signal === 'hard_bounce' && !subject.address)
    throw invalid(
      'address',
      'is needed for a hard bounce, which is about an address: send it, or the contactId of a message that had one',
    );
  if (input.receivedAtMs !== undefined && input.receivedAtMs > askedMs + latestMs)
    throw invalid('receivedAt', 'may not lie in the future');
  const receivedMs = input.receivedAtMs ?? askedMs;
  const scope = scopeOf(input, text?.reading, deps.policies(), askedMs, answers ?? lastPurpose);
  const isOpen = text?.reading === 'unsure';
  const drafts = draftsOf(deps, {
    channels: scope.channels,
    purposes: purposesWith(scope.purposes, answers, deps.policies().purposes),
    keys: scope.keys,
    targeting: input.targeting,
    origin: 'refusal',
    signal: input.signal,
    source: input.source,
    receivedMs,
    expiresMs: scope.expiresMs,
    ...(scope.atMost && { atMost: scope.atMost }),
    alone: subject.customer === undefined && input.signal !== 'hard_bounce',
    unsure: isOpen,
  });
  return {
    eventId: (home) => deps.ids.refusalId(home, name),
    kind: 'refusal',
    ...(input.signal === 'hard_bounce' ? { customer: undefined, address: subject.address } : subject),
    // A bounce is about the address, whoever is named.
    reachesLast: input.signal !== 'hard_bounce',
    drafts(step) {
      checkUntil(input, askedMs);
      return drafts(step);
    },
    fields: ({ eventId, standing, atMs }) => ({
      refusalId: eventId,
      signal: input.signal,
      ...(text && { reading: text.reading }),
      source: input.source,
      caller,
      channel: input.channel,
      ...(input.purpose === undefined ? {} : { purpose: input.purpose }),
      ...(input.targeting === undefined ? {} : { targeting: input.targeting }),
      ...(input.contactId === undefined ? {} : { contactId: input.contactId }),
      receivedAt: isoTime(receivedMs),
      effectiveAt: isoTime(atMs),
      suppressions: standing.map((one) => showSuppression(one, undefined)),
    }),
    secret: secretOf({
      keys: input.keys,
      scope: Object.keys(scope.keys).length > 0 ? scope.keys : undefined,
      text: keptText(input.text),
      words: text?.words,
      evidence: input.evidence,
      // For whoever decides: by then the message may be forgotten.
      answered: isOpen ? { purpose: answers, lastPurpose } : undefined,
    }),
  };
}

/** What was refused, and in any case what the message that is answered was for. */
export function purposesWith(
  purposes: readonly PurposeScope[],
  answered: string | undefined,
  register: Register,
): readonly PurposeScope[] {
  if (purposes.length === 0 || answered === undefined) return purposes;
  // What has left the register may come back in another class.
  const covers = (one: PurposeScope): boolean =>
    (one.classes === undefined || register.has(answered)) && scopeCovers(one, answered, register);
  return purposes.some(covers) ? purposes : [...purposes, { purpose: answered }];
}

/** What a refusal, an operator or a withdrawn consent suppresses: one for each channel and purpose. */
export interface DraftScope extends Pick<Suppression, 'origin' | 'signal' | 'source' | 'expiresMs' | 'atMost'> {
  /** Undefined: when it begins to bind. */
  readonly receivedMs: number | undefined;
  readonly channels: readonly string[];
  readonly purposes: readonly PurposeScope[];
  readonly keys: Readonly<Record<string, string>> | undefined;
  readonly targeting: readonly string[] | undefined;
  /** Said by an address alone. */
  readonly alone?: boolean;
  /** A person is to decide. */
  readonly unsure?: boolean;
}

export function draftsOf({ ids, reader }: Pick<RefusalDeps, 'ids' | 'reader'>, scope: DraftScope): Act['drafts'] {
  const { channels, purposes, keys = {}, targeting = [], alone, unsure, receivedMs, origin, signal, source } = scope;
  const { expiresMs, atMost } = scope;
  const hasKeys = Object.keys(keys).length > 0;
  return ({ eventId, customer, address, nowMs, seal }) =>
    channels.flatMap((channel) =>
      purposes.map((what) => ({
        ...what,
        origin,
        signal,
        source,
        expiresMs,
        atMost,
        suppressionId: ids.suppressionId(
          customer === undefined && address !== undefined ? { address } : { customer: customer as never },
        ),
        customer,
        address: address?.hash,
        addressKind: address?.kind,
        channel,
        keys: hasKeys ? Object.fromEntries(reader.keyHashes(keys)) : {},
        targeting,
        alone: alone || undefined,
        unsure: unsure || undefined,
        eventId,
        said: 1,
        receivedMs: receivedMs ?? nowMs,
        sinceMs: receivedMs ?? nowMs,
        affirmedMs: nowMs,
        sealed: hasKeys ? seal(JSON.stringify({ keys })) : undefined,
      })),
    );
}

/** JSON of what is there; undefined where nothing is. */
export function secretOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return given.length === 0 ? undefined : JSON.stringify(Object.fromEntries(given));
}

/** What was missed for so long at most: between a look at an address and the note of the contact there. */
const missedMs = 60_000;

/**
 * A contact was noted at an address where somebody refused, by the address alone, since it was looked at: the refusal is of this customer too.
 * Only on a Cluster, where the two lie apart.
 */
export async function bindMissed(
  { store, acts, ids }: Pick<RefusalDeps, 'store' | 'acts' | 'ids'>,
  customer: KeyedHash,
  address: AddressRef,
): Promise<void> {
  const missed = await store.readAddress(address, ({ cold, nowMs }) =>
    cold.suppressions.filter((one) => one.alone && one.customer !== customer && one.affirmedMs > nowMs - missedMs),
  );
  for (const one of missed) {
    const home = ids.openRefusalId(one.eventId);
    const said = home && (await store.event(home, one.eventId));
    await acts.record({
      eventId: ids.refusalId,
      kind: 'refusal',
      customer,
      address,
      reachesLast: false,
      drafts: ({ eventId }) => [{ ...one, suppressionId: ids.suppressionId({ customer }), customer, eventId, said: 1 }],
      fields: ({ eventId, standing, atMs }) => ({
        refusalId: eventId,
        repeats: one.eventId,
        signal: one.signal,
        ...(one.unsure ? { reading: 'unsure' } : {}),
        source: one.source,
        caller: said?.fields['caller'] ?? '',
        channel: one.channel,
        receivedAt: isoTime(one.receivedMs),
        effectiveAt: isoTime(atMs),
        suppressions: standing.map((made) => showSuppression(made, undefined)),
      }),
      secret: undefined,
    });
  }
}

/** A mail may bring what it answers along: the beginning of a longer text is kept. */
function keptText(text: string | undefined): string | undefined {
  return text !== undefined && text.length > mostCharacters ? `${beginning(text, mostCharacters - 1)}…` : text;
}
