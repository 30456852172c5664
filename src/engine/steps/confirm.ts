/** `confirm`: judges the request that a hold kept, as of now; allowed, the contact moves to this instant and is final. */

import type { PolicySet } from '../../policy/types.ts';
import type { Judgement } from '../decision.ts';
import { type Facts, factsOf } from '../facts.ts';
import { capStates, judge, judgeReplay } from '../judge.ts';
import type { LogEntry } from '../log-entry.ts';
import { type Plan, planForKept } from '../plan.ts';
import {
  contactBySeq,
  type HeldRequest,
  hasRunOut,
  holdOf,
  insertContact,
  removeContact,
  type StoredContact,
} from '../record/record.ts';
import type { Decided } from './decide.ts';
import { sealedEntry } from './sealed-entry.ts';
import type { StepState } from './state.ts';
import { basisOf, type StepResult, type StepTools, stampFor } from './step.ts';

export interface ConfirmInput {
  readonly seq: number;
  readonly contactId: string;
  readonly decisionId: string;
  /** The instant in the contact's id, in seconds: a number that was used again is another contact. */
  readonly createdSeconds: number;
  /** Whose contacts the caller may name; undefined: everybody's. */
  readonly caller: string | undefined;
  readonly policies: PolicySet;
  readonly entry: (decided: Decided, key: string, held: HeldRequest, plan: Plan) => LogEntry;
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
  if (contact.status !== 'counts' && hold.state !== 'revoked')
    return none({ kind: 'conflict', message: 'the contact no longer counts' });
  const [held] = state.held([contact.seq]);
  if (!held) return none({ kind: 'conflict', message: 'the request of this hold is no longer known' });
  const plan = planForKept(held.request, input.policies);
  const facts = factsOf(plan, state, contact.seq);
  tools.observe(held.request.customer, facts, nowMs);
  const finish = (judgement: Judgement, made: Made) =>
    finished(input, state, tools, { held, plan, facts }, judgement, made);
  if (hold.state === 'confirmed') {
    const judgement = judgeReplay(plan, facts, tools.clock, nowMs);
    return finish(judgement, { replayed: judgement.allowed, changed: false, reachedMs: contact.atMs });
  }
  const caps = () => capStates(plan, facts, tools.clock, nowMs);
  if (hold.state === 'revoked') {
    const refused = judgeReplay(plan, facts, tools.clock, nowMs);
    const judgement = refused.allowed ? { ...over('A refusal ended the hold.'), caps: caps() } : refused;
    return finish(judgement, { replayed: false, changed: false });
  }
  if (hasRunOut(hold, nowMs)) {
    const ended = over(`The hold ended at ${new Date(hold.confirmByMs).toISOString()}.`);
    return finish({ ...ended, caps: caps() }, { replayed: false, changed: false });
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
  return finish(judgement, { replayed: false, changed: true, reachedMs: contact.atMs });
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

function over(why: string): Judgement {
  return {
    allowed: false,
    reasons: [{ code: 'expired', message: `${why} Ask again with a new request.`, retryAtMs: null }],
    shadow: [],
    retryAtMs: null,
    caps: [],
    consentId: undefined,
  };
}

interface Made {
  readonly replayed: boolean;
  readonly changed: boolean;
  /** When the contact was made that is allowed now. */
  readonly reachedMs?: number;
}

function finished(
  input: ConfirmInput,
  state: StepState,
  tools: StepTools,
  { held, plan, facts }: { held: HeldRequest; plan: Plan; facts: Facts },
  judged: Judgement,
  made: Made,
): StepResult<ConfirmOutcome> {
  // The contact itself is left out of the counts it is judged by, and belongs to them once it is allowed.
  const judgement = judged.allowed
    ? { ...judged, caps: capStates(plan, { ...facts, exceptSeq: undefined }, tools.clock, state.nowMs) }
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
  const { address } = plan.request;
  const reached =
    address && judgement.allowed && made.reachedMs !== undefined ? { address, atMs: made.reachedMs } : undefined;
  const recorded = !judgement.allowed || (plan.purpose.record === 'all' && !made.replayed);
  const value: ConfirmOutcome = { kind: 'decided', decided, plan };
  if (!recorded) return { value, changed: made.changed, entries: [], reached };
  const { entry, changed } = sealedEntry(state.record, tools.newKey, (key) => input.entry(decided, key, held, plan));
  return { value, changed: made.changed || changed, entries: [entry], reached };
}
