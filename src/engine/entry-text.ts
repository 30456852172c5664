/**
 * The text of a log entry: a JSON list, since the names of its fields would be a third of it, and what an entry costs are above all its bytes. It
 * stands by itself, when rules and policies of its day are gone, and says all that is known of the entry: a store may keep nothing else.
 */
import { OtherVersion, readable } from '../errors.ts';
import type { Reason } from './decision.ts';
import type { LogEntry } from './log-entry.ts';

/** What stores read of it. */
export interface EntryHead
  extends Pick<
    LogEntry,
    'decisionId' | 'allowed' | 'atMs' | 'keepUntilMs' | 'subject' | 'channel' | 'purpose' | 'caller'
  > {
  readonly reasons: readonly Reason[];
}

/** Format version. */
const version = 3;

type EntryText = [
  version: number,
  decisionId: string,
  allowed: boolean,
  atMs: number,
  keepUntilMs: number,
  subject: string,
  channel: string,
  purpose: string,
  caller: string,
  reasons: readonly ReasonText[],
  rest: unknown,
];

/** A list is a cap's, the most usual one. */
export type ReasonText = Reason | CapText;

type CapText = [
  policy: Reason['policy'],
  rule: Reason['rule'],
  force: Reason['force'],
  message: string,
  limit: Reason['limit'],
  used: Reason['used'],
  window: string,
  retryAtMs: number | null,
];

/** @param rest what no store reads */
export function entryText(head: EntryHead, rest: unknown): string {
  const { decisionId, allowed, atMs, keepUntilMs, subject, channel, purpose, caller } = head;
  const reasons = head.reasons.map(reasonText);
  const text: EntryText = [
    version,
    decisionId,
    allowed,
    atMs,
    keepUntilMs,
    subject,
    channel,
    purpose,
    caller,
    reasons,
    rest,
  ];
  return JSON.stringify(text);
}

/**
 * @param make of what the text says; a rest that is none, met there, is a damaged text too
 * @throws Unreadable
 */
export function readEntryText<T>(json: string, make: (head: EntryHead, rest: unknown) => T): T {
  return readable('an entry', () => {
    const text = JSON.parse(json) as EntryText;
    const [found, decisionId, allowed, atMs, keepUntilMs, subject, channel, purpose, caller, reasons, rest] = text;
    if (typeof found !== 'number') throw new TypeError('no format version');
    if (found !== version) throw new OtherVersion(found, version);
    const columns = { decisionId, allowed, atMs, keepUntilMs, subject, channel, purpose, caller };
    return make({ ...columns, reasons: reasons.map(readReason) }, rest);
  });
}

/** Of a damaged text whose beginning is left: which entry it was, and whose. */
export function leftOf(json: string): Pick<EntryHead, 'decisionId' | 'allowed' | 'subject'> | undefined {
  const [, decisionId, allowed, subject] = beginning.exec(json) ?? [];
  return decisionId !== undefined && subject !== undefined
    ? { decisionId, allowed: allowed === 'true', subject }
    : undefined;
}

const beginning = new RegExp(String.raw`^\[${version},"([^"\\]+)",(true|false),\d+,\d+,"([^"\\]+)"`);

export function reasonText(reason: Reason): ReasonText {
  const { code, policy, rule, force, message, limit, used, window, retryAtMs } = reason;
  return code === 'cap' && window !== undefined
    ? [policy, rule, force, message, limit, used, window, retryAtMs]
    : reason;
}

export function readReason(text: ReasonText): Reason {
  if (!Array.isArray(text)) return text;
  const [policy, rule, force, message, limit, used, window, retryAtMs] = text;
  return { code: 'cap', policy, rule, force, message, limit, used, window, retryAtMs };
}
