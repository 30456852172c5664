/** What the customer's own page knows: read from the guard, nothing kept. */
import { Problem } from '../errors.ts';
import type { ContactShown, Guard } from '../guard-contract.ts';
import { toBase64Url } from '../identity/hashes.ts';
import type { LinkSubject } from '../identity/tokens.ts';
import type { PurposeScope } from '../vocabulary.ts';

export interface ShownSuppression extends PurposeScope {
  readonly suppressionId: string;
  readonly channel: string;
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
  readonly reasons: readonly {
    readonly code: string;
    readonly policy?: string;
    readonly rule?: string;
    readonly suppressionId?: string;
  }[];
}

export interface Overview {
  readonly contacts: readonly ContactShown[];
  readonly held: readonly HeldBack[];
  /** Where those begin that are older than these; null: these are the oldest. */
  readonly olderHeld: string | null;
  /** Whether there are newer ones than these. */
  readonly isOlder: boolean;
  readonly suppressions: readonly ShownSuppression[];
  readonly consents: readonly ShownConsent[];
  /** How many things the person said or agreed to. */
  readonly told: number;
}

const mostShown = 200;

/** @param before where the older ones of what was held back begin, as a page before said it */
export async function overviewOf(
  guard: Guard,
  { customerId, address }: LinkSubject,
  before?: string,
): Promise<Overview> {
  const [contacts, page, suppressions, there, consents, told] = await Promise.all([
    guard.contactsOf(customerId),
    heldPage(guard, customerId, before),
    guard.suppressionsOfCustomer(customerId),
    address === undefined ? [] : guard.suppressionsOfAddress({ addressHash: toBase64Url(address), channel: '*' }),
    guard.consentsOf(customerId),
    toldCount(guard, customerId),
  ]);
  // Those that bind the address bind the page's reader there, whoever they were said of.
  const all = new Map([...there, ...suppressions].map((one) => [(one as ShownSuppression).suppressionId, one]));
  return {
    contacts,
    held: page.decisions.map(heldBack),
    olderHeld: page.nextCursor,
    isOlder: page.isOlder,
    suppressions: [...all.values()] as unknown as readonly ShownSuppression[],
    consents: consents as readonly ShownConsent[],
    told,
  };
}

async function heldPage(guard: Guard, customerId: string, before: string | undefined) {
  const query = { customerId, allowed: false, limit: mostShown };
  const older =
    before === undefined
      ? undefined
      : await guard.decisions({ ...query, cursor: before }).catch((error: unknown) => {
          // Not one that this page gave: the latest are shown.
          if (error instanceof Problem && error.code === 'invalid') return undefined;
          throw error;
        });
  return { ...(older ?? (await guard.decisions(query))), isOlder: older !== undefined };
}

const mostCounted = 1000;

async function toldCount(guard: Guard, customerId: string): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await guard.refusalEvents({ customerId, limit: mostCounted, cursor });
    const kinds = (page.events as readonly { readonly event: string }[]).map(({ event }) => event);
    count += kinds.filter((kind) => kind === 'refusal' || kind === 'consent').length;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return count;
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
