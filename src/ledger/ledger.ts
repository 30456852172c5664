/**
 * The second place of what was said: every event is committed here before it is acknowledged, so that a store which comes back empty or old can be
 * brought to what was promised. It holds no id and no address in clear, and what only the person's key opens lies under a key of its own that
 * erasure deletes.
 */
import type { StoredEvent } from '../engine/events.ts';
import type { Consent, Lifted, Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';

/** An event and what it did: enough to do it again to a store that lacks it. */
export interface LedgerRow {
  /** Without what is sealed. */
  readonly event: StoredEvent;
  readonly customer: KeyedHash | undefined;
  readonly address: AddressRef | undefined;
  /** In force because of it, as it stood then; without what is sealed. */
  readonly standing: readonly Suppression[];
  readonly lifts: readonly Lifted[];
  readonly consent?: Consent | undefined;
  /** What is sealed in the store, opened: of the event, and by the ids of suppressions and consents. Nothing where the person was erased. */
  readonly secrets: Readonly<Record<string, string>>;
}

/** How far the ledger goes. Positions are given in the order of the commits, without holes that are filled later. */
export interface LedgerHead {
  /** Names the ledger: another name, another ledger. */
  readonly ledgerId: string;
  readonly position: number;
}

export interface PlacedRow {
  readonly position: number;
  readonly row: LedgerRow;
}

/**
 * All methods but `close` throw where it does not answer in time, and an error that names the setting where it is of another pepper; none re-sends by
 * itself. What is asked first makes its tables where there are none.
 */
export interface Ledger {
  /**
   * Resolves once it is on the ledger's disk; twice is as good as once. An erasure makes unreadable what was said of its customer until then.
   */
  commit(row: LedgerRow): Promise<void>;
  head(): Promise<LedgerHead>;
  /** Oldest first. */
  after(position: number, limit: number): Promise<readonly PlacedRow[]>;
  /** How far each of these suppressions was lifted, as `Lifted.said`. */
  liftsOf(suppressionIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Why it did not answer when it was last asked; undefined: it did. */
  problem(): string | undefined;
  close(): Promise<void>;
}

export interface LedgerParts {
  /** Proof of the pepper. */
  readonly canary: string;
  /** 16 bytes, base64url: seals the rows' keys. */
  readonly pepperKey: string;
}
