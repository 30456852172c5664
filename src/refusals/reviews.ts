/**
 * Words that may be no refusal suppress until a person decides (contract 3). What waits is the suppression itself: it is in the store as long as it
 * is in force, and what decides it is a lift of just what was said until then.
 */
import type { Cursors } from '../cursors.ts';
import type { StoredEvent } from '../engine/events.ts';
import type { Suppression } from '../engine/record/record.ts';
import { Problem, UnknownCursor } from '../errors.ts';
import type { Caller, RefusalInput, ReviewDecision, ReviewQuery } from '../guard-contract.ts';
import type { Home } from '../ids.ts';
import { isoTime } from '../iso-time.ts';
import type { RefusalDeps } from './deps.ts';
import { type Answered, draftsOf, purposesWith, secretOf } from './refuse.ts';
import { scopeOf } from './scope.ts';
import { openSealed, showSuppression } from './show.ts';
import type { Suppressions } from './suppressions.ts';

export interface Reviews {
  /** Whoever waits longest first, within a page. */
  list(query: ReviewQuery): Promise<{ reviews: object[]; nextCursor: string | null }>;
  /** @throws Problem 404 for what never was in review, 409 for what is decided */
  decide(refusalId: string, decision: ReviewDecision, caller: Caller): Promise<object>;
}

