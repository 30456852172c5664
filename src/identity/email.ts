/** E-mail addresses: folded in case, the domain as IDNA writes it. Dots and `+tags` of the local part mean what they say (contract 1). */
import { domainToUnicode } from 'node:url';
import { foldCase } from './text.ts';

const localMost = 64;
const domainMost = 253;

/** Most addresses: nothing of them is folded but its case, and nothing stands around them. */
const plain = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]+@[A-Za-z0-9._-]+$/;

/** The same as the whole way for such an address, in a third of the time; undefined for any other, and for one that may be none. */
export function readPlainEmail(text: string): string | undefined {
  if (!plain.test(text)) return undefined;
  const folded = text.toLowerCase();
  const at = folded.indexOf('@');
  const domain = at > localMost ? undefined : readDomain(folded.slice(at + 1));
  return domain === undefined ? undefined : `${folded.slice(0, at)}@${domain}`;
}

/** @returns undefined where it is no address that a message can be sent to. */
export function readEmail(text: string): string | undefined {
  const folded = foldCase(text).trim();
  const bare = (/<([^<>]+)>$/.exec(folded)?.[1] ?? folded).replace(/^mailto:/, '');
  const at = bare.lastIndexOf('@');
  // A local part in quotes that needs none is the same mailbox; one that needs them is not taken.
  const local = bare.slice(0, at).replace(/^"([a-z0-9!#$%&'*+/=?^_`{|}~.\-\u{80}-\u{10ffff}]+)"$/u, '$1');
  if (at < 1 || local.length > localMost || /[\s\p{Cc}]/u.test(bare) || /[@":<>()[\]\\,;]/.test(local))
    return undefined;
  const domain = readDomain(bare.slice(at + 1));
  return domain === undefined ? undefined : `${local}@${domain}`;
}

/** Most addresses are at few domains, and to read one takes longer than all else. */
const domains = new Map<string, string>();
const mostDomains = 1000;

/** The one ASCII form of a domain, however it is written. */
function readDomain(text: string): string | undefined {
  const known = domains.get(text);
  if (known !== undefined) return known;
  const domain = domainOf(text);
  if (domain !== undefined && domains.size < mostDomains) domains.set(text, domain);
  return domain;
}

/** An international one goes through its letters, so that these are folded too. */
function domainOf(text: string): string | undefined {
  const domain = text.replace(/[.。]$/, '');
  // Whatever else may stand in a URL is no domain.
  if (!/^[a-z0-9._\-\u{80}-\u{10ffff}]+$/u.test(domain)) return undefined;
  const ascii = hostOf(domain);
  const read = /(?:^|\.)xn--/.test(ascii) ? hostOf(foldCase(domainToUnicode(ascii))) : ascii;
  if (!/^[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/.test(read)) return undefined;
  return read.length > domainMost ? undefined : read;
}

/** URL's host parser writes an international domain in ASCII. */
function hostOf(domain: string): string {
  return domain !== '' && URL.canParse(`http://${domain}/`) ? new URL(`http://${domain}/`).hostname : '';
}
