/**
 * What was answered must agree with some order of the questions, one at a time, in which whoever was acknowledged comes before whoever was asked
 * after that. This is the service as one would explain it, without commands, slots or events: a few lines that must be right.
 */

/** By whom, and when: instants of a counter. `endedAt` undefined: it was never acknowledged, and may have come to pass or not. */
export interface Asked {
  readonly what: Question;
  readonly beganAt: number;
  readonly endedAt: number | undefined;
}

export type Question =
  | {
      readonly kind: 'suppress';
      readonly customer?: string;
      readonly address?: string;
      readonly reaches: boolean;
      readonly id?: string;
      readonly revoked?: readonly string[];
    }
  | { readonly kind: 'lift'; readonly id: string; readonly result?: 'gone' | 'stands' | 'unknown' }
  | {
      readonly kind: 'decide';
      readonly customer: string;
      readonly address?: string;
      readonly isCheck?: boolean;
      readonly hold?: string;
      readonly allowed?: boolean;
    }
  | { readonly kind: 'confirm'; readonly hold: string; readonly allowed?: boolean }
  | { readonly kind: 'remove'; readonly customer: string }
  | { readonly kind: 'list'; readonly customer?: string; readonly address?: string; readonly ids?: readonly string[] };

interface Standing {
  readonly id: string | undefined;
  readonly customer: string | undefined;
  /** Who was contacted there before somebody who was asked about at the same time: bound, too. */
  readonly also: readonly string[];
  readonly address: string | undefined;
  /** A refusal; one never merges with an operator's. */
  readonly reaches: boolean;
}

interface State {
  readonly standing: readonly Standing[];
  /** Every id that was ever given. */
  readonly ids: ReadonlySet<string>;
  /** Who was contacted there, the latest last. */
  readonly contactedAt: ReadonlyMap<string, readonly Contacted[]>;
  readonly lastOf: ReadonlyMap<string, string>;
  readonly holds: ReadonlyMap<
    string,
    { customer: string; address: string | undefined; isOpen: boolean; isConfirmed: boolean }
  >;
}

interface Contacted {
  readonly customer: string;
  readonly by: Asked;
}

const nothing: State = { standing: [], ids: new Set(), contactedAt: new Map(), lastOf: new Map(), holds: new Map() };

/** @returns an order that explains everything, or undefined */
export function orderThatAgrees(all: readonly Asked[]): readonly Question[] | undefined {
  const search = (
    left: readonly Asked[],
    state: State,
    sofar: readonly Question[],
  ): readonly Question[] | undefined => {
    if (left.every(({ endedAt }) => endedAt === undefined)) return sofar;
    for (const asked of left) {
      if (left.some((other) => other !== asked && other.endedAt !== undefined && other.endedAt < asked.beganAt))
        continue;
      for (const next of after(asked, state, all)) {
        const found = search(
          left.filter((other) => other !== asked),
          next,
          [...sofar, asked.what],
        );
        if (found) return found;
      }
    }
    return undefined;
  };
  return search(all, nothing, []);
}

