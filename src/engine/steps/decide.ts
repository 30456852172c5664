/** The decision as one atomic step: look at refusals, count, and where everything allows record the contact, else the block entry. */
import { type Basis, capState, type Judgement } from '../decision.ts';
import { type Facts, factsOf } from '../facts.ts';
import { confirmByFault } from '../instants.ts';
import { judge, judgeReplay } from '../judge.ts';
import type { LogEntry } from '../log-entry.ts';
import { matches } from '../matching.ts';
import type { Plan } from '../plan.ts';
import {
  type CustomerRecord,
  contactBySeq,
  type HeldRequest,
  insertContact,
  type StoredContact,
  takeSeq,
} from '../record/record.ts';
import type { DecideRequest, Operation } from '../request.ts';
import { keyOf, sealedEntry } from './sealed-entry.ts';
import type { StepState } from './state.ts';
import { basisOf, countsAt, operationUntilMs, prune, type StepResult, type StepTools, stampFor } from './step.ts';

/** A decision made, before HTTP puts it in words. */
export interface Decided {
  readonly kind: 'decided';
  readonly decisionId: string;
  readonly atMs: number;
  readonly judgement: Judgement;
  readonly contactId: string | null;
  readonly replayed: boolean;
  readonly basis: Basis;
}

export type DecideOutcome =
  | Decided
  | { readonly kind: 'operation-mismatch' }
  | { readonly kind: 'confirm-by'; readonly message: string };

/** Makes the log entry of a decision, sealed with the customer's key (base64url). */
export type EntryMaker = (decided: Decided, key: string) => LogEntry;

export interface DecideInput {
  readonly plan: Plan;
  /** The same each time, so that an attempt that is entered twice (by a late write and by the spool) is one entry. */
  readonly decisionId: () => string;
  /** Told before the decision is judged, where it is likely to be: ids of those that are judged together are sealed together. */
  readonly expectJudging?: () => void;
  readonly mode: 'reserve' | 'check';
  readonly confirmByMs: number | undefined;
  readonly operation: Operation | undefined;
  readonly entry: EntryMaker;
  /** Seals the request as sent, for a hold's later entries. */
  readonly sealRequest: (key: string) => string;
}

export function decideStep(input: DecideInput, state: StepState, tools: StepTools): StepResult<DecideOutcome> {
  const { plan, operation } = input;
  const { record, nowMs } = state;
  const facts = factsOf(plan, state);
  const standing = operation ? standingContact(record, operation, nowMs) : undefined;
  if (operation && standing) {
    if (standing.body !== operation.body) return unchanged({ kind: 'operation-mismatch' });
    const judgement = judgeReplay(plan, facts, tools.clock, nowMs);
    const contactId =
      judgement.allowed && input.mode === 'reserve' ? contactIdOf(record, standing.contact, plan.request, tools) : null;
    // Noted again: the try that made the contact may have ended before it was.
    return finish(input, state, tools, facts, judgement, {
      contactId,
      replayed: judgement.allowed,
      reachedMs: contactId === null ? undefined : standing.contact.atMs,
    });
  }
  if (input.confirmByMs !== undefined) {
    const message = confirmByFault(input.confirmByMs, nowMs);
    if (message !== undefined) return unchanged({ kind: 'confirm-by', message });
  }
  const judgement = judge(plan, facts, tools.clock, nowMs);
  if (!judgement.allowed || input.mode === 'check') {
    return finish(input, state, tools, facts, judgement, { contactId: null, replayed: false });
  }
  const { contact, held } = recordContact(input, state, tools);
  const contactId = tools.contactId(plan.request.customer, contact.seq, contact.atMs);
  return finish(input, state, tools, facts, withItself(judgement, plan), {
    contactId,
    replayed: false,
    changed: true,
    held,
    reachedMs: contact.atMs,
  });
}

function unchanged(value: DecideOutcome): StepResult<DecideOutcome> {
  return { value, changed: false, entries: [] };
}

/** The contact that an operation id met, where it still counts; what was denied or no longer counts is decided afresh. */
function standingContact(
  record: CustomerRecord,
  operation: Operation,
  nowMs: number,
): { contact: StoredContact; body: string } | undefined {
  const known = record.operations.find((other) => other.id === operation.id);
  const contact = known && contactBySeq(record, known.seq);
  return known && contact && countsAt(record, contact, nowMs) ? { contact, body: known.body } : undefined;
}

