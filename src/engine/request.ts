/** What the engine is asked, after validation and normalisation. Instants are Unix milliseconds. */
import type { AddressKind, Channel } from '../vocabulary.ts';

/** A keyed hash of a customer id or an address: 10 bytes as a latin1 string (HMAC-SHA-256, cut). */
export type KeyedHash = string & { readonly __brand: 'KeyedHash' };

/** Where a message would go; the address itself never reaches the engine. */
export interface AddressRef {
  readonly kind: AddressKind;
  readonly hash: KeyedHash;
}

/** What a contact is, and what rules match: the same for a request and for a contact of the past. */
export interface Kind {
  readonly channel: Channel;
  readonly purpose: string;
  /** ISO 3166 as resolved; null is unknown. */
  readonly region: string | null;
  readonly caller: string;
}

export interface DecideRequest extends Kind {
  readonly customer: KeyedHash;
  readonly address: AddressRef | undefined;
  /** Scope keys: name to the keyed hash of `name=value`, 6 bytes (latin1). A map: a key may be named `constructor`. */
  readonly keys: ReadonlyMap<string, string>;
  readonly timeZone: string | undefined;
  readonly targeting: readonly string[];
}

/** The caller's id of an attempt: what makes a retry count once. */
export interface Operation {
  /** 8 bytes (latin1) of a keyed hash over caller and operation id. */
  readonly id: string;
  /** 6 bytes (latin1) of a hash over the canonical body. */
  readonly body: string;
}
