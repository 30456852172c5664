/** What the model makes of decisions, holds and outcomes, and of an erasure. */
import {
  type At,
  type Contact,
  contacted,
  counts,
  isBoundBy,
  isDuring,
  isOver,
  newContact,
  reached,
  type State,
} from './model-state.ts';
import type { Asked, QuestionOf } from './question.ts';

/** Whom a refusal that names a contact is about. */
export function resolve({ what, state }: At<QuestionOf<'resolve'>>): State[] {
  const { customer, address } = state.contacts.get(what.contact) ?? {};
  const who = customer === undefined ? undefined : { customer, address };
  return [{ ...state, resolved: new Map(state.resolved).set(what.of, who) }];
}

export function decide(at: At<QuestionOf<'decide'>>): State[] {
  const { what, asked, state } = at;
  const { address, customer } = what;
  const isBound = isBoundBy(state, customer, address);
  if (isOver(at) && what.allowed === isBound) return [];
  const operation = what.operation === undefined ? undefined : `${customer} ${what.operation}`;
  const known = operation === undefined ? undefined : state.operations.get(operation);
  const earlier = known === undefined ? undefined : state.contacts.get(known);
  const isReplay = earlier !== undefined && counts(earlier);
  if (isOver(at) && what.allowed && !what.isCheck && (what.replayed ?? false) !== isReplay) return [];
  if (isOver(at) && what.allowed && isReplay && what.contact !== known) return [];
  if (what.isCheck || isReplay || isBound) return [state];
  const contacts = new Map(state.contacts);
  const hold = what.isHold ? 'open' : 'plain';
  if (what.contact !== undefined) contacts.set(what.contact, { ...newContact, customer, address, hold });
  const operations = new Map(state.operations);
  if (operation !== undefined) operations.set(operation, what.contact ?? '');
  return [reached({ ...state, contacts, operations }, asked, customer, address)];
}

export function elsewhere({ what, asked, state }: At<QuestionOf<'elsewhere'>>): State[] {
  const { customer, address } = what;
  const contacts = new Map(state.contacts);
  if (what.contact !== undefined) contacts.set(what.contact, { ...newContact, customer, address });
  return [reached({ ...state, contacts }, asked, customer, address)];
}

export function confirm(at: At<QuestionOf<'confirm'>>): State[] {
  const { what, asked, state } = at;
  const contact = state.contacts.get(what.contact);
  const is = (result: typeof what.result) => !isOver(at) || what.result === result;
  if (!contact) return is('unknown') ? [state] : [];
  const { hold, customer, address } = contact;
  const isFinal = hold === 'plain' || hold === 'final' || hold === 'denied';
  if (isFinal || (!counts(contact) && hold !== 'revoked')) return is('conflict') ? [state] : [];
  const allowed = hold !== 'revoked' && !isBoundBy(state, customer, address);
  if (!is(allowed ? 'allowed' : 'denied')) return [];
  const judged = allowed ? 'confirmed' : 'denied';
  const contacts = new Map(state.contacts).set(what.contact, { ...contact, hold: hold === 'open' ? judged : hold });
  const isReached = allowed && address !== undefined;
  return [
    {
      ...state,
      contacts,
      ...(isReached && { contactedAt: contacted(state, address, customer, asked) }),
    },
  ];
}

export function outcome(at: At<QuestionOf<'outcome'>>): State[] {
  const { what, state } = at;
  const contact = state.contacts.get(what.contact);
  const is = (result: typeof what.result) => !isOver(at) || what.result === result;
  const who = contact && { customer: contact.customer, address: contact.address };
  const known = { ...state, resolved: new Map(state.resolved).set(what.of, who) };
  if (!contact) return is('unknown') ? [known] : [];
  const isNever = what.outcome === 'cancelled' || what.outcome === 'failed';
  if ((contact.isCancelled && what.outcome !== 'cancelled') || (contact.hasArrived && isNever))
    return is('conflict') ? [known] : [];
  const next: Contact = {
    ...contact,
    hold: contact.hold === 'plain' || contact.hold === 'confirmed' ? contact.hold : 'final',
    isCancelled: what.outcome === 'cancelled',
    hasArrived: contact.hasArrived || !isNever,
    hasFailed: what.outcome === 'failed' || (contact.hasFailed && isNever),
  };
  if (!is(counts(next) ? 'counts' : 'counts not')) return [];
  return [{ ...known, contacts: new Map(state.contacts).set(what.contact, next) }];
}

export function remove(at: At<QuestionOf<'remove'>>): State[] {
  const { what, state, all } = at;
  const { customer } = what;
  const lastOf = new Map(state.lastOf);
  const address = lastOf.get(customer);
  lastOf.delete(customer);
  const contacts = new Map<string, Contact>();
  for (const [id, one] of state.contacts) {
    const isGone = one.hold === 'open' || one.hold === 'revoked' || one.hold === 'denied' || one.isCancelled;
    if (one.customer !== customer) contacts.set(id, one);
    else if (!isGone) contacts.set(id, { ...one, hold: 'plain', address: undefined });
  }
  const operations = new Map([...state.operations].filter(([name]) => !name.startsWith(`${customer} `)));
  // Words that nobody can read any more bind as a refusal does.
  const standing = state.standing.map((one) => (one.customer === customer ? { ...one, isUnsure: false } : one));
  const kept = { ...state, contacts, operations, standing };
  const gone = { ...kept, lastOf };
  // Where somebody refused, the address stays with the customer, whom it binds; of a refusal at the same time the erasure may not know.
  if (address === undefined || !state.standing.some((one) => one.address === address)) return [gone];
  return all.some((one) => isDuring(at, one) && changesStanding(one)) ? [kept, gone] : [kept];
}

function changesStanding({ what }: Asked): boolean {
  return ['suppress', 'lift', 'optIn', 'consent', 'review'].includes(what.kind);
}