function contactIdOf(record: CustomerRecord, contact: StoredContact, request: DecideRequest, tools: StepTools): string {
  const createdMs = record.holds.find((hold) => hold.seq === contact.seq)?.createdMs ?? contact.atMs;
  return tools.contactId(request.customer, contact.seq, createdMs);
}

function finish(
  input: DecideInput,
  state: StepState,
  tools: StepTools,
  facts: Facts,
  judgement: Judgement,
  made: {
    contactId: string | null;
    replayed: boolean;
    changed?: boolean;
    held?: HeldRequest | undefined;
    reachedMs?: number | undefined;
  },
): StepResult<DecideOutcome> {
  const { request } = input.plan;
  // Last of all, so that an address used for the first time is known too.
  tools.observe(request.customer, facts, state.nowMs);
  const decided: Decided = {
    kind: 'decided',
    decisionId: input.decisionId(),
    atMs: state.nowMs,
    judgement,
    contactId: made.contactId,
    replayed: made.replayed,
    basis: basisOf(input.plan, tools.clock, judgement.consentId),
  };
  const { changed = false, held, reachedMs } = made;
  const { address } = request;
  const reached = address && reachedMs !== undefined ? { address, atMs: reachedMs } : undefined;
  if (!isRecorded(input, decided)) return { value: decided, changed, held, entries: [], reached };
  const sealed = sealedEntry(state.record, tools.newKey, (key) => input.entry(decided, key));
  return { value: decided, changed: changed || sealed.changed, held, entries: [sealed.entry], reached };
}

/** Whether the decision has an entry in the log. */
export function isRecorded({ mode, plan }: DecideInput, { judgement, replayed }: Decided): boolean {
  return mode === 'reserve' && (!judgement.allowed || (plan.purpose.record === 'all' && !replayed));
}

function recordContact(
  input: DecideInput,
  state: StepState,
  tools: StepTools,
): { contact: StoredContact; held: HeldRequest | undefined } {
  const { record, nowMs } = state;
  const { request } = input.plan;
  prune(record, tools, nowMs);
  const atMs = stampFor(record, nowMs);
  const contact: StoredContact = {
    seq: takeSeq(record),
    atMs,
    kind: { channel: request.channel, purpose: request.purpose, region: request.region, caller: request.caller },
    status: 'counts',
    held: input.confirmByMs !== undefined,
    arrived: false,
    moved: false,
    address: addressIndex(record, request, atMs),
    keys: [...request.keys.values()],
  };
  insertContact(record, contact);
  let held: HeldRequest | undefined;
  if (input.confirmByMs !== undefined) {
    record.holds.push({ seq: contact.seq, confirmByMs: input.confirmByMs, state: 'open', createdMs: atMs });
    held = { seq: contact.seq, request, sealed: input.sealRequest(keyOf(record, tools.newKey)) };
  }
  if (input.operation)
    rememberOperation(record, input.operation, contact.seq, operationUntilMs(nowMs, input.confirmByMs));
  return { contact, held };
}

export function rememberOperation(record: CustomerRecord, operation: Operation, seq: number, untilMs: number): void {
  record.operations = [
    { ...operation, seq, untilMs },
    ...record.operations.filter((other) => other.id !== operation.id),
  ];
}

/** The address's position in the record, where it is entered on first sight. */
export function addressIndex(record: CustomerRecord, request: DecideRequest, atMs: number): number | undefined {
  const { address } = request;
  if (!address) return undefined;
  const known = record.addresses.findIndex((other) => other.hash === address.hash && other.kind === address.kind);
  if (known === -1) {
    record.addresses.push({ hash: address.hash, kind: address.kind, lastMs: atMs });
    return record.addresses.length - 1;
  }
  const entry = record.addresses[known];
  if (entry) entry.lastMs = Math.max(entry.lastMs, atMs);
  return known;
}

/** `used` after this answer: an allowed `reserve` includes itself. */
function withItself(judgement: Judgement, plan: Plan): Judgement {
  const counted = new Set<string>();
  for (const rule of plan.rules) {
    if (rule.kind === 'cap' && matches(rule.counts, plan.request, plan.policies.purposes))
      counted.add(`${rule.policy}\0${rule.id}`);
  }
  const caps = judgement.caps.map((cap) => {
    if (!counted.has(`${cap.policy}\0${cap.rule}`)) return cap;
    return capState(cap.policy, cap.rule, cap.limit, cap.used + 1);
  });
  return { ...judgement, caps };
}
