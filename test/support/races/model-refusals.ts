/** What the model makes of refusals, suppressions, consents and lifts, and what it lists. */
import { type At, isDuring, isOver, type Standing, type State, type Who, withId } from './model-state.ts';
import type { Question, QuestionOf } from './question.ts';

export function suppress(at: At<QuestionOf<'suppress'>>): State[] {
  const { what, state } = at;
  if (what.of === undefined) return suppressFor(at, what);
  const who = state.resolved.get(what.of);
  if (who) return suppressFor(at, who);
  return state.resolved.has(what.of) && isOver(at) ? [state] : [];
}

function suppressFor(at: At<QuestionOf<'suppress'>>, { customer: named, address }: Who): State[] {
  const { what, state } = at;
  if (what.name !== undefined) {
    const isSaid = state.said.has(what.name);
    if (isOver(at) && what.replayed !== undefined && what.replayed !== isSaid) return [];
    if (isSaid) return [state];
  }
  if (named !== undefined || !what.reaches) return suppressOf(at, named, address, []);
  // It is of whoever was reached there last, or before those who were asked about at the same time: of these, then, too.
  const there = (address === undefined ? undefined : state.contactedAt.get(address)) ?? [];
  const next: State[] = [];
  for (let others = 0; others <= there.length; others++) {
    const also = there.slice(there.length - others);
    if (also[0] && !isDuring(at, also[0].by)) break;
    const customer = there.at(-1 - others)?.customer;
    next.push(
      ...suppressOf(
        at,
        customer,
        address,
        also.map((one) => one.customer),
      ),
    );
  }
  return next;
}

function suppressOf(
  at: At<QuestionOf<'suppress'>>,
  customer: string | undefined,
  address: string | undefined,
  also: readonly string[],
): State[] {
  const { what, asked, state, all } = at;
  const signal = what.signal ?? (what.reaches ? 'stop' : 'operator');
  const isUnsure = what.isUnsure ?? false;
  const standing = state.standing.find(
    (one) => one.customer === customer && one.address === address && one.signal === signal && one.isUnsure === isUnsure,
  );
  // Said again, it is the one that stands; else it is new.
  if (what.id !== undefined && standing?.id !== undefined && standing.id !== what.id) return [];
  if (what.id !== undefined && !standing && state.ids.has(what.id)) return [];
  const contacts = new Map(state.contacts);
  for (const [id, kept] of state.contacts) {
    const isAlso = also.includes(kept.customer);
    if ((kept.customer !== customer && !isAlso) || kept.hold !== 'open' || !what.reaches) continue;
    const isNamed = isAlso || (what.revoked?.includes(id) ?? true);
    // A `confirm` at the same time may have ended it itself, by the same refusal.
    const isDenied = all.some(
      (one) =>
        isDuring(at, one) && one.what.kind === 'confirm' && one.what.contact === id && one.what.result !== 'allowed',
    );
    if (isOver(at) && !isNamed && !isDenied) return [];
    if (isNamed) contacts.set(id, { ...kept, hold: 'revoked' });
  }
  if (what.revoked?.some((id) => contacts.get(id)?.hold !== 'revoked' || state.contacts.get(id)?.hold !== 'open'))
    return [];
  const made: Standing = {
    id: what.id ?? standing?.id,
    customer,
    also: [...(standing?.also ?? []), ...also],
    address,
    reaches: what.reaches,
    signal,
    isUnsure,
    receivedMs: Math.max(asked.atMs, standing?.receivedMs ?? 0),
  };
  const rest = state.standing.filter((one) => one !== standing);
  const said = what.name === undefined ? state.said : new Set([...state.said, what.name]);
  return [{ ...state, contacts, said, ids: withId(state, what.id), standing: [...rest, made] }];
}

export function lift(at: At<QuestionOf<'lift'>>): State[] {
  const { what, state, all } = at;
  const isStanding = state.standing.some((one) => one.id === what.id);
  const lifted = { ...state, standing: state.standing.filter((one) => one.id !== what.id) };
  if (!isOver(at)) return [lifted];
  if (what.result === 'unknown') return isStanding ? [] : [state];
  // Two lifts at once may both say that it is gone: each of them made sure.
  const isTwice = all.some((one) => isDuring(at, one) && mayLift(one.what, what.id));
  if (!isStanding) return what.result === 'gone' && isTwice ? [state] : [];
  if (what.result === 'gone') return [lifted];
  // It stands all the same only where it was said again by somebody who was not told yet when the lift was asked.
  return isSaidNow(at, what.id) ? [state] : [];
}

