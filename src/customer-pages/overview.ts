/** What the customer's own page knows: read from the guard, nothing kept. */
import type { ContactShown, Guard } from '../guard-contract.ts';
import { toBase64Url } from '../identity/hashes.ts';
import type { LinkSubject } from '../identity/tokens.ts';

export interface ShownSuppression {
  readonly suppressionId: string;
  readonly channel: string;
  readonly purpose: string;
  readonly targeting: readonly string[];
  readonly origin: 'refusal' | 'operator';
  readonly signal?: string;
  readonly refusalId?: string;
  readonly since: string;
  readonly expiresAt: string | null;
  readonly atMost?: { readonly limit: number; readonly days: number };
}

export interface ShownConsent {
  readonly consentId: string;
  readonly channel: string;
  readonly purpose: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly level: 'express' | 'implied' | 'withdrawn';
  readonly at: string;
  readonly expiresAt: string | null;
}

export interface HeldBack {
  readonly at: string;
  readonly channel: string;
  readonly purpose: string;
  readonly timeZone: string | undefined;
  readonly reasons: readonly { readonly code: string; readonly policy?: string; readonly rule?: string }[];
}

export interface Overview {
  readonly contacts: readonly ContactShown[];
  readonly held: readonly HeldBack[];
  readonly suppressions: readonly ShownSuppression[];
  readonly consents: readonly ShownConsent[];
  readonly events: readonly object[];
}

const mostShown = 200;

export async function overviewOf(guard: Guard, { customerId, address }: LinkSubject): Promise<Overview> {
  const [contacts, page, suppressions, there, consents, { events }] = await Promise.all([
    guard.contactsOf(customerId),
    guard.decisions({ customerId, allowed: false, limit: mostShown }),
    guard.suppressionsOfCustomer(customerId),
    address === undefined ? [] : guard.suppressionsOfAddress({ addressHash: toBase64Url(address), channel: '*' }),
    guard.consentsOf(customerId),
    guard.refusalEvents({ customerId, limit: mostShown }),
  ]);
  // Those that bind the address bind the page's reader there, whoever they were said of.
  const all = new Map([...there, ...suppressions].map((one) => [(one as ShownSuppression).suppressionId, one]));
  return {
    contacts,
    held: page.decisions.map(heldBack),
    suppressions: [...all.values()] as unknown as readonly ShownSuppression[],
    consents: consents as readonly ShownConsent[],
    events,
  };
}

function heldBack(entry: Readonly<Record<string, unknown>>): HeldBack {
  const request = (entry['request'] ?? {}) as {
    readonly channel?: string;
    readonly purpose?: string;
    readonly timeZone?: string;
  };
  return {
    at: String(entry['decidedAt']),
    channel: String(request.channel ?? entry['channel'] ?? ''),
    purpose: String(request.purpose ?? entry['purpose'] ?? ''),
    timeZone: request.timeZone,
    reasons: entry['reasons'] as HeldBack['reasons'],
  };
}
