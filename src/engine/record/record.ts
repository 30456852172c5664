/**
 * One customer's state, decoded: the packed contacts and what hangs on them (design: one compact record per customer).
 * Steps change it in place; stores decode, run one step, and encode what changed, all inside one atomic step.
 */
import type { AddressKind, ConsentLevel, Outcome, PurposeScope } from '../../vocabulary.ts';
import type { DecideRequest, KeyedHash, Kind } from '../request.ts';

/** `counts` against caps; `failed` gives the slot back unless a rule says otherwise; `cancelled` never left; `inbound` never counts. */
export type ContactStatus = 'counts' | 'failed' | 'cancelled' | 'inbound';

export interface StoredContact {
  /** Number in the record: with the customer's hash it names the contact. */
  readonly seq: number;
  /** When it counts from. */
  atMs: number;
  kind: Kind;
  status: ContactStatus;
  /** Reserved with `confirmBy`, neither confirmed nor made final: see `Hold`. */
  held: boolean;
  /** Known to have arrived. */
  arrived: boolean;
  /** True once `confirm` moved it: `atMs` is then later than the instant its id was made. */
  moved: boolean;
  /** Position in `addresses`, or undefined. */
  address: number | undefined;
  /** Keyed hashes of `name=value`, 6 bytes each (latin1). */
  keys: readonly string[];
}

export interface StoredOperation {
  readonly id: string;
  readonly body: string;
  readonly seq: number;
  /** Known until then: 24 hours from its making, and as long as a hold of its contact is kept. */
  readonly untilMs: number;
}

export interface StoredAddress {
  readonly hash: KeyedHash;
  readonly kind: AddressKind;
  lastMs: number;
}

export interface StoredOutcome {
  readonly seq: number;
  readonly outcome: Outcome;
  readonly atMs: number;
}

/** A contact reserved ahead of its sending; ends by itself at `confirmByMs`. Its whole request stands apart: `HeldRequest`. */
export interface Hold {
  readonly seq: number;
  readonly confirmByMs: number;
  /** `open` until confirmed, made final by an outcome, denied by `confirm`, ended by a refusal (`revoked`), or over. */
  state: 'open' | 'confirmed' | 'final' | 'denied' | 'revoked';
  readonly createdMs: number;
}

/** What `confirm` judges again. Each stands by itself: as long as the record names its hold, and never changed. */
export interface HeldRequest {
  readonly seq: number;
  readonly request: DecideRequest;
  /** The request as sent, sealed with the customer's key: copied into the entries that `confirm` makes. */
  readonly sealed: string;
}

/** Who must not be contacted, where, what for, until when (contract 3). */
export interface Suppression extends PurposeScope {
  readonly suppressionId: string;
  readonly customer: string | undefined;
  readonly address: string | undefined;
  readonly addressKind: AddressKind | undefined;
  readonly channel: string;
  /** Keyed hashes of `name=value` by name: binds requests with the same values or without that key. */
  readonly keys: Readonly<Record<string, string>>;
  readonly targeting: readonly string[];
  /** Made by a refusal (`signal`), or set by an operator (`reason`). */
  readonly origin: 'refusal' | 'operator';
  readonly signal: string;
  readonly source: string;
  /** The person's own cap: binds only while so many contacts of class marketing lie in the window. */
  readonly atMost?: { readonly limit: number; readonly windowMs: number };
  /** Said by the address alone: also of the customer last contacted there. */
  readonly alone?: true;
  /** Made by words that may be no refusal: a person is to decide (reviews.ts). */
  readonly unsure?: true;
  /** The suppression that waited for a person, who decided that this one is to stand. */
  readonly waited?: string | undefined;
  /** The event it rests on; of several that said the same, the newest. */
  readonly eventId: string;
  /** How many said so, in the order in which they came into force: of two that are on their way this tells the newer. */
  readonly said: number;
  readonly sinceMs: number;
  /** When the newest of the events it rests on was said. */
  readonly receivedMs: number;
  /** When it took effect. */
  readonly affirmedMs: number;
  readonly expiresMs: number | null;
  /** Keys in clear, sealed with the key of whoever's part it lies in. */
  readonly sealed: string | undefined;
}

