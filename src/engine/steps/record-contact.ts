/** `POST /contacts`: records what happened elsewhere, whatever the caps say. */
import type { Outcome } from '../../vocabulary.ts';
import { contactAtFault, outcomeAtFault } from '../instants.ts';
import { contactBySeq, insertContact, type StoredContact, takeSeq } from '../record/record.ts';
import type { DecideRequest, Operation } from '../request.ts';
import { addressIndex, rememberOperation } from './decide.ts';
import { applyOutcome } from './outcome.ts';
import type { StepState } from './state.ts';
import { operationUntilMs, prune, type StepResult, type StepTools } from './step.ts';

export interface RecordContactInput {
  readonly request: DecideRequest;
  readonly atMs: number;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome: Outcome | undefined;
  readonly outcomeAtMs: number | undefined;
  readonly operation: Operation;
}

export type RecordContactResult =
  | { readonly kind: 'recorded'; readonly contactId: string; readonly replayed: boolean }
  | { readonly kind: 'operation-mismatch' }
  | { readonly kind: 'at'; readonly path: 'at' | 'outcomeAt'; readonly message: string };

export function recordContactStep(
  input: RecordContactInput,
  state: StepState,
  tools: StepTools,
): StepResult<RecordContactResult> {
  const { record, nowMs } = state;
  const known = record.operations.find((other) => other.id === input.operation.id);
  const earlier = known && contactBySeq(record, known.seq);
  if (known && earlier) {
    if (known.body !== input.operation.body) return none({ kind: 'operation-mismatch' });
    const createdMs = record.holds.find((hold) => hold.seq === earlier.seq)?.createdMs ?? earlier.atMs;
    const contactId = tools.contactId(input.request.customer, earlier.seq, createdMs);
    return { ...none({ kind: 'recorded', contactId, replayed: true }), reached: reachedBy(input) };
  }
  const atFault = contactAtFault(input.atMs, nowMs);
  if (atFault !== undefined) return none({ kind: 'at', path: 'at', message: atFault });
  const outcomeAtMs = input.outcomeAtMs ?? input.atMs;
  const outcomeFault = outcomeAtFault(outcomeAtMs, input.atMs, nowMs);
  if (outcomeFault !== undefined) return none({ kind: 'at', path: 'outcomeAt', message: outcomeFault });
  prune(record, tools, nowMs);
  const { request } = input;
  const contact: StoredContact = {
    seq: takeSeq(record),
    atMs: input.atMs,
    kind: { channel: request.channel, purpose: request.purpose, region: request.region, caller: request.caller },
    status: input.direction === 'inbound' ? 'inbound' : 'counts',
    held: false,
    arrived: false,
    moved: false,
    address: addressIndex(record, request, input.atMs),
    keys: [...request.keys.values()],
  };
  insertContact(record, contact);
  if (input.outcome) applyOutcome(record, contact, input.outcome, outcomeAtMs);
  rememberOperation(record, input.operation, contact.seq, operationUntilMs(nowMs, undefined));
  const contactId = tools.contactId(request.customer, contact.seq, input.atMs);
  return {
    value: { kind: 'recorded', contactId, replayed: false },
    changed: true,
    entries: [],
    reached: reachedBy(input),
  };
}

function reachedBy({ request, atMs }: RecordContactInput): StepResult<unknown>['reached'] {
  return request.address && { address: request.address, atMs };
}

function none(value: RecordContactResult): StepResult<RecordContactResult> {
  return { value, changed: false, entries: [] };
}
