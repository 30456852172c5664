/** Taking back what stands: a suppression whole, or what a consent covers of it. */
import type { EventKind } from '../engine/events.ts';
import type { Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import { Problem } from '../errors.ts';
import type { Caller } from '../guard-contract.ts';
import { toBase64Url } from '../identity/hashes.ts';
import { unseal } from '../identity/seal.ts';
import type { Home } from '../ids.ts';
import { isoTime } from '../iso-time.ts';
import type { RefusalDeps } from './deps.ts';
import { allEvents } from './events.ts';
import { showSuppression } from './show.ts';

export interface Why {
  readonly reason: string;
  readonly source: string;
}

/** A lift that is somebody's decision. */
export interface Decided {
  /** Said in the event too. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Said there, sealed. */
  readonly secret: string | undefined;
  readonly mustStand: boolean;
}

export interface Found {
  readonly suppression: Suppression;
  readonly key: string | undefined;
}

export interface Lifts {
  /** @returns what stands all the same. @throws Problem 409 where it must stand and does not */
  liftFound(one: Suppression, why: Why, caller: Caller, decided?: Decided): Promise<Suppression | undefined>;
  /** Lifts a part: what is left takes its place in the same step, and rests on the same refusal. */
  narrow(found: Found, left: Suppression, why: Why, caller: Caller): Promise<void>;
}

export function createLifts({ store, ids, acts }: Pick<RefusalDeps, 'store' | 'ids' | 'acts'>): Lifts {
  const liftFound: Lifts['liftFound'] = async (one, why, caller, decided) => {
    const said = await liftedOf(one);
    const { standing } = await acts.lift({
      eventId: ids.eventId(),
      suppression: one,
      mustStand: decided?.mustStand ?? false,
      secret: decided?.secret,
      fields: ({ atMs, stands }) => ({
        ...said,
        ...why,
        ...decided?.fields,
        caller: caller.name,
        at: isoTime(atMs),
        ...(stands ? { stands } : {}),
      }),
    });
    return standing;
  };

  const narrow: Lifts['narrow'] = async ({ suppression: one, key }, left, why, caller) => {
    const said = await liftedOf(one);
    const keys = one.sealed === undefined || key === undefined ? undefined : unseal(key, one.sealed);
    const eventId = ids.eventId();
    const suppressionId = ids.suppressionId(homeOf(one));
    try {
      await acts.record({
        eventId: () => eventId,
        kind: 'lift',
        customer: one.customer as KeyedHash | undefined,
        address: addressOf(one),
        replaces: one,
        reachesLast: false,
        drafts: ({ nowMs, seal }) => [
          { ...left, suppressionId, said: 1, affirmedMs: nowMs, sealed: keys === undefined ? undefined : seal(keys) },
        ],
        fields: ({ standing, atMs }) => ({
          ...said,
          ...why,
          caller: caller.name,
          at: isoTime(atMs),
          suppressions: standing.map((made) => showSuppression(made, undefined)),
        }),
        secret: keys,
      });
    } catch (error) {
      // It was said again at this moment, or is lifted already: what stands, stands.
      if (!(error instanceof Problem && error.code === 'conflict')) throw error;
    }
  };

  /** What a lift says of the suppression that it takes. */
  const liftedOf = async (one: Suppression): Promise<Readonly<Record<string, unknown>>> => ({
    suppressionId: one.suppressionId,
    ...(one.address === undefined ? {} : { addressHash: toBase64Url(one.address) }),
    refusalIds: one.origin === 'refusal' ? await refusalsBehind(homeOf(one), one) : [],
  });

  /** The refusals that a suppression rests on, as far as they are kept. */
  const refusalsBehind = async (home: Home, one: Suppression): Promise<string[]> => {
    const found = new Set([one.eventId]);
    for await (const event of allEvents(store, home)) {
      const made = event.fields['suppressions'] as { suppressionId: string }[] | undefined;
      if (saysNo(event.kind) && made?.some(({ suppressionId }) => suppressionId === one.suppressionId))
        found.add(event.eventId);
    }
    return [...found];
  };

  return { liftFound, narrow };
}

function addressOf({ addressKind: kind, address }: Suppression): AddressRef | undefined {
  return kind === undefined || address === undefined ? undefined : { kind, hash: address as KeyedHash };
}

/** A consent that suppresses something is withdrawn. */
function saysNo(kind: EventKind): boolean {
  return kind === 'refusal' || kind === 'consent';
}

/** Whose events tell of it: what is about a customer too is the customer's. */
export function homeOf(one: Suppression): Home {
  return one.customer === undefined
    ? { address: addressOf(one) as AddressRef }
    : { customer: one.customer as KeyedHash };
}
