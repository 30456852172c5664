/** What the model knows of the service between two questions. */
import type { Asked, Question } from './question.ts';

export interface Standing {
  readonly id: string | undefined;
  readonly customer: string | undefined;
  /** Who was contacted there before somebody who was asked about at the same time: bound, too. */
  readonly also: readonly string[];
  readonly address: string | undefined;
  /** A refusal; one never merges with an operator's. */
  readonly reaches: boolean;
  readonly signal: string;
  readonly isUnsure: boolean;
  readonly receivedMs: number;
}

export interface Contact {
  readonly customer: string;
  readonly address: string | undefined;
  /** Plain: no hold, or none that is known any more. */
  readonly hold: 'plain' | 'open' | 'revoked' | 'denied' | 'confirmed' | 'final';
  readonly isCancelled: boolean;
  readonly hasArrived: boolean;
  readonly hasFailed: boolean;
}

export interface State {
  readonly standing: readonly Standing[];
  /** Every id that was ever given. */
  readonly ids: ReadonlySet<string>;
  /** What was said under an operation id. */
  readonly said: ReadonlySet<string>;
  /** Who was contacted there, the latest last. */
  readonly contactedAt: ReadonlyMap<string, readonly Contacted[]>;
  readonly lastOf: ReadonlyMap<string, string>;
  readonly contacts: ReadonlyMap<string, Contact>;
  /** Of a customer's operation id the contact. */
  readonly operations: ReadonlyMap<string, string>;
  readonly resolved: ReadonlyMap<string, Who | undefined>;
}

export interface Who {
  readonly customer?: string | undefined;
  readonly address?: string | undefined;
}

interface Contacted {
  readonly customer: string;
  readonly by: Asked;
}

export const nothing: State = {
  standing: [],
  ids: new Set(),
  said: new Set(),
  contactedAt: new Map(),
  lastOf: new Map(),
  contacts: new Map(),
  operations: new Map(),
  resolved: new Map(),
};

export const newContact: Omit<Contact, 'customer' | 'address'> = {
  hold: 'plain',
  isCancelled: false,
  hasArrived: false,
  hasFailed: false,
};

/** A question as it is asked of a state. */
export interface At<Q = Question> {
  readonly what: Q;
  readonly asked: Asked;
  readonly state: State;
  readonly all: readonly Asked[];
}

export function isOver({ asked }: At<unknown>): boolean {
  return asked.endedAt !== undefined;
}

/** Neither was told before the other was asked. */
export function isDuring({ asked }: At<unknown>, other: Asked): boolean {
  return other !== asked && (other.endedAt ?? Infinity) > asked.beganAt && other.beganAt < (asked.endedAt ?? Infinity);
}

export function counts({ hold, isCancelled, hasFailed }: Contact): boolean {
  return hold !== 'revoked' && hold !== 'denied' && !isCancelled && !hasFailed;
}

export function isBoundBy(state: State, customer: string, address: string | undefined): boolean {
  const concerned = address ?? state.lastOf.get(customer);
  return state.standing.some(
    (one) =>
      one.customer === customer ||
      one.also.includes(customer) ||
      (concerned !== undefined && one.address === concerned),
  );
}

export function reached(state: State, by: Asked, customer: string, address: string | undefined): State {
  if (address === undefined) return state;
  const lastOf = new Map(state.lastOf).set(customer, address);
  return { ...state, contactedAt: contacted(state, address, customer, by), lastOf };
}

export function contacted(state: State, address: string, customer: string, by: Asked): State['contactedAt'] {
  const earlier = (state.contactedAt.get(address) ?? []).filter((one) => one.customer !== customer);
  return new Map(state.contactedAt).set(address, [...earlier, { customer, by }]);
}

export function withId({ ids }: State, id: string | undefined): ReadonlySet<string> {
  return id === undefined ? ids : new Set([...ids, id]);
}
