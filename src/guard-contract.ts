/**
 * What the guard is asked and answers: the use cases as HTTP, the command line and tests call them.
 * Inputs are schema-checked shapes; instants are Unix milliseconds in, ISO text out (the answers are written as they are).
 */
import type { DecisionPage, DecisionQuery } from './decision-query.ts';
import type { AddressRef } from './engine/request.ts';
import type { FieldProblem } from './errors.ts';
import type { Channel, ConsentLevel, Outcome, PurposeScope, RefusalSignal } from './vocabulary.ts';

/** Who asks. `scopes` of a service without keys: `admin`. */
export interface Caller {
  readonly name: string;
  readonly scopes: ReadonlySet<string>;
}

/** A contact as the customer may see it; `at` is ISO text. */
export interface ContactShown {
  readonly at: string;
  readonly channel: Channel;
  readonly purpose: string;
  readonly caller: string;
  /** As resolved then; null: unknown. */
  readonly region: string | null;
  readonly state: 'sent' | 'planned' | 'received';
}

/** What decisions and contacts made elsewhere say of a contact. */
export interface ContactFields {
  readonly customerId: string;
  readonly channel: Channel;
  readonly purpose: string;
  readonly address?: string | undefined;
  readonly keys?: Readonly<Record<string, string>> | undefined;
  readonly timeZone?: string | undefined;
  readonly region?: string | undefined;
  readonly targeting?: readonly string[] | undefined;
}

export interface CanContactInput extends ContactFields {
  readonly mode: 'reserve' | 'check';
  readonly confirmByMs?: number | undefined;
  readonly operationId?: string | undefined;
}

export interface OutcomeInput {
  readonly contactId: string;
  readonly outcome: Outcome;
  readonly atMs?: number | undefined;
}

export interface ElsewhereInput extends Omit<ContactFields, 'targeting'> {
  readonly atMs: number;
  readonly operationId: string;
  readonly direction: 'outbound' | 'inbound';
  readonly outcome?: Outcome | undefined;
  readonly outcomeAtMs?: number | undefined;
}

export interface RefusalInput {
  /** Names what is said: again, word for word, it is the same and does nothing more. */
  readonly operationId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly address?: string | undefined;
  /** ISO 3166: where a national phone number is read. */
  readonly region?: string | undefined;
  /** A channel or `*`. */
  readonly channel: string;
  readonly purpose?: string | undefined;
  readonly keys?: Readonly<Record<string, string>> | undefined;
  readonly targeting?: readonly string[] | undefined;
  readonly contactId?: string | undefined;
  /** What it answers, proven by the link of a message: goes before contactId, and needs no record. */
  readonly answers?: { readonly address: AddressRef | undefined; readonly purpose: string | undefined } | undefined;
  /** Chosen by the person on their own page: goes before what the signal suppresses. */
  readonly scope?:
    | {
        readonly channels: readonly string[];
        readonly purposes: readonly PurposeScope[];
        /** Fewer instead of none: at most so many contacts of class marketing in the window. */
        readonly atMost?: { readonly limit: number; readonly windowMs: number };
      }
    | undefined;
  readonly signal: RefusalSignal;
  readonly text?: string | undefined;
  readonly untilMs?: number | undefined;
  readonly source: string;
  readonly receivedAtMs?: number | undefined;
  readonly evidence?: Readonly<Record<string, unknown>> | undefined;
}

/** The person who refused by some means says by the same means, proved by the provider, that they want to hear again. */
export interface OptInInput {
  readonly address: string;
  readonly channel: Channel;
  readonly region?: string | undefined;
  /** What it takes back: what was refused by these signals, from the same address, over the same channel and source. */
  readonly signals: readonly string[];
  readonly source: string;
  /** The provider's own id of it: said again, it takes back nothing that was refused since. */
  readonly saidId: string;
  /** When it was said, where the provider says so: what was refused later stands. */
  readonly atMs?: number | undefined;
}

