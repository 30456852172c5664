/** What is done when somebody refuses, lifts, consents or suppresses: one act, whatever the way in. */
import type { EventKind, StoredEvent } from '../engine/events.ts';
import type { ColdRecord, Consent, Suppression } from '../engine/record/record.ts';
import type { AddressRef, KeyedHash } from '../engine/request.ts';
import type { EventHome } from '../store/store.ts';
import type { LookFirst } from './once.ts';

/** Whom it is about: by customer, by address, or by both. */
export interface Subject {
  readonly customer: KeyedHash | undefined;
  readonly address: AddressRef | undefined;
}

/** What an act's parts are told inside its step. */
export interface ActStep extends Subject {
  readonly eventId: string;
  readonly nowMs: number;
  seal(text: string): string;
}

export interface Act extends Subject {
  /** Names the event by whose it is, which an address alone settles only in its step. */
  eventId(home: EventHome): string;
  readonly kind: EventKind;
  readonly lookFirst?: LookFirst | undefined;
  /** A suppression whose place it takes in the same step: a 409 where it does not stand any more as it was found. */
  readonly replaces?: Suppression | undefined;
  /** Said by an address alone: it is also of the customer whom the last contact there was for. */
  readonly reachesLast: boolean;
  /** What it changes in the customer's cold part before it suppresses anything; of an act without an address. @returns the consent it recorded */
  begin?(cold: ColdRecord, step: ActStep): Consent;
  /** The suppressions it makes; run inside the step. */
  drafts(step: ActStep): readonly Suppression[];
  /** What the event says of itself, in the words of the API. */
  fields(made: {
    readonly eventId: string;
    readonly standing: readonly Suppression[];
    readonly atMs: number;
  }): Readonly<Record<string, unknown>>;
  /** JSON that only the person's key opens. */
  readonly secret: string | undefined;
}

/** An act of an address, and of whoever may be known there. */
export interface AddressAct extends Act {
  readonly customer: undefined;
  readonly address: AddressRef;
}

export interface Applied {
  readonly eventId: string;
  readonly customer: KeyedHash | undefined;
  readonly atMs: number;
  /** In force because of it, also where it only repeats an earlier one. */
  readonly standing: readonly Suppression[];
  /** The contacts whose holds it ended. */
  readonly revoked: readonly string[];
  /** The key that opens what is sealed in them. */
  readonly key: string;
}

/** Says an event on standard output. */
export type TellEvent = (event: StoredEvent, customer: KeyedHash | undefined) => void;

/** The same without what says more of the person than whom it binds: words that nobody will read wait for nobody. */
export function bare<T extends Act>(act: T): T {
  return {
    ...act,
    drafts: (step: ActStep) => act.drafts(step).map(({ unsure: _unsure, ...one }) => ({ ...one, sealed: undefined })),
    secret: undefined,
  };
}
