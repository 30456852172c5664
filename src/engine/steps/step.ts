/** What every step shares: a step is a pure function over a customer's state that a store runs inside one atomic step. */
import type { Register } from '../../vocabulary.ts';
import type { Basis } from '../decision.ts';
import type { Effect, StoredEvent } from '../events.ts';
import type { Facts } from '../facts.ts';
import type { LogEntry } from '../log-entry.ts';
import type { Plan } from '../plan.ts';
import {
  type ColdRecord,
  type CustomerRecord,
  type HeldRequest,
  hasRunOut,
  holdOf,
  newestMs,
  type StoredContact,
} from '../record/record.ts';
import type { AddressRef, KeyedHash, Kind } from '../request.ts';
import type { ZoneClock } from '../zone-clock.ts';

export interface StepResult<T> {
  readonly value: T;
  /** True where the record was changed and must be written. */
  readonly changed: boolean;
  /** True where its cold part was, too. */
  readonly coldChanged?: boolean;
  /** The request of the hold that was made. */
  readonly held?: HeldRequest | undefined;
  /** Events, stored in the same atomic step. */
  readonly events?: readonly StoredEvent[];
  /** What they did: told to every process once it is stored. */
  readonly effect?: Effect;
  /** The person is forgotten: the key of this subject goes from the log, and what was written from the store's files. */
  readonly erases?: { readonly subject: string | undefined };
  /** Whom the customer was reached at: noted with the address before the answer. */
  readonly reached?: { readonly address: AddressRef; readonly atMs: number } | undefined;
  /** Entries of the decision log, stored in the same atomic step. */
  readonly entries: readonly LogEntry[];
}

export interface AllowedIds {
  readonly decisionId: string;
  readonly contactId: string;
}

/** What steps need from outside: time zones, identifiers, sealing, how long history is kept. */
export interface StepTools {
  readonly clock: ZoneClock;
  contactId(customer: KeyedHash, seq: number, createdMs: number): string;
  /** Both ids of a decision that made a contact. */
  allowedIds(customer: KeyedHash, seq: number, atMs: number): AllowedIds;
  newKey(): string;
  /** The register of the day. */
  register(): Register;
  /** History is kept this long behind now (contract 6, last paragraph). */
  historyMs(nowMs: number): number;
  /** True where a rule counts contacts of this kind for ever, by a set that is in force or was within the last 31 days. */
  keptForEver(kind: Kind, nowMs: number): boolean;
  /** Told of everything that is judged, so that the process knows refusals when the store is out of reach. */
  observe(customer: KeyedHash, facts: Facts, nowMs: number): void;
}

/** True while this contact counts against caps; an open hold counts until its `confirmBy`. */
export function countsAt(record: CustomerRecord, contact: StoredContact, nowMs: number): boolean {
  if (contact.status !== 'counts') return false;
  if (!contact.held) return true;
  const hold = holdOf(record, contact.seq);
  return hold === undefined || !hasRunOut(hold, nowMs);
}

export function stampFor(record: CustomerRecord, nowMs: number): number {
  return Math.max(nowMs, newestMs(record));
}

export function basisOf(plan: Plan, clock: ZoneClock, consentId: string | undefined): Basis {
  const { request } = plan;
  const assumeZones = plan.rules.find((rule) => rule.assumeZones !== undefined)?.assumeZones;
  const zones = clock.zonesOf({ timeZone: request.timeZone, region: request.region ?? undefined, assumeZones });
  return {
    region: request.region,
    zones: zones.zones.length > 40 ? 'all' : zones.zones,
    ...(consentId === undefined ? {} : { consentId }),
  };
}

const dayMs = 86_400_000;
/** Operation ids are known this long after their contact was made. */
const operationMs = dayMs;
/** Holds that ended are remembered this long, so that a late `confirm` is told why. */
const endedHoldMs = 7 * dayMs;

/** Until when the operation id of a contact made now is known: at least as long as its hold is remembered. */
export function operationUntilMs(nowMs: number, confirmByMs: number | undefined): number {
  return Math.max(nowMs + operationMs, confirmByMs === undefined ? 0 : confirmByMs + endedHoldMs);
}

/** Drops what no rule and no caller can ask for any more. */
export function prune(record: CustomerRecord, tools: StepTools, nowMs: number): void {
  const cutMs = nowMs - tools.historyMs(nowMs);
  const forgotten = new Set<number>();
  record.holds = record.holds.filter((hold) => {
    const kept = nowMs < hold.confirmByMs + endedHoldMs;
    // A hold that ended unconfirmed does not count, and without the hold nothing would say so.
    if (!kept && hold.state === 'open') forgotten.add(hold.seq);
    return kept;
  });
  if (forgotten.size > 0) record.contacts = record.contacts.filter((contact) => !forgotten.has(contact.seq));
  const holds = new Set(record.holds.map((hold) => hold.seq));
  record.operations = record.operations.filter((operation) => nowMs <= operation.untilMs);
  const named = new Set([...holds, ...record.operations.map((operation) => operation.seq)]);
  // A cooldown runs from the outcome, which may be much later than its contact.
  for (const outcome of record.outcomes) if (outcome.atMs > cutMs) named.add(outcome.seq);
  record.contacts = record.contacts.filter(
    (contact) => contact.atMs > cutMs || named.has(contact.seq) || tools.keptForEver(contact.kind, nowMs),
  );
  const alive = new Set(record.contacts.map((contact) => contact.seq));
  record.outcomes = record.outcomes.filter((outcome) => alive.has(outcome.seq));
  pruneAddresses(record, nowMs);
}

/** Where a customer was reached is kept this long: a refusal of that address binds requests without one. */
export const addressMs = 400 * dayMs;

function pruneAddresses(record: CustomerRecord, nowMs: number): void {
  const kept = record.addresses.filter(({ lastMs }) => lastMs > nowMs - addressMs);
  if (kept.length === record.addresses.length) return;
  const moved = new Map(record.addresses.map((address, place) => [place, kept.indexOf(address)]));
  for (const contact of record.contacts) {
    const place = contact.address === undefined ? -1 : (moved.get(contact.address) ?? -1);
    contact.address = place === -1 ? undefined : place;
  }
  record.addresses = kept;
}

/** Lifts and events are remembered this long beside what they did: nobody applies an event later than that. */
const appliedMs = 15 * 60_000;

/** Those that somebody may still apply an earlier event beside. */
export function lately<T extends { readonly atMs: number }>(list: readonly T[], nowMs: number): T[] {
  return list.filter(({ atMs }) => atMs > nowMs - appliedMs);
}

/** Drops what is over from the cold part, whenever that is written. */
export function pruneCold(cold: ColdRecord, nowMs: number): void {
  cold.suppressions = cold.suppressions.filter((one) => one.expiresMs === null || one.expiresMs > nowMs);
  cold.lifted = lately(cold.lifted, nowMs);
  cold.applied = lately(cold.applied, nowMs);
}
