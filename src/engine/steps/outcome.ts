/** What became of a contact (contract 2, Outcomes). */
import type { PolicySet } from '../../policy/types.ts';
import { arrivals, type Outcome } from '../../vocabulary.ts';
import { outcomeAtFault } from '../instants.ts';
import type { LogEntry } from '../log-entry.ts';
import { matches } from '../matching.ts';
import { type CustomerRecord, holdOf, type StoredContact } from '../record/record.ts';
import type { AddressRef, Kind } from '../request.ts';
import { findContact } from './confirm.ts';
import { sealedEntry } from './sealed-entry.ts';
import type { StepState } from './state.ts';
import type { StepResult, StepTools } from './step.ts';

export interface OutcomeInput {
  readonly seq: number;
  readonly createdSeconds: number;
  readonly caller: string | undefined;
  readonly outcome: Outcome;
  readonly atMs: number | undefined;
  readonly policies: PolicySet;
  /** Makes the log entry where the register says `record: all`; undefined for other purposes. */
  readonly entry: (reported: ReportedOutcome, key: string) => LogEntry;
}

export interface ReportedOutcome {
  readonly contact: Kind;
  readonly outcomeAtMs: number;
  readonly nowMs: number;
}

/** What a refusal that the outcome is would be about. */
interface Reported {
  readonly contact: Kind;
  readonly address: AddressRef | undefined;
}

export type OutcomeResult =
  | ({ readonly kind: 'done'; readonly counts: boolean } & Reported)
  | { readonly kind: 'unknown' }
  | ({ readonly kind: 'conflict'; readonly message: string } & Reported)
  | { readonly kind: 'at'; readonly message: string };

export function outcomeStep(input: OutcomeInput, state: StepState, tools: StepTools): StepResult<OutcomeResult> {
  const { record, nowMs } = state;
  const contact = findContact(state, input);
  if (!contact) return none({ kind: 'unknown' });
  // Said again without an instant, it is the one that was said before: a retry moves no cooldown.
  const earlier = record.outcomes.find((other) => other.seq === contact.seq && other.outcome === input.outcome);
  const atMs = input.atMs ?? earlier?.atMs ?? Math.max(nowMs, contact.atMs);
  const about = {
    contact: contact.kind,
    address: contact.address === undefined ? undefined : record.addresses[contact.address],
  };
  const fault = input.atMs === undefined ? undefined : outcomeAtFault(input.atMs, contact.atMs, nowMs);
  if (fault !== undefined) return none({ kind: 'at', message: fault });
  const conflict = conflictWith(input.outcome, record, contact);
  if (conflict !== undefined) return none({ kind: 'conflict', message: conflict, ...about });
  const before = JSON.stringify([contact, record.outcomes, holdOf(record, contact.seq)?.state]);
  applyOutcome(record, contact, input.outcome, atMs);
  const changed = before !== JSON.stringify([contact, record.outcomes, holdOf(record, contact.seq)?.state]);
  const recorded = changed && input.policies.purposes.get(contact.kind.purpose)?.record === 'all';
  const reported = { contact: contact.kind, outcomeAtMs: atMs, nowMs };
  const entry = recorded ? sealedEntry(record, tools.newKey, (key) => input.entry(reported, key)).entry : undefined;
  return {
    value: {
      kind: 'done',
      counts: contact.status === 'counts' || countsThoughFailed(contact, input.policies),
      ...about,
    },
    changed,
    entries: entry ? [entry] : [],
  };
}

function none(value: OutcomeResult): StepResult<OutcomeResult> {
  return { value, changed: false, entries: [] };
}

function conflictWith(outcome: Outcome, record: CustomerRecord, contact: StoredContact): string | undefined {
  const isCancelled = record.outcomes.some((one) => one.seq === contact.seq && one.outcome === 'cancelled');
  if (isCancelled && outcome !== 'cancelled') return 'the contact was cancelled, which is final';
  if (contact.arrived && (outcome === 'failed' || outcome === 'cancelled'))
    return `the contact is known to have arrived and cannot become ${outcome}`;
  return undefined;
}

/** Also used by `POST /contacts` for the outcome it carries. */
export function applyOutcome(record: CustomerRecord, contact: StoredContact, outcome: Outcome, atMs: number): void {
  const hold = holdOf(record, contact.seq);
  if (hold !== undefined && hold.state !== 'confirmed') {
    hold.state = 'final';
    // A hold that ended unconfirmed and then failed stays uncounted by its status.
    contact.held = false;
  }
  // What a refusal or a denied `confirm` had ended went out all the same: it counts, even over a cap.
  if (contact.status === 'cancelled') contact.status = 'counts';
  const inbound = contact.status === 'inbound';
  if (outcome === 'cancelled') contact.status = 'cancelled';
  else if (outcome === 'failed' && !inbound) contact.status = 'failed';
  if (arrivals.has(outcome)) {
    contact.arrived = true;
    // An arrival reported after `failed` counts again, even over a cap: it reached the person.
    if (contact.status === 'failed') contact.status = 'counts';
  }
  const known = record.outcomes.find((other) => other.seq === contact.seq && other.outcome === outcome);
  if (known && known.atMs >= atMs) return;
  record.outcomes = record.outcomes.filter((other) => other !== known);
  record.outcomes.push({ seq: contact.seq, outcome, atMs });
}

/** True where it failed and a rule counts what failed. */
export function countsThoughFailed({ status, kind }: StoredContact, { rules, purposes }: PolicySet): boolean {
  if (status !== 'failed') return false;
  return rules.some((rule) => rule.kind === 'cap' && rule.failedCounts && matches(rule.counts, kind, purposes));
}
