/** How an address is read (contract 1): what looks the same is the same. Changing this orphans stored hashes. */
import type { AddressKind } from '../vocabulary.ts';
import { readEmail, readPlainEmail } from './email.ts';
import { readPhone } from './phone.ts';
import { foldCase, visible } from './text.ts';

export interface NormalisedAddress {
  readonly kind: AddressKind;
  readonly text: string;
  /** ISO 3166 country of a phone number, where the numbering plan tells. */
  readonly country: string | undefined;
}

/** Why an address is not read, and what to write instead; never the address itself. */
export interface AddressFault {
  readonly fault: string;
}

const maxLength = 512;

const forms: Readonly<Record<AddressKind, string>> = {
  email: 'cannot be read as an e-mail address',
  phone: 'cannot be read as a phone number, in international form or with region or DEFAULT_REGION',
  push: 'cannot be read as an address of this channel',
  in_app: 'cannot be read as an address of this channel',
  post: 'cannot be read as an address of this channel',
};

/** @param country ISO 3166 country of a national phone number */
export function normaliseAddress(
  kind: AddressKind,
  address: string,
  country: string | undefined,
): NormalisedAddress | AddressFault {
  const plain = kind === 'email' ? readPlainEmail(address) : undefined;
  if (plain !== undefined) return { kind, text: plain, country: undefined };
  if (address.includes('\ufffd'))
    return { fault: 'holds U+FFFD, which stands where a character was lost: send the text as UTF-8' };
  const text = visible(address).trim();
  if (text === '' || text.length > maxLength || !address.isWellFormed()) return { fault: forms[kind] };
  const read = kind === 'phone' ? readPhone(text, country) : { text: readText(kind, text), country: undefined };
  if (read && 'fault' in read) return read;
  // Folding can make a text longer: what is read is bounded too, or it could not be read again.
  if (read?.text === undefined || read.text === '' || read.text.length > maxLength) return { fault: forms[kind] };
  return { kind, text: read.text, country: read.country };
}

function readText(kind: Exclude<AddressKind, 'phone'>, text: string): string | undefined {
  if (kind === 'email') return readEmail(text);
  if (kind === 'post') return foldCase(text.replace(/\s+/gu, ' '));
  return /\p{Cc}/u.test(text) ? undefined : text;
}

/** With channel `*`: an address that holds `@` is e-mail, else one that parses as a number is a phone, one that could be two numbers too. */
export function kindOfAnyAddress(address: string, country: string | undefined): AddressKind | undefined {
  const text = visible(address).trim();
  if (text.includes('@')) return 'email';
  return readPhone(text, country) ? 'phone' : undefined;
}