export function createReviews(
  deps: RefusalDeps,
  suppressions: Pick<Suppressions, 'liftFound'>,
  cursors: Cursors,
): Reviews {
  const { store, ids } = deps;

  const waitingAt = async (home: Home): Promise<{ waiting: Suppression[]; key: string | undefined }> =>
    'customer' in home
      ? store.read(home.customer, (state) => ({
          waiting: state.cold().suppressions.filter(({ unsure }) => unsure),
          key: state.record.key,
        }))
      : // What a customer is known for waits in the customer's record.
        store.readAddress(home.address, ({ cold }) => ({
          waiting: cold.suppressions.filter(({ unsure, customer }) => unsure && customer === undefined),
          key: cold.key,
        }));

  const show = async (home: Home, one: Suppression, key: string | undefined): Promise<object> => {
    const event = await store.event(home, one.eventId);
    const { text, words } = openSealed(event?.sealed, key);
    return {
      id: one.eventId,
      refusalId: one.eventId,
      channel: one.channel,
      text: text ?? null,
      words: words ?? [],
      source: one.source,
      receivedAt: isoTime(one.receivedMs),
      said: one.said,
      suppression: showSuppression(one, key),
    };
  };

  const pageAfter = async (place: string | undefined, limit: number) => {
    const after = place === undefined ? { name: '', id: '' } : readPlace(place);
    const homes = (await store.reviewHomes())
      .map((home) => ({ home, name: nameOf(home) }))
      .filter(({ name }) => name >= after.name)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const found: { atMs: number; review: object; place: Place }[] = [];
    // One more than fits says that there is another page.
    for (const { home, name } of homes) {
      if (found.length > limit) break;
      const { waiting, key } = await waitingAt(home);
      const left = waiting
        .filter(({ suppressionId }) => name !== after.name || suppressionId > after.id)
        .sort((a, b) => (a.suppressionId < b.suppressionId ? -1 : 1));
      for (const one of left.slice(0, limit + 1 - found.length))
        found.push({
          atMs: one.receivedMs,
          review: await show(home, one, key),
          place: { name, id: one.suppressionId },
        });
    }
    const page = found.slice(0, limit);
    const last = page.at(-1)?.place;
    return {
      reviews: page.sort((a, b) => a.atMs - b.atMs).map(({ review }) => review),
      nextCursor: found.length > limit && last ? `${last.name} ${last.id}` : null,
    };
  };

  return {
    list: ({ limit, cursor }) => cursors.page({ list: 'reviews' }, cursor, (place) => pageAfter(place, limit)),

    async decide(refusalId, { decision, by, note }, caller) {
      const home = ids.openRefusalId(refusalId);
      const event = home && (await store.event(home, refusalId));
      if (!home || event?.fields['reading'] !== 'unsure')
        throw new Problem('not-found', 'no review with this id is known');
      const { waiting, key } = await waitingAt(home);
      const one = waiting.find((other) => isOf(event, other));
      if (!one)
        throw new Problem(
          'conflict',
          'this review is decided already, its suppression was lifted, or the person was erased, and what was said binds',
        );
      const fields = { decides: refusalId, decision, by };
      const isRefusal = decision === 'refusal';
      // What lasts takes the place of what waited, in one step: the decision that comes second finds nothing to decide.
      const lasting = isRefusal ? await recordLasting(event, one, { fields, note }, caller, key) : [];
      const why = { reason: `decided: ${decision}`, source: 'review' };
      await suppressions.liftFound(one, why, caller, { fields, secret: secretOf({ note }), mustStand: !isRefusal });
      return { id: refusalId, refusalId, decision, by, suppressions: lasting };
    },
  };

  /** What refusals.yaml says of `stop` now that it is decided, from this instant on. */
  async function recordLasting(
    event: StoredEvent,
    one: Suppression,
    decided: { readonly fields: Readonly<Record<string, unknown>>; readonly note: string | undefined },
    caller: Caller,
    key: string | undefined,
  ): Promise<object[]> {
    const { text, words, keys, answered } = openSealed(event.sealed, key);
    const { purpose, lastPurpose } = (answered ?? {}) as Partial<Answered>;
    const input: RefusalInput = {
      channel: one.channel as RefusalInput['channel'],
      signal: 'text',
      source: one.source,
      keys: keys as RefusalInput['keys'],
      purpose: event.fields['purpose'] as string | undefined,
    };
    const scope = scopeOf(input, 'refusal', deps.policies(), await store.nowMs(), purpose ?? lastPurpose);
    const drafts = draftsOf(deps, {
      ...scope,
      purposes: purposesWith(scope.purposes, purpose, deps.policies().purposes),
      targeting: one.targeting,
      origin: 'refusal',
      signal: 'text',
      source: one.source,
      receivedMs: one.receivedMs,
      ...(one.alone ? { alone: true } : {}),
    });
    const applied = await deps.acts.record({
      eventId: ids.refusalId,
      kind: 'refusal',
      customer: one.customer as never,
      address:
        one.address === undefined || one.addressKind === undefined
          ? undefined
          : { kind: one.addressKind, hash: one.address as never },
      replaces: one,
      reachesLast: one.alone ?? false,
      drafts: (step) => drafts(step).map((draft) => ({ ...draft, sinceMs: one.sinceMs, waited: one.suppressionId })),
      fields: ({ eventId, standing, atMs }) => ({
        refusalId: eventId,
        signal: 'text',
        reading: 'refusal',
        ...decided.fields,
        source: one.source,
        caller: caller.name,
        channel: one.channel,
        receivedAt: isoTime(one.receivedMs),
        effectiveAt: isoTime(atMs),
        suppressions: standing.map((made) => showSuppression(made, undefined)),
      }),
      secret: secretOf({
        keys,
        scope: Object.keys(scope.keys).length > 0 ? scope.keys : undefined,
        text,
        words,
        note: decided.note,
      }),
    });
    return applied.standing.map((made) => showSuppression(made, applied.key));
  }
}

function isOf(event: StoredEvent, one: Suppression): boolean {
  const made = (event.fields['suppressions'] ?? []) as readonly { suppressionId: string }[];
  return made.some(({ suppressionId }) => suppressionId === one.suppressionId);
}

/** By which pages are parted: whose review, and which of them. */
interface Place {
  readonly name: string;
  readonly id: string;
}

function nameOf(home: Home): string {
  return 'customer' in home
    ? `c${Buffer.from(home.customer, 'latin1').toString('hex')}`
    : `a${home.address.kind}${Buffer.from(home.address.hash, 'latin1').toString('hex')}`;
}

/** @throws UnknownCursor */
function readPlace(place: string): Place {
  const [, name, id] = /^([ac]\w{8,60}) (sup_[\w-]{1,60})$/.exec(place) ?? [];
  if (name === undefined || id === undefined) throw new UnknownCursor();
  return { name, id };
}