/** What a person made of words in doubt. */
export interface ReviewDecision {
  readonly decision: 'refusal' | 'not-a-refusal';
  readonly by: string;
  readonly note?: string | undefined;
}

export interface ReviewQuery {
  readonly limit: number;
  readonly cursor?: string | undefined;
}

/** Which address: as it is written, or by its keyed hash. */
export interface LookupInput {
  readonly address?: string | undefined;
  readonly addressHash?: string | undefined;
  /** A channel or `*`. */
  readonly channel: string;
  readonly region?: string | undefined;
}

export interface SuppressionInput {
  /** Names what is said: again, word for word, it is the same and does nothing more. */
  readonly operationId?: string | undefined;
  readonly customerId?: string | undefined;
  readonly address?: string | undefined;
  /** ISO 3166: where a national phone number is read. */
  readonly region?: string | undefined;
  readonly channel: string;
  readonly purpose: string;
  readonly keys?: Readonly<Record<string, string>> | undefined;
  readonly targeting?: readonly string[] | undefined;
  readonly reason: string;
  readonly source: string;
  readonly expiresAtMs?: number | undefined;
  readonly evidence?: Readonly<Record<string, unknown>> | undefined;
}

/** A row of a list that is taken over. */
export type Listed = { readonly read?: ReadListed | undefined } & (
  | { readonly kind: 'suppression'; readonly input: SuppressionInput }
  | { readonly kind: 'refusal'; readonly input: RefusalInput }
);

/** What becomes of a row without asking the store: where it was read before, it is not read again. */
export interface ReadListed {
  readonly address: AddressRef;
  /** Of what is said (Hashes.act). */
  readonly name: string;
}

export interface ConsentInput {
  /** Names what is said: again, word for word, it is the same and does nothing more. */
  readonly operationId?: string | undefined;
  readonly customerId: string;
  readonly channel: string;
  readonly purpose: string;
  readonly keys?: Readonly<Record<string, string>> | undefined;
  readonly level: ConsentLevel;
  readonly source: string;
  readonly evidence?: Readonly<Record<string, unknown>> | undefined;
  readonly expiresAtMs?: number | undefined;
  readonly atMs?: number | undefined;
  readonly lifts?: boolean | undefined;
}

/** The decision as JSON (contract 2); with `minimal` only what `Prefer: return=minimal` names. */
export type DecisionAnswer = Readonly<Record<string, unknown>> & {
  readonly allowed: boolean;
  readonly decisionId: string;
};

/** How one decision is asked for. `stream`: a line of a batch or stream, which single decisions go before. */
export interface DecideOptions {
  readonly minimal?: boolean;
  readonly stream?: boolean;
  /** When the whole question was there (monotonic): its deadline runs from then. Default: when it is asked here. */
  readonly arrivedMs?: number;
}

/**
 * Fields of a request that fit its schema, where others do not. `purpose` is one of the register in decisions and contacts, a pattern
 * elsewhere; `atMs` is when a contact made elsewhere was made.
 */
export interface FittingFields {
  readonly purpose?: string | undefined;
  readonly channel?: string | undefined;
  readonly address?: string | undefined;
  readonly region?: string | undefined;
  readonly confirmByMs?: number | undefined;
  readonly atMs?: number | undefined;
  readonly outcomeAtMs?: number | undefined;
}