export interface Consent {
  readonly consentId: string;
  readonly channel: string;
  readonly purpose: string;
  readonly keys: Readonly<Record<string, string>>;
  readonly level: ConsentLevel;
  readonly source: string;
  readonly atMs: number;
  readonly expiresMs: number | null;
  readonly sealed: string | undefined;
}

/** A suppression that a lift took, as long as an event that would put it back may still be on its way. */
export interface Lifted {
  readonly suppressionId: string;
  /** Taken as far as it was said then. */
  readonly said: number;
  readonly atMs: number;
}

/** An event that was applied already, as long as somebody may apply it again. */
export interface Applied {
  readonly eventId: string;
  readonly atMs: number;
  /** The contacts whose holds it ended. */
  readonly revoked: readonly string[];
}

/** What the usual decision does not need: kept apart, and read only where the hot part says that something here may matter. */
export interface ColdRecord {
  suppressions: Suppression[];
  /** Of each scope the latest. */
  consents: Consent[];
  lifted: Lifted[];
  applied: Applied[];
}

export interface CustomerRecord {
  nextSeq: number;
  /** Newest first by `atMs`. */
  contacts: StoredContact[];
  /** Newest first. */
  operations: StoredOperation[];
  addresses: StoredAddress[];
  outcomes: StoredOutcome[];
  holds: Hold[];
  /** 16 bytes, base64url: seals this customer's fields in the log; erasing it makes them unreadable. */
  key: string | undefined;
  /** Until when the key must live: the retention of the newest entry sealed with it. */
  keyUntilMs: number;
  /** Bit i: the cold part holds a suppression on channels[i], whatever its scope. */
  suppressed: number;
  /** The same of its consents. */
  consented: number;
  /** Changes with every write of the cold part, so that whoever compares the hot part has compared both. */
  coldVersion: number;
}

export function emptyRecord(firstSeq: number): CustomerRecord {
  return {
    nextSeq: firstSeq,
    contacts: [],
    operations: [],
    addresses: [],
    outcomes: [],
    holds: [],
    key: undefined,
    keyUntilMs: 0,
    suppressed: 0,
    consented: 0,
    coldVersion: 0,
  };
}

export function emptyCold(): ColdRecord {
  return { suppressions: [], consents: [], lifted: [], applied: [] };
}

/** The newest stamp: new contacts are never stamped earlier, so that a clock that steps back opens no window. */
export function newestMs(record: CustomerRecord): number {
  return record.contacts[0]?.atMs ?? 0;
}

export function contactBySeq(record: CustomerRecord, seq: number): StoredContact | undefined {
  return record.contacts.find((contact) => contact.seq === seq);
}

export function holdOf(record: CustomerRecord, seq: number): Hold | undefined {
  return record.holds.find((hold) => hold.seq === seq);
}

/** True where nobody confirmed it in time. */
export function hasRunOut({ state, confirmByMs }: Hold, nowMs: number): boolean {
  return state === 'open' && nowMs >= confirmByMs;
}

/** @returns those of the holds that the record names no more */
export function endedHolds(record: CustomerRecord, before: readonly number[]): number[] {
  const named = new Set(record.holds.map(({ seq }) => seq));
  return before.filter((seq) => !named.has(seq));
}

/** Takes the next number that no contact has. */
export function takeSeq(record: CustomerRecord): number {
  const used = new Set(record.contacts.map((contact) => contact.seq));
  let seq = record.nextSeq;
  while (used.has(seq)) seq = (seq + 1) & 0xffff;
  record.nextSeq = (seq + 1) & 0xffff;
  return seq;
}

/** Puts a contact where its instant belongs, newest first. */
export function insertContact(record: CustomerRecord, contact: StoredContact): void {
  const at = record.contacts.findIndex((other) => other.atMs <= contact.atMs);
  if (at === -1) record.contacts.push(contact);
  else record.contacts.splice(at, 0, contact);
}

export function removeContact(record: CustomerRecord, seq: number): void {
  record.contacts = record.contacts.filter((contact) => contact.seq !== seq);
}
