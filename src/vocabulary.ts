/** The words of the contract that code must agree on. Pure data: imported by everything, imports nothing. */

export const channels = ['email', 'sms', 'push', 'voice', 'whatsapp', 'in_app', 'post'] as const;
export type Channel = (typeof channels)[number];

export const purposeClasses = ['marketing', 'service', 'transactional', 'critical'] as const;
export type PurposeClass = (typeof purposeClasses)[number];

/** What became of a contact. The order is part of the stored record format: append only. */
export const outcomes = [
  'sent',
  'delivered',
  'failed',
  'cancelled',
  'answered',
  'conversation',
  'no_answer',
  'opened',
  'clicked',
  'replied',
  'complained',
  'refused',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Outcomes after which a contact is known to have arrived: it can no longer become `failed` or `cancelled`. */
export const arrivals: ReadonlySet<Outcome> = new Set<Outcome>([
  'delivered',
  'answered',
  'conversation',
  'opened',
  'clicked',
  'replied',
  'complained',
  'refused',
]);

/** Outcomes that are refusals, and the signal that each is. */
export const refusingOutcomes: Readonly<Partial<Record<Outcome, RefusalSignal>>> = {
  complained: 'complaint',
  refused: 'unsubscribe',
};

export const refusalSignals = [
  'unsubscribe',
  'stop',
  'complaint',
  'hard_bounce',
  'do_not_contact',
  'pause',
  'harassment',
  'text',
] as const;
export type RefusalSignal = (typeof refusalSignals)[number];

export const consentLevels = ['express', 'implied', 'withdrawn'] as const;
export type ConsentLevel = (typeof consentLevels)[number];

export const reasonCodes = [
  'cap',
  'hours',
  'cooldown',
  'suppressed',
  'consent',
  'targeting',
  'missing-key',
  'expired',
  'store-unavailable',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

export const forces = ['law', 'presumption', 'guidance', 'own-policy'] as const;
export type Force = (typeof forces)[number];

/** The kind of address a channel is reached at; one phone number serves sms, voice and whatsapp. */
export type AddressKind = 'email' | 'phone' | 'push' | 'in_app' | 'post';

/** @returns the kind of address that `channel` uses. */
export function addressKindOf(channel: Channel): AddressKind {
  if (channel === 'sms' || channel === 'voice' || channel === 'whatsapp') return 'phone';
  return channel;
}

/** `marketing` covers `marketing` and `marketing.promotions`, `*` covers everything; never `marketingx`. */
export function purposeCovers(pattern: string, purpose: string): boolean {
  return pattern === '*' || pattern === purpose || (purpose.startsWith(pattern) && purpose[pattern.length] === '.');
}

/** Purposes with their classes. */
export type Register = ReadonlyMap<string, { readonly class: PurposeClass }>;

/** What is not to be contacted about, judged by the register of the day. */
export interface PurposeScope {
  /** A dotted prefix, or `*`: every purpose. */
  readonly purpose: string;
  /** Of these only those of such a class. */
  readonly classes?: readonly PurposeClass[];
  /** And not what was given back since: dotted prefixes. */
  readonly except?: readonly string[];
}

/** Whether a scope takes in this purpose today; one that has left the register may be of any class. */
export function scopeCovers(
  { purpose: pattern, classes, except }: PurposeScope,
  purpose: string,
  today: Register,
): boolean {
  if (!purposeCovers(pattern, purpose)) return false;
  if (except?.some((given) => purposeCovers(given, purpose))) return false;
  const of = today.get(purpose)?.class;
  return classes === undefined || of === undefined || classes.includes(of);
}

/** `US` covers `US-FL`. */
export function regionCovers(pattern: string, region: string): boolean {
  return pattern === region || (region.startsWith(pattern) && region[pattern.length] === '-');
}

/** Whether two words name the same data that customers are selected by: `Health` is `health`, whoever wrote it. */
export function isSameData(a: string, b: string): boolean {
  return a === b || foldData(a) === foldData(b);
}

/** How a name of such data is compared. */
export function foldData(name: string): string {
  return name.normalize('NFKC').toLowerCase().trim();
}

/** A customer id begins and ends with what can be seen: one with white space around it would be another person (contract 1). */
export const customerIdPattern = /^\S(?:[\s\S]*\S)?$/;
