/** `confirm`: judges the request that a hold kept, as of now; allowed, the contact moves to this instant and is final. */

import type { PolicySet } from '../../policy/types.ts';
import type { Judgement } from '../decision.ts';
import { capStates, judge, judgeReplay } from '../judge.ts';
import { type Plan, planForKept } from '../plan.ts';
import { contactBySeq, type Hold, holdOf, insertContact, removeContact, type StoredContact } from '../record/record.ts';
import type { Decided } from './decide.ts';
import { sealedEntry } from './sealed-entry.ts';
import { basisOf, type LogEntry, type StepResult, type StepState, type StepTools, stampFor } from './step.ts';

export interface ConfirmInput {
  readonly seq: number;
  readonly contactId: string;
  readonly decisionId: string;
  /** The instant in the contact's id, in seconds: a number that was used again is another contact. */
  readonly createdSeconds: number;
  /** Whose contacts the caller may name; undefined: everybody's. */
  readonly caller: string | undefined;
  readonly policies: PolicySet;
  readonly entry: (decided: Decided, key: string, hold: Hold, plan: Plan) => LogEntry;
}

export type ConfirmOutcome =
  | { readonly kind: 'decided'; readonly decided: Decided; readonly plan: Plan }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'conflict'; readonly message: string };

export function confirmStep(input: ConfirmInput, state: StepState, tools: StepTools): StepResult<ConfirmOutcome> {
  const { record, nowMs } = state;
  const contact = findContact(state, input);
  if (!contact) return none({ kind: 'unknown' });
  const hold = holdOf(record, contact.seq);
  if (!hold) return none({ kind: 'conflict', message: 'the contact was not reserved with confirmBy' });
  if (hold.state === 'final') return none({ kind: 'conflict', message: 'the contact is final by its outcome' });
  if (contact.status !== 'counts') return none({ kind: 'conflict', message: 'the contact no longer counts' });
  const plan = planForKept(hold.request, input.policies);
  const facts = { record, ofAddresses: state.ofAddresses, exceptSeq: contact.seq };
  if (hold.state === 'confirmed') {
    const judgement = judgeReplay(plan, facts, tools.clock, nowMs);
    return finish(input, state, tools, hold, plan, judgement, { replayed: judgement.allowed, changed: false });
  }
  if (nowMs >= hold.confirmByMs) {
    return finish(
      input,
      state,
      tools,
      hold,
      plan,
      { ...expired(hold), caps: capStates(plan, facts, tools.clock, nowMs) },
      { replayed: false, changed: false },
    );
  }
  const judgement = judge(plan, facts, tools.clock, nowMs);
  contact.held = false;
  if (judgement.allowed) {
    removeContact(record, contact.seq);
    contact.atMs = Math.max(contact.atMs, stampFor(record, nowMs));
    contact.moved = true;
    insertContact(record, contact);
    const reached = contact.address === undefined ? undefined : record.addresses[contact.address];
    if (reached) reached.lastMs = Math.max(reached.lastMs, contact.atMs);
    hold.state = 'confirmed';
  } else {
    contact.status = 'cancelled';
    hold.state = 'denied';
  }
  return finish(input, state, tools, hold, plan, judgement, { replayed: false, changed: true });
}

/** The contact that an id names, where the caller may name it. */
export function findContact(
  state: StepState,
  named: { seq: number; createdSeconds: number; caller: string | undefined },
): StoredContact | undefined {
  const contact = contactBySeq(state.record, named.seq);
  if (!contact) return undefined;
  const seconds = Math.floor(contact.atMs / 1000);
  if (contact.moved ? seconds < named.createdSeconds : seconds !== named.createdSeconds) return undefined;
  return named.caller === undefined || named.caller === contact.kind.caller ? contact : undefined;
}

function none(value: ConfirmOutcome): StepResult<ConfirmOutcome> {
  return { value, changed: false, entries: [] };
}

function expired(hold: Hold): Judgement {
  const message = `The hold ended at ${new Date(hold.confirmByMs).toISOString()}. Ask again with a new request.`;
  return {
    allowed: false,
    reasons: [{ code: 'expired', message, retryAtMs: null }],
    shadow: [],
    retryAtMs: null,
    caps: [],
    consentId: undefined,
  };
}

function finish(
  input: ConfirmInput,
  state: StepState,
  tools: StepTools,
  hold: Hold,
  plan: Plan,
  judged: Judgement,
  made: { replayed: boolean; changed: boolean },
): StepResult<ConfirmOutcome> {
  // The contact itself is left out of the counts it is judged by, and belongs to them once it is allowed.
  const judgement = judged.allowed
    ? {
        ...judged,
        caps: capStates(
          plan,
          { record: state.record, ofAddresses: [], exceptSeq: undefined },
          tools.clock,
          state.nowMs,
        ),
      }
    : judged;
  const decided: Decided = {
    kind: 'decided',
    decisionId: input.decisionId,
    atMs: state.nowMs,
    judgement,
    contactId: judgement.allowed ? input.contactId : null,
    replayed: made.replayed,
    basis: basisOf(plan, tools.clock, judgement.consentId),
  };
  const recorded = !judgement.allowed || (plan.purpose.record === 'all' && !made.replayed);
  const value: ConfirmOutcome = { kind: 'decided', decided, plan };
  if (!recorded) return { value, changed: made.changed, entries: [] };
  const { entry, changed } = sealedEntry(state.record, tools.newKey, (key) => input.entry(decided, key, hold, plan));
  return { value, changed: made.changed || changed, entries: [entry] };
}
