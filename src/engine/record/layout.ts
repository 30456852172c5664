/**
 * The stored form of the hot part of a customer's record, version 4. Little-endian; the provers (decide.lua and its twin in TypeScript) read and
 * extend the same bytes, and the differential test holds them together.
 *
 *   head (9)      0 version · 1 flags · 2 suppressed channels (bit i: channels[i], any purpose) · 3 kinds (2) · 5 next seq (2) · 7 contacts (2)
 *   more (12)     where the flag says so, else all are 0: 9 bytes of extras (3) · 12 operations (2) · 14 addresses · 15 outcomes (2) · 17 holds (2)
 *                 19 version of the cold part (2)
 *   kinds (7)     channel · purpose (2) · region (2, 0 unknown) · caller (2): numbers from the store's own tables
 *   contacts (7)  ms * 64 + state (6) · kind, its place above (1; in a record of more than 256 kinds 2) · seq (2; absent where the flag `row` says
 *                 that they count down from the one before the next seq): newest first
 *   extras        for contacts with the bit: seq (2) · address place or 255 · keys · 6 bytes a key
 *   operations    id (8) · body (6) · seq (2) · ms until it may be forgotten (6): newest first
 *   addresses     hash (10) · kind · ms last reached (6)
 *   outcomes      seq (2) · outcome · ms (6)
 *   holds         seq (2) · state · ms until it is over (6) · ms it was made (6)
 *   key (22)      where there is one: key (16) · ms until it may be forgotten (6)
 *   consents (1)  where there are some: the channels they are on, as bits
 *
 * 42 bits of milliseconds reach to the year 2109. A contact costs seven bytes, nine in a record whose contacts were not made in their order; what few have stands behind.
 */
export const version = 4;
export const headBytes = 9;
export const moreBytes = 12;
export const kindBytes = 7;
export const operationBytes = 22;
export const addressBytes = 17;
export const outcomeBytes = 9;
export const holdBytes = 15;
export const keyBytes = 22;
export const consentBytes = 1;
export const noAddress = 255;
export const keyHashBytes = 6;

/** So many kinds have a place in one byte. */
const oneByteKinds = 256;

/** How long the place of a contact's kind is, by the number of kinds in the record. */
export function placeBytes(kinds: number): 1 | 2 {
  return kinds <= oneByteKinds ? 1 : 2;
}

export const flags = { keepTtl: 1, holds: 2, key: 4, consents: 8, more: 16, row: 32 } as const;

/** By position. */
export const holdStates = ['open', 'confirmed', 'final', 'denied', 'revoked'] as const;

export const state = { extra: 1, held: 2, arrived: 4, moved: 8 } as const;
/** Status in bits 4 and 5 of the state, by position. */
export const statuses = ['counts', 'failed', 'cancelled', 'inbound'] as const;
export const statusShift = 16;
/** Stamps are multiplied by this, the state is the rest. */
export const stampUnit = 64;

export const addressKinds = ['email', 'phone', 'push', 'in_app', 'post'] as const;

/** More would not fit the record's counters; far beyond what anybody should receive. */
export const maxContacts = 60_000;
