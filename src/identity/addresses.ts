/** How an address is read: NFKC, then E.164 for phones and lower case for e-mail (contract 1). Changing this orphans stored hashes. */
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import type { AddressKind } from '../vocabulary.ts';

export interface NormalisedAddress {
  readonly kind: AddressKind;
  readonly text: string;
  /** ISO 3166 country of a phone number, where the numbering plan tells. */
  readonly country: string | undefined;
}

const maxLength = 512;

/** @returns undefined where it cannot be normalised: 422 for the caller. `region` gives the country of a national number. */
export function normaliseAddress(
  kind: AddressKind,
  address: string,
  region: string | undefined,
): NormalisedAddress | undefined {
  const text = address.normalize('NFKC').trim();
  if (text === '' || text.length > maxLength || !address.isWellFormed()) return undefined;
  switch (kind) {
    case 'email':
      return email(text);
    case 'phone':
      return phone(text, region);
    case 'post':
      return { kind, text: text.replace(/\s+/gu, ' ').toLowerCase(), country: undefined };
    default:
      return hasControl(text) ? undefined : { kind, text, country: undefined };
  }
}

/** With channel `*`: an address that holds `@` is e-mail, else one that parses as a number is a phone. */
export function kindOfAnyAddress(address: string, region: string | undefined): AddressKind | undefined {
  if (address.normalize('NFKC').includes('@')) return 'email';
  return phone(address.normalize('NFKC').trim(), region) ? 'phone' : undefined;
}

function email(text: string): NormalisedAddress | undefined {
  const bare = (/<([^<>]+)>$/.exec(text)?.[1] ?? text).toLowerCase().replace(/^mailto:/, '');
  const at = bare.lastIndexOf('@');
  // A local part in quotes that needs none is the same mailbox; one that needs them is not taken.
  const local = bare.slice(0, at).replace(/^"([a-z0-9!#$%&'*+/=?^_`{|}~.-]+)"$/, '$1');
  const domain = bare.slice(at + 1).replace(/\.$/, '');
  if (at < 1 || local.length > 64 || /\s/u.test(bare) || hasControl(bare) || /[@":<>()[\]\\,;]/.test(local))
    return undefined;
  // URL's host parser writes an international domain in its one ASCII form.
  // Whatever else may stand in a URL is no domain.
  if (!/^[a-z0-9._\-\u{80}-\u{10ffff}]+$/u.test(domain)) return undefined;
  const ascii = URL.canParse(`http://${domain}/`) ? new URL(`http://${domain}/`).hostname : '';
  if (!/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(ascii) || ascii.length > 253)
    return undefined;
  return { kind: 'email', text: `${local}@${ascii}`, country: undefined };
}

function phone(text: string, region: string | undefined): NormalisedAddress | undefined {
  const country = region?.slice(0, 2).toUpperCase() as CountryCode | undefined;
  try {
    const parsed = parsePhoneNumberFromString(
      text,
      country ? { defaultCountry: country, extract: false } : { extract: false },
    );
    if (!parsed?.isPossible()) return undefined;
    return { kind: 'phone', text: parsed.number, country: parsed.country };
  } catch {
    return undefined;
  }
}

function hasControl(text: string): boolean {
  return /\p{Cc}/u.test(text);
}
