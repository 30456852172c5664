/**
 * The port between the guard and where state lives. Every sentence here is held by `conformance.ts` on every adapter.
 *
 * All methods throw `StoreUnavailable` where the store does not answer within its deadline, refuses, or fails its checks; `unknown: true`
 * says that the write may have happened. So does what reads something that is damaged or of another version. None hangs and none re-sends a write by itself.
 */
import type { WallClock } from '../clock.ts';
import { type Effect, eventMs, type StoredEvent } from '../engine/events.ts';
import type { LogEntry } from '../engine/log-entry.ts';
import type { AddressCold, AddressHot } from '../engine/record/address.ts';
import type { ColdRecord, CustomerRecord, Hold } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import type { DecideInput, DecideOutcome } from '../engine/steps/decide.ts';
import type { StepState } from '../engine/steps/state.ts';
import { addressMs, type StepResult, type StepTools } from '../engine/steps/step.ts';
import type { StoreUnavailable } from '../errors.ts';
import type { Pace } from '../pace.ts';

export interface StoreHealth {
  /** Why decisions fail safe; empty: all is as it should be. */
  readonly problems: readonly string[];
  /** What is only reported: versions, clock difference, checks in report mode. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** An address as a step of its own finds it; the step may change both parts in place. */
export interface AddressState {
  readonly hot: AddressHot;
  readonly cold: AddressCold;
  readonly nowMs: number;
}

/** A step of an address that nothing is stored of. */
export interface NewAddressStep<T> {
  readonly address: AddressRef;
  step(state: AddressState): AddressResult<T>;
}

export interface AddressResult<T> {
  readonly value: T;
  readonly changed: boolean;
  /** Events about the address alone, stored in the same step. */
  readonly events?: readonly StoredEvent[];
  /** What the step did: told to every process once it is stored. */
  readonly effect?: Effect;
}

/** Whose events: a customer's, or those of an address that no customer is known for. */
export type EventHome = { readonly customer: KeyedHash } | { readonly address: AddressRef };

export interface EventPage {
  /** Newest first. */
  readonly events: readonly StoredEvent[];
  readonly nextCursor: string | null;
}

export interface EffectFollower {
  readonly onEffect: (effect: Effect) => void;
  /** Effects of other processes may have been missed until now. */
  readonly onGap: () => void;
}

export interface EntryFilter {
  readonly allowed: boolean | undefined;
  readonly channel: string | undefined;
  readonly purpose: string | undefined;
  readonly caller: string | undefined;
  /** All must be on the entry. */
  readonly tags: readonly string[];
  /** The subjects of one customer; undefined: everybody. */
  readonly subject: { readonly customer: KeyedHash; readonly subject: string } | undefined;
  readonly fromMs: number | undefined;
  readonly toMs: number | undefined;
}

/** A stored entry with the key that unseals it; undefined key: the person was erased. */
export interface StoredEntry {
  readonly json: string;
  readonly key: string | undefined;
}

export interface EntryPage {
  readonly entries: readonly StoredEntry[];
  readonly nextCursor: string | null;
}

/** A policy set as the store remembers it. */
export interface StoredRevision {
  readonly revision: string;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
  readonly longestWindowMs: number;
  /** Closed spans are [from, until); the last one is open where `untilMs` is null. */
  readonly active: readonly { readonly fromMs: number; readonly untilMs: number | null }[];
}

export interface ActiveRevision extends Omit<StoredRevision, 'active'> {
  readonly isStill?: boolean;
}

/** What several steps wrote and is to be acknowledged together; the store notes there how it finds it again. Begins empty. */
export type Written = string[];

/** What a store is built with. */
export interface StoreParts {
  /** Told of a contact at an address where somebody refused since it was looked at. */
  readonly onMissed?: (customer: KeyedHash, address: AddressRef) => Promise<void>;
  readonly tools: StepTools;
  readonly clock: WallClock;
  /** Proof of the pepper, compared with the store's own at start. */
  readonly canary: string;
  /** When the id of a decision was made; 0 for what is no such id. */
  readonly madeMs: (decisionId: string) => number;
  /** Called where no store was there before, and one was made. */
  readonly created?: () => void;
}

export interface ContactStore {
  /** Opens, checks, and reads what the process needs. @throws Error with one line that says what is wrong with the deployment. */
  open(): Promise<void>;
  close(): Promise<void>;