export function optIn(at: At<QuestionOf<'optIn'>>): State[] {
  const { what, state, all } = at;
  const own = state.standing.filter((one) => one.address === what.address && one.signal === 'stop');
  if (!isOver(at)) return [state, ...without(at, own)];
  const { lifted = [] } = what;
  const isKnown = (id: string) => own.some((one) => one.id === id);
  const isTwice = (id: string) => all.some((one) => isDuring(at, one) && mayLift(one.what, id));
  if (!lifted.every((id) => isKnown(id) || isTwice(id))) return [];
  const left = own.filter(({ id }) => id !== undefined && !lifted.includes(id));
  if (!left.every(({ id }) => isSaidNow(at, id))) return [];
  return [{ ...state, standing: state.standing.filter((one) => !own.includes(one) || left.includes(one)) }];
}

/** One that lifts: what was received before it. */
export function consent(at: At<QuestionOf<'consent'>>): State[] {
  const { what, asked, state } = at;
  const early = state.standing.filter(
    (one) => one.customer === what.customer && one.reaches && one.receivedMs < asked.atMs,
  );
  return isOver(at) ? without(at, early) : [state, ...without(at, early)];
}

export function review(at: At<QuestionOf<'review'>>): State[] {
  const { what, state } = at;
  const one = state.standing.find(({ id, isUnsure }) => id === what.id && isUnsure);
  // Said again at this moment, it is another one to be read.
  if (what.result === 'conflict') return !one || isSaidNow(at, what.id) ? [state] : [];
  if (!one) return [];
  const rest = state.standing.filter((other) => other !== one);
  if (what.decision === 'not-a-refusal') return [{ ...state, standing: rest }];
  const there = (one.address === undefined ? undefined : state.contactedAt.get(one.address)) ?? [];
  const customer = one.customer ?? there.at(-1)?.customer;
  const same = rest.find(
    (other) =>
      other.customer === customer && other.address === one.address && other.signal === 'text' && !other.isUnsure,
  );
  if (isOver(at) && same?.id !== undefined && same.id !== what.made) return [];
  const lasting = { ...one, customer, isUnsure: false, id: what.made ?? same?.id };
  const standing = [...rest.filter((other) => other !== same), lasting];
  return [{ ...state, ids: withId(state, what.made), standing }];
}

export function list({ what, state }: At<QuestionOf<'list'>>): State[] {
  const { customer, ids = [] } = what;
  const concerned = what.address ?? (customer === undefined ? undefined : state.lastOf.get(customer));
  const bound = state.standing.filter(
    (one) =>
      (customer !== undefined && (one.customer === customer || one.also.includes(customer))) ||
      (concerned !== undefined && one.address === concerned),
  );
  const isListed = (one: Standing) =>
    one.id === undefined || ids.includes(one.id) || (customer !== undefined && one.customer !== customer);
  if (!bound.every(isListed) || (bound.length > 0 && ids.length === 0)) return [];
  // What is listed binds, and is not what was lifted; a refusal that came during a first contact is listed once more, for that customer.
  const isLifted = (id: string) => state.ids.has(id) && !state.standing.some((one) => one.id === id);
  if (ids.some(isLifted) || (ids.length > 0 && bound.length === 0)) return [];
  return [state];
}

/** Said, or read as a refusal, by somebody who was not told yet when this was asked. */
function isSaidNow(at: At<unknown>, id: string | undefined): boolean {
  const says = (what: Question): boolean =>
    (what.kind === 'suppress' && (what.id ?? id) === id) ||
    (what.kind === 'review' && what.decision === 'refusal' && (what.made ?? id) === id);
  return at.all.some((one) => isDuring(at, one) && says(one.what));
}

/** What was said again at the same time may stand. */
function without(at: At<unknown>, taken: readonly Standing[]): State[] {
  return taken.reduce(
    (states, one) =>
      states.flatMap((left) => {
        const gone = { ...left, standing: left.standing.filter((other) => other !== one) };
        return isSaidNow(at, one.id) ? [gone, left] : [gone];
      }),
    [at.state],
  );
}

function mayLift(what: Question, id: string): boolean {
  if (what.kind === 'lift' || what.kind === 'review') return what.id === id;
  return what.kind === 'optIn' || what.kind === 'consent';
}