export interface Readiness {
  readonly ready: boolean;
  /** The parts that are not as they should be. */
  readonly parts: readonly ('store' | 'ledger' | 'policies')[];
  /** Each reason why not. */
  readonly reasons: readonly string[];
  /** What is only reported. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** Every method throws `Problem` for what cannot be answered, among them 503 `store-unavailable`; `decide` and `confirm` never for a denial. */
export interface Guard {
  /** What the guard finds wrong with what its schema found right, so that a caller is told every problem at once. */
  problemsOf(kind: 'contact' | 'scope', fields: FittingFields): readonly FieldProblem[];
  decide(input: CanContactInput, caller: Caller, options?: DecideOptions): Promise<DecisionAnswer>;
  confirm(contactId: string, caller: Caller, options?: DecideOptions): Promise<DecisionAnswer>;
  outcome(input: OutcomeInput, caller: Caller): Promise<{ contactId: string; outcome: Outcome; counts: boolean }>;
  recordContact(input: ElsewhereInput, caller: Caller): Promise<{ contactId: string; replayed: boolean }>;
  refuse(
    input: RefusalInput,
    caller: Caller,
  ): Promise<{
    refusalId: string;
    suppressions: readonly object[];
    revoked: readonly string[];
    contactKnown?: boolean;
    reading?: 'refusal' | 'not-a-refusal' | 'unsure';
    words?: readonly string[];
    /** With an operation id: whether it was said before. */
    replayed?: boolean;
  }>;
  /** @returns the suppressions that it lifted. Only for what a provider has proved: no scope opens it. */
  optIn(input: OptInInput, caller: Caller): Promise<{ lifted: readonly string[] }>;
  /** What was said of a customer, newest first. */
  refusalEvents(query: {
    readonly customerId: string;
    readonly limit: number;
    readonly cursor?: string | undefined;
  }): Promise<{ events: readonly object[]; nextCursor: string | null }>;
  refusal(refusalId: string): Promise<object>;
  /** The contacts of a customer that are kept, newest first. */
  contactsOf(customerId: string): Promise<readonly ContactShown[]>;
  /** Words that may be no refusal and suppress until they are decided. */
  reviews(query: ReviewQuery): Promise<{ reviews: readonly object[]; nextCursor: string | null }>;
  /** @throws Problem `not-found`, or `conflict` for what is decided */
  decideReview(refusalId: string, decision: ReviewDecision, caller: Caller): Promise<object>;
  /** One contact, as evidence. */
  contact(contactId: string): Promise<object>;
  /** One suppression, also when it is over. */
  suppression(suppressionId: string): Promise<object>;
  suppress(input: SuppressionInput, caller: Caller): Promise<object>;
  /**
   * Records, all at once, what is said of addresses that nothing is known of, as `suppress` and `refuse` would.
   * @returns for each whether it is recorded: what is not is to be said by itself. Undefined, as where it throws, for what nobody knows
   */
  recordUnseen(said: readonly Listed[], caller: Caller): Promise<readonly (boolean | undefined)[]>;
  suppressionsOfCustomer(customerId: string): Promise<readonly object[]>;
  suppressionsOfAddress(input: LookupInput): Promise<readonly object[]>;
  /**
   * @returns what stands all the same, since it was said again after the lift was asked
   * @throws Problem `not-found`, or `forbidden` for a refusal without `suppress:lift`
   */
  lift(suppressionId: string, why: { reason: string; source: string }, caller: Caller): Promise<object | undefined>;
  consent(input: ConsentInput, caller: Caller): Promise<object>;
  consentsOf(customerId: string): Promise<readonly object[]>;
  /** What is held of a customer, and when each channel and purpose is allowed next. */
  customer(customerId: string, caller: Caller): Promise<object>;
  /** Everything held, in words too. */
  exportCustomer(customerId: string): Promise<object>;
  /** Erases the customer: only hashed refusals and bare stamps stay. */
  erase(customerId: string, caller: Caller): Promise<void>;
  decisions(query: DecisionQuery, signal?: AbortSignal): Promise<DecisionPage>;
  decision(decisionId: string): Promise<Readonly<Record<string, unknown>>>;
  /** Entries as they are stored from now on, this process's and others'; ends with the signal. */
  follow(signal: AbortSignal): AsyncIterable<Readonly<Record<string, unknown>>>;
  /** The active set and its revision. */
  policies(): object;
  /** What a past revision said and when it was active; undefined: unknown. */
  policyRevision(revision: string): Promise<object | undefined>;
  /** Names the data of the store: another name, other data. */
  dataId(): Promise<string>;
  readiness(): Promise<Readiness>;
}