  /**
   * The step of a decision. Must answer what `transact` with `decideStep` would, and may be faster.
   * @param writeByMs monotonic instant from which on nothing may begin to be written
   */
  decide(input: DecideInput, tools: StepTools, writeByMs?: number): Promise<DecideOutcome>;

  /**
   * Runs `step` over the customer's state as one atomic step: what it changed, its entries and its events are stored together, or not at all,
   * before this resolves; an event that is stored already, by its id, stays as it is. Whom it reached at an address must be noted there, unless a later contact is, before this resolves; of a refusal that
   * came into force at that address since the step looked at it, the customer must be told (`onMissed`).
   * The step may be run several times with fresh state and must be pure.
   * What it erases must be gone in the same step: entries of that subject are found by nobody's id any more and opened by no key; and the store's
   * own files, if this process writes them, must not hold what was there before when this resolves.
   */
  transact<T>(
    customer: KeyedHash,
    step: (state: StepState) => StepResult<T>,
    writeByMs?: number,
    written?: Written,
  ): Promise<T>;

  /** Like `transact`, but reads only: nothing is noted or stored. */
  read<T>(customer: KeyedHash, look: (state: StepState) => T): Promise<T>;

  /** Runs `step` over an address's state as one atomic step; from when it resolves, every step that looks at the address must see what it changed. */
  transactAddress<T>(
    address: AddressRef,
    step: (state: AddressState) => AddressResult<T>,
    written?: Written,
  ): Promise<T>;

  /**
   * Runs each step that is of an address nothing is stored of, as `transactAddress` would, and leaves the others: what many say at once costs less so.
   * The steps may not throw.
   * @returns for each what its step returned; undefined where it was left; why, where the store was out of reach and it may be done or not
   */
  transactNewAddresses<T>(
    steps: readonly NewAddressStep<T>[],
    written?: Written,
  ): Promise<(T | undefined | StoreUnavailable)[]>;

  /**
   * Resolves when all that took note of itself in `written` is as safe as a refusal must be before it is acknowledged (`REDIS_ACK`); throws
   * where it is not within `deadlines.ackMs`: it binds all the same.
   */
  settled(written: Written): Promise<void>;

  readAddress<T>(address: AddressRef, look: (state: AddressState) => T): Promise<T>;

  /** Addresses that hold events which are not applied everywhere. */
  pendingAddresses(): Promise<readonly AddressRef[]>;

  /** Whose suppressions wait for a person to decide: customers, and addresses that no customer is known for; those at an address of a known one may be named too. */
  reviewHomes(): Promise<readonly EventHome[]>;

  /**
   * Newest first, those of one instant by their ids, the last in the alphabet first.
   * Those of the last 400 days, and older ones as long as what they made is in force. A store may keep more of them until it is tended and the
   * next event is stored.
   * @throws UnknownCursor
   */
  events(home: EventHome, limit: number, cursor: string | undefined): Promise<EventPage>;
  event(home: EventHome, eventId: string): Promise<StoredEvent | undefined>;
  /** From now on calls back for what every step of any process did, once it is stored: this process's own at once; one may come twice. */
  followEffects(follower: EffectFollower): void;

  /** Appends entries that no step makes (the spool's), once each by `decisionId`; one that stands there damaged gives way. */
  enter(customer: KeyedHash, make: (key: string) => LogEntry, newKey: () => string): Promise<void>;

  /**
   * Newest first. Once the signal says that whoever asked has gone, no more is read for it. What takes long is read in slices, with rests as `pace` has them.
   * @throws UnknownCursor
   */
  entries(
    filter: EntryFilter,
    limit: number,
    cursor: string | undefined,
    signal?: AbortSignal,
    pace?: Pace,
  ): Promise<EntryPage>;
  entry(decisionId: string, hint: { atMs: number; bucket: number }): Promise<StoredEntry | undefined>;
  /** Calls back for every entry stored from now on, by any process, in an order that may differ a little between processes. */
  follow(onEntry: (entry: StoredEntry) => void, signal: AbortSignal): Promise<void>;
  /** Removes entries past their retention, and events that are older than 400 days and made nothing that is in force; returns how many entries. */
  expireEntries(): Promise<number>;
  /** Hands out every entry, oldest first, and then, with `drain`, removes what was handed out. */
  exportEntries(onEntry: (entry: StoredEntry) => Promise<void>, drain: boolean): Promise<number>;

