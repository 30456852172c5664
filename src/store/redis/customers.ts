/**
 * Atomic steps over a customer by optimistic writing: read, run the steps here, write with commit.lua only where the parts are still the same,
 * else again.
 */

import { monotonicMs } from '../../clock.ts';
import { decodeAddressHot, encodeAddressHot, isNewsAt } from '../../engine/record/address.ts';
import { encodeRecord } from '../../engine/record/codec.ts';
import { encodeCold, hasReview, isEmpty } from '../../engine/record/cold.ts';
import { encodeHeld } from '../../engine/record/held.ts';
import { UnknownName } from '../../engine/record/names.ts';
import { type CustomerRecord, endedHolds, holdOf } from '../../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import type { StepState } from '../../engine/steps/state.ts';
import { addressMs, type StepResult } from '../../engine/steps/step.ts';
import { toBase64Url } from '../../identity/hashes.ts';
import { eventsFromMs, heldUntilMs, recordExpiryMs, type Written } from '../store.ts';
import { bucketOf, reviewMark, tagOf } from './keys.ts';
import { type Beside, commitParts, createRead, effectsOf, hashBytes, type PartDeps, textValue } from './parts.ts';
import type { Place, Value } from './place.ts';
import { createRunSteps, type Ran, type Seen, type SeenAddress, type Step } from './run-steps.ts';
import { asManyAsFit, createTurns, type Outcome, type Turn } from './turns.ts';

export interface Customers {
  /**
   * @param untilMs nothing begins to be written from then on (monotonic)
   * @param first what was just read, for a first try without waiting for a turn
   * @param written takes note of what is to be acknowledged, and of what was found as it should be
   */
  transact<T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    untilMs?: number,
    first?: Seen,
    written?: Written,
  ): Promise<T>;
  read<T>(customer: KeyedHash, look: (state: StepState) => T): Promise<T>;
  /** Reads the hot part of an address. */
  lookAt(address: AddressRef): Promise<SeenAddress>;
  /** On a Cluster: notes whom a contact was for, and tells of a refusal that came since the address was looked at. */
  note(customer: KeyedHash, address: AddressRef, atMs: number, seen: SeenAddress | undefined): Promise<void>;
}

/** What of it is to be written. */
type Done = Omit<Ran, 'results'> & { readonly results: readonly StepResult<unknown>[] };