/** The states that the question may leave, where what was answered fits. */
function after(asked: Asked, state: State, all: readonly Asked[]): State[] {
  const { what } = asked;
  const isOver = asked.endedAt !== undefined;
  const isDuring = (other: Asked) =>
    other !== asked && (other.endedAt ?? Infinity) > asked.beganAt && other.beganAt < (asked.endedAt ?? Infinity);
  const binds = (customer: string, address: string | undefined) => {
    const concerned = address ?? state.lastOf.get(customer);
    return state.standing.some(
      (one) =>
        one.customer === customer ||
        one.also.includes(customer) ||
        (concerned !== undefined && one.address === concerned),
    );
  };
  switch (what.kind) {
    case 'suppress': {
      const there = (what.address === undefined ? undefined : state.contactedAt.get(what.address)) ?? [];
      const customer = what.customer ?? (what.reaches ? there.at(-1)?.customer : undefined);
      let others = 0;
      while (
        what.customer === undefined &&
        what.reaches &&
        others < there.length - 1 &&
        isDuring((there.at(-1 - others) as Contacted).by)
      )
        others++;
      const standing = state.standing.find(
        (one) => one.customer === customer && one.address === what.address && one.reaches === what.reaches,
      );
      // Said again, it is the one that stands; else it is new.
      if (isOver && standing?.id !== undefined && standing.id !== what.id) return [];
      if (isOver && !standing && what.id !== undefined && state.ids.has(what.id)) return [];
      const holds = new Map(state.holds);
      for (const [hold, kept] of state.holds) {
        if (kept.customer !== customer || !kept.isOpen) continue;
        const isNamed = what.revoked?.includes(hold) ?? false;
        // A `confirm` at the same time may have ended it itself, by the same refusal.
        const isDenied = all.some(
          (one) => isDuring(one) && one.what.kind === 'confirm' && one.what.hold === hold && one.what.allowed !== true,
        );
        if (isOver && what.reaches && !isNamed && !isDenied) return [];
        if (what.reaches) holds.set(hold, { ...kept, isOpen: false });
      }
      if (what.revoked?.some((hold) => state.holds.get(hold)?.isOpen !== true)) return [];
      const made = { id: what.id ?? standing?.id, customer, address: what.address, reaches: what.reaches };
      const rest = state.standing.filter((one) => one !== standing);
      const ids = what.id === undefined ? state.ids : new Set([...state.ids, what.id]);
      return Array.from({ length: others + 1 }, (_, count) => {
        const also = there.slice(there.length - 1 - count, -1).map((one) => one.customer);
        return { ...state, holds, ids, standing: [...rest, { ...made, also }] };
      });
    }
    case 'lift': {
      const isStanding = state.standing.some((one) => one.id === what.id);
      const lifted = { ...state, standing: state.standing.filter((one) => one.id !== what.id) };
      if (!isOver) return [lifted];
      if (what.result === 'unknown') return isStanding ? [] : [state];
      // Two lifts at once may both say that it is gone: each of them made sure.
      const isTwice = all.some((one) => isDuring(one) && one.what.kind === 'lift' && one.what.id === what.id);
      if (!isStanding) return what.result === 'gone' && isTwice ? [state] : [];
      if (what.result === 'gone') return [lifted];
      // It stands all the same only where it was said again by somebody who was not told yet when the lift was asked.
      return all.some((one) => isDuring(one) && one.what.kind === 'suppress' && (one.what.id ?? what.id) === what.id)
        ? [state]
        : [];
    }
    case 'decide': {
      if (isOver && what.allowed === binds(what.customer, what.address)) return [];
      if (what.isCheck || (isOver ? what.allowed !== true : binds(what.customer, what.address))) return [state];
      const { address } = what;
      const holds =
        what.hold === undefined
          ? state.holds
          : new Map(state.holds).set(what.hold, { customer: what.customer, address, isOpen: true, isConfirmed: false });
      if (address === undefined) return [{ ...state, holds }];
      return [
        {
          ...state,
          holds,
          contactedAt: contacted(state, address, what.customer, asked),
          lastOf: new Map(state.lastOf).set(what.customer, address),
        },
      ];
    }
    case 'confirm': {
      const hold = state.holds.get(what.hold);
      const allowed = hold !== undefined && (hold.isOpen || hold.isConfirmed) && !binds(hold.customer, hold.address);
      if (!isOver && !hold) return [state];
      if (!hold || (isOver && what.allowed !== allowed)) return [];
      const holds = new Map(state.holds).set(what.hold, { ...hold, isOpen: false, isConfirmed: allowed });
      const { address, customer } = hold;
      return [
        {
          ...state,
          holds,
          contactedAt:
            allowed && address !== undefined ? contacted(state, address, customer, asked) : state.contactedAt,
        },
      ];
    }
    case 'remove': {
      const lastOf = new Map(state.lastOf);
      const address = lastOf.get(what.customer);
      lastOf.delete(what.customer);
      const holds = new Map([...state.holds].filter(([, { customer }]) => customer !== what.customer));
      const [kept, gone] = [
        { ...state, holds },
        { ...state, holds, lastOf },
      ];
      // Where somebody refused, the address stays with the customer, whom it binds; of a refusal at the same time the erasure may not know.
      if (address === undefined || !state.standing.some((one) => one.address === address)) return [gone];
      const isNow = all.some((one) => isDuring(one) && one.what.kind === 'suppress' && one.what.address === address);
      return isNow ? [kept, gone] : [kept];
    }
    case 'list': {
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
  }
}

function contacted(state: State, address: string, customer: string, by: Asked): State['contactedAt'] {
  const earlier = (state.contactedAt.get(address) ?? []).filter((one) => one.customer !== customer);
  return new Map(state.contactedAt).set(address, [...earlier, { customer, by }]);
}