  /**
   * Records that this policy set is active from now on, and returns all that were active, oldest first. With `isStill`, of a set that was activated
   * before: that it is active now. Where another one was activated since, it was active until now; no span begins and none ends.
   */
  activate(revision: ActiveRevision): Promise<readonly StoredRevision[]>;
  revisions(): Promise<readonly StoredRevision[]>;

  /** Why the store is out of reach as far as this process knows now, found out whether or not anybody asks; empty: it is in use. */
  problems(): readonly string[];
  health(): Promise<StoreHealth>;
  /** Names the data, opaque (22 characters): made with it and gone with it, the same for every process on it. */
  dataId(): Promise<string>;
  nowMs(): Promise<number>;

  /** Another number each time the store may have lost something that it had: after a new connection, or a change of its nodes. */
  epoch(): number;
  /** What was set last, in every part of the store; undefined: nothing, or a part lacks it or has another one. */
  ledgerMark(): Promise<string | undefined>;
  /** Kept with the data, after all that was written before: a store that has the mark has that, too. */
  setLedgerMark(mark: string): Promise<void>;
}

const dayMs = 86_400_000;
/** Between what an event says of when it was, and when it was stored. */
const eventSlackMs = 5 * 60_000;

/** The instant before which no event of a customer or an address is kept: what is in force rests on later ones. */
export function eventsFromMs({ suppressions, consents = [] }: InForce, nowMs: number): number {
  const alive = suppressions.filter(({ expiresMs }) => expiresMs === null || expiresMs > nowMs);
  const oldest = [...alive.map(({ sinceMs }) => sinceMs), ...consents.map(({ atMs }) => atMs)].map(
    (ms) => ms - eventSlackMs,
  );
  return Math.min(nowMs - eventMs, ...oldest);
}

export interface InForce {
  readonly suppressions: ColdRecord['suppressions'];
  readonly consents?: ColdRecord['consents'];
}

/**
 * How the record outlives its contacts: null for ever, else the instant after which nothing in it can be asked for. Both parts live as long.
 * @param cold undefined where it was not looked at: a store then keeps both parts at least as long as they were to live
 */
export function recordExpiryMs(
  record: CustomerRecord,
  cold: ColdRecord | undefined,
  tools: StepTools,
  nowMs: number,
): number | null {
  const neededMs = neededUntilMs(record, cold, tools, nowMs);
  return neededMs === null ? null : Math.max(neededMs, nowMs + 2 * dayMs);
}

/** The instant after which nothing in a record can be asked for, which may be long past; null: never. */
export function neededUntilMs(
  record: CustomerRecord,
  cold: ColdRecord | undefined,
  tools: StepTools,
  nowMs: number,
): number | null {
  if (record.consented !== 0 || record.contacts.some((contact) => tools.keptForEver(contact.kind, nowMs))) return null;
  if (cold?.suppressions.some((one) => one.expiresMs === null)) return null;
  const newest = Math.max(record.contacts[0]?.atMs ?? 0, ...record.outcomes.map((outcome) => outcome.atMs));
  return Math.max(
    newest + tools.historyMs(nowMs) + dayMs,
    record.keyUntilMs,
    // Who was reached at an address is bound by a refusal of it, however late that comes.
    ...record.addresses.map(({ lastMs }) => lastMs + addressMs),
    ...record.holds.map(heldUntilMs),
    ...(cold?.suppressions ?? []).map((one) => one.expiresMs ?? 0),
  );
}

/** How long the request of a hold is kept: no shorter than the record may name it (`prune`). */
export function heldUntilMs({ confirmByMs }: Hold): number {
  return confirmByMs + 8 * dayMs;
}

/** How long an address is kept from a write of its cold part on: null for ever, while somebody refused there for good. */
export function addressExpiryMs(hot: AddressHot, cold: AddressCold, nowMs: number): number | null {
  if (cold.suppressions.some((one) => one.expiresMs === null) || cold.pending.length > 0) return null;
  // Its key opens what was said by the address alone; an opt-in is told from its repetition as long.
  const keyUntilMs = cold.key === undefined && cold.heard.length === 0 ? 0 : nowMs + eventMs;
  return Math.max(
    nowMs + 2 * dayMs,
    keyUntilMs,
    hot.lastMs + addressMs,
    ...cold.suppressions.map((one) => one.expiresMs ?? 0),
  );
}