export function createCustomers(
  deps: PartDeps & { readonly onMissed: (customer: KeyedHash, address: AddressRef) => Promise<void> },
): Customers {
  const { link, keys, names, tools, usable, oneNode } = deps;
  const read = createRead(deps);

  /** @param wanted those of the customer first */
  const readAll = async (wanted: readonly string[]): Promise<Seen> => {
    const values = new Map<string, Value>();
    let nowMs = 0;
    // On a Cluster the address before the customer: whoever asked after a refusal was acknowledged sees it.
    for (const some of oneNode ? [wanted] : [...Map.groupBy(wanted, tagOf).values()].reverse()) {
      const answer = await read(some);
      nowMs = answer.nowMs;
      some.forEach((key, at) => void values.set(key, answer.values[at] ?? null));
    }
    return { nowMs, values };
  };

  const readHot = ({ hot }: Place): Promise<Seen> => readAll([hot]);

  const lookAt = async (ref: AddressRef): Promise<SeenAddress> => {
    const { hot } = keys.address(ref);
    return { ref, hot: (await readAll([hot])).values.get(hot) ?? null };
  };

  const run = createRunSteps(deps, readAll);

  const encode = async (record: CustomerRecord, lives: 'for-ever' | 'for-a-time'): Promise<Buffer> => {
    for (;;) {
      try {
        return encodeRecord(record, names, lives);
      } catch (error) {
        if (!(error instanceof UnknownName) || error.missing === undefined) throw error;
        await names.learn(error);
      }
    }
  };

  /** Requests of holds that were made or are over, and the key of a person who is erased. */
  const besideOf = (customer: KeyedHash, { results, record, holds }: Done, hotChanged: boolean): Beside[] => {
    const ended = hotChanged ? endedHolds(record, holds) : [];
    const beside: Beside[] = ended.map((seq) => ({ key: keys.held(customer, seq), value: null }));
    for (const { held, erases } of results) {
      const hold = held && holdOf(record, held.seq);
      if (hold)
        beside.push({ key: keys.held(customer, hold.seq), value: encodeHeld(held), untilMs: heldUntilMs(hold) });
      if (erases?.subject !== undefined)
        beside.push({ key: keys.subject(bucketOf(customer), erases.subject), value: null });
    }
    return beside;
  };

  /** @returns false where something changed in between */
  const write = async (
    customer: KeyedHash,
    place: Place,
    done: Done,
    reached: StepResult<unknown>['reached'],
    written: readonly Written[],
    untilMs: number,
  ): Promise<boolean> => {
    const { nowMs, hot, record, cold, address, results } = done;
    const notes = reached && (await noteFor(customer, reached, address));
    const coldChanged = results.some((one) => one.coldChanged);
    const hotChanged = coldChanged || results.some(({ changed }) => changed);
    const entries = results.flatMap((one) => one.entries);
    const events = results.flatMap((one) => one.events ?? []);
    const writes = hotChanged || entries.length > 0 || events.length > 0;
    // What another process wrote and this one found is acknowledged too: compared once more, and proved.
    if (!writes && written.length === 0 && !(oneNode && notes)) return true;
    usable();
    const expiry = recordExpiryMs(record, cold, tools, nowMs);
    const there = address ?? notes?.there;
    const effects = effectsOf(results);
    const newHot = async () =>
      isEmpty(record, cold) ? null : encode(record, expiry === null ? 'for-ever' : 'for-a-time');
    const isWritten = await commitParts(
      deps,
      place,
      {
        hot,
        newHot: hotChanged ? await newHot() : undefined,
        newCold: !cold ? 'unread' : !coldChanged ? undefined : textValue(encodeCold(cold)),
        ttlMs: expiry === null ? null : expiry - nowMs,
        address:
          oneNode && there ? { key: keys.address(there.ref).hot, seen: there.hot, note: notes?.bytes } : undefined,
        waiting:
          coldChanged && cold
            ? [{ member: reviewMark + toBase64Url(customer), is: hasReview(cold.suppressions) }]
            : undefined,
        events,
        effects,
        eventsFromMs: events.length > 0 && cold ? eventsFromMs(cold, nowMs) : undefined,
        entries,
        beside: besideOf(customer, done, hotChanged),
        written,
      },
      nowMs,
      untilMs,
    );
    if (isWritten) deps.told(effects);
    return isWritten;
  };

  /** One try. @returns undefined where something changed in between */
  const attempt = async (
    customer: KeyedHash,
    turns: readonly Turn<Step>[],
    untilMs: number,
    first?: Seen,
  ): Promise<ReadonlyMap<Turn<Step>, Outcome> | undefined> => {
    const place = keys.customer(customer);
    const seen = first ?? (await readHot(place));
    const { ran, did, threw } = await asManyAsFit(turns, (steps) => run(customer, place, steps, seen));
    const results = did.map(({ result }) => result);
    const reached = results.findLast((one) => one.reached)?.reached;
    const written = did.flatMap(({ turn }) => (turn.written ? [turn.written] : []));
    if (!(await write(customer, place, { ...ran, results }, reached, written, untilMs))) return undefined;
    let unnoted: Outcome | undefined;
    if (reached && !oneNode)
      await note(customer, reached.address, reached.atMs, ran.address).catch((error: unknown) => {
        unnoted = { error };
      });
    const outcomeOf = ({ reached, value }: StepResult<unknown>): Outcome => (reached && unnoted) || { value };
    return new Map([...threw, ...did.map(({ turn, result }) => [turn, outcomeOf(result)] as const)]);
  };
  const inTurn = createTurns((customer: KeyedHash) => customer, deps.writeMs, attempt);

  /** The note of a contact at an address as its new hot part; undefined where what stands there is as good. */
  const noteFor = async (
    customer: KeyedHash,
    { address, atMs }: NonNullable<StepResult<unknown>['reached']>,
    looked: SeenAddress | undefined,
  ): Promise<{ there: SeenAddress; bytes: Buffer } | undefined> => {
    if (!oneNode) return undefined;
    const there = looked?.ref.hash === address.hash ? looked : await lookAt(address);
    const hot = decodeAddressHot(there.hot ?? undefined);
    if (!isNewsAt(hot, customer, atMs)) return undefined;
    return { there, bytes: encodeAddressHot({ ...hot, lastCustomer: customer, lastMs: atMs }) };
  };

  const note: Customers['note'] = async (customer, address, atMs, seen) => {
    const hot = seen && decodeAddressHot(seen.hot ?? undefined);
    // Who was last contacted there already is bound by what comes.
    if (hot && !isNewsAt(hot, customer, atMs)) return;
    const version = await link.run('note', [keys.address(address).hot], [hashBytes(customer), atMs, addressMs]);
    if (seen && version !== (hot?.coldVersion ?? 0)) await deps.onMissed(customer, address);
  };

  return {
    async transact(customer, step, untilMs, first, written) {
      usable();
      const turn = { step, untilMs, written };
      const done = first && (await attempt(customer, [turn], untilMs ?? monotonicMs() + deps.writeMs, first));
      return (done ? given(done, turn) : await inTurn(customer, turn)) as never;
    },
    lookAt,
    note,
    async read(customer, look) {
      usable();
      const place = keys.customer(customer);
      const seen = await readHot(place);
      const step: Step = (state) => ({ value: look(state), changed: false, entries: [] });
      const turn = { step, untilMs: Number.POSITIVE_INFINITY, written: undefined };
      const { did, threw } = await asManyAsFit([turn], (steps) => run(customer, place, steps, seen));
      return (did[0] ? did[0].result.value : given(threw, turn)) as never;
    },
  };
}

function given<S>(outcomes: ReadonlyMap<Turn<S>, Outcome>, turn: Turn<S>): unknown {
  const outcome = outcomes.get(turn) as Outcome;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
