/**
 * The port between the guard and where state lives. Every sentence here is held by `conformance.ts` on every adapter.
 *
 * All methods throw `StoreUnavailable` where the store does not answer within its deadline, refuses, or fails its checks; `unknown: true`
 * says that the write may have happened. None hangs and none re-sends a write by itself. Nothing begins to be written after it was thrown.
 *
 * `untilMs` (monotonic, `clock.ts`) is the instant from which on nothing begins to be written for the question: it travels with it from its arrival.
 * Absent, adapters have a patience of their own.
 */
import type { CustomerRecord, Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import type { DecideInput, DecideOutcome } from '../engine/steps/decide.ts';
import type { LogEntry, StepResult, StepState, StepTools } from '../engine/steps/step.ts';

/** Whose state a step works on. The address, where given, is linked to the customer before its suppressions are read. */
export interface StepTarget {
  readonly customer: KeyedHash;
  readonly address: AddressRef | undefined;
}

export interface StoreHealth {
  /** Why decisions fail safe; empty: all is as it should be. */
  readonly problems: readonly string[];
  /** What is only reported: versions, clock difference, checks in report mode. */
  readonly details: Readonly<Record<string, unknown>>;
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

export interface ContactStore {
  /** Opens, checks, and reads what the process needs. @throws Error with one line that says what is wrong with the deployment. */
  open(): Promise<void>;
  close(): Promise<void>;

  /** The step of a decision. Must answer what `transact` with `decideStep` would, and may be faster. */
  decide(input: DecideInput, tools: StepTools, untilMs?: number): Promise<DecideOutcome>;

  /**
   * Runs `step` over the customer's state as one atomic step: what it changed and its entries are stored together, or not at all, before this
   * resolves. The step may be run several times with fresh state and must be pure.
   */
  transact<T>(target: StepTarget, step: (state: StepState) => StepResult<T>, untilMs?: number): Promise<T>;

  /** Like `transact`, but reads only: nothing is linked or stored. */
  read<T>(target: StepTarget, look: (state: StepState) => T): Promise<T>;

  /**
   * Puts suppressions in force. When it resolves, they bind every decision that starts from then on, by any process on this store, and every
   * customer linked to the address. Those already in force with the same signal, source, subject, scope and expiry are returned in their place.
   */
  suppress(
    suppressions: readonly Suppression[],
    target: { customer: KeyedHash | undefined; address: AddressRef | undefined },
  ): Promise<readonly Suppression[]>;

  suppressionsOfAddress(address: AddressRef): Promise<readonly Suppression[]>;

  /** The customer whom the newest contact to this address was for. */
  lastCustomerAt(address: AddressRef): Promise<KeyedHash | undefined>;

  /** Looks a suppression up by where its id says it lives; undefined: unknown. */
  findSuppression(home: SuppressionHome): Promise<Suppression | undefined>;

  /** Ends a suppression wherever it is copied. */
  lift(suppression: Suppression): Promise<void>;

  /** Appends entries that no step makes (the spool's), once each by `decisionId`. */
  enter(customer: KeyedHash, make: (key: string) => LogEntry, newKey: () => string): Promise<void>;

  entries(filter: EntryFilter, limit: number, cursor: string | undefined): Promise<EntryPage>;
  entry(decisionId: string, hint: { atMs: number; bucket: number }): Promise<StoredEntry | undefined>;
  /** Calls back for every entry stored from now on, by any process, in an order that may differ a little between processes. */
  follow(onEntry: (entry: StoredEntry) => void, signal: AbortSignal): Promise<void>;
  /** Removes entries past their retention; returns how many. */
  expireEntries(): Promise<number>;
  /** Hands out every entry, oldest first, and then, with `drain`, removes what was handed out. */
  exportEntries(onEntry: (entry: StoredEntry) => Promise<void>, drain: boolean): Promise<number>;

  /** Records that this policy set is active from now on, and returns all that were active, oldest first. */
  activate(revision: Omit<StoredRevision, 'active'>): Promise<readonly StoredRevision[]>;
  revisions(): Promise<readonly StoredRevision[]>;

  /** Why the store is out of reach as far as this process knows now, found out whether or not anybody asks; empty: it is in use. */
  problems(): readonly string[];
  health(): Promise<StoreHealth>;
  /** Names the data, opaque (22 characters): made with it and gone with it, the same for every process on it. */
  dataId(): Promise<string>;
  nowMs(): Promise<number>;
}

export interface SuppressionHome {
  readonly suppressionId: string;
  readonly customer: KeyedHash | undefined;
  readonly address: AddressRef | undefined;
}

/** How the record outlives its contacts: null for ever, else the instant after which nothing in it can be asked for. */
export function recordExpiryMs(record: CustomerRecord, tools: StepTools, nowMs: number): number | null {
  // Who was reached at an address is bound by a refusal of it, however late that comes.
  if (record.suppressions.length > 0 || record.consents.length > 0 || record.addresses.length > 0) return null;
  if (record.contacts.some((contact) => tools.keptForEver(contact.kind))) return null;
  const newest = Math.max(record.contacts[0]?.atMs ?? nowMs, ...record.outcomes.map((outcome) => outcome.atMs));
  const holds = record.holds.map((hold) => hold.confirmByMs + 8 * 86_400_000);
  return Math.max(newest + tools.historyMs(nowMs) + 86_400_000, nowMs + 2 * 86_400_000, record.keyUntilMs, ...holds);
}
