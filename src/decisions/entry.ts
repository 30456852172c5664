/**
 * One entry of the decision log: what was decided, with the person sealed by that person's own key. Erasing the key leaves
 * the evidence (what was denied, when, by which rule) and takes away whom it was about.
 */

import { type Basis, type CapState, capState, type Judgement } from '../engine/decision.ts';
import {
  type EntryHead,
  entryText,
  type ReasonText,
  readEntryText,
  readReason,
  reasonText,
} from '../engine/entry-text.ts';
import { type LogEntry, tagsOf } from '../engine/log-entry.ts';
import type { Kind } from '../engine/request.ts';
import type { Decided } from '../engine/steps/decide.ts';
import { seal, subjectOf, unseal } from '../identity/seal.ts';
import { isoTime } from '../iso-time.ts';
import type { Purpose } from '../policy/types.ts';
import type { LoggedRequest } from '../requests/reader.ts';
import type { StoredEntry } from '../store/store.ts';
import type { Outcome } from '../vocabulary.ts';
import { fullAnswer } from './answer.ts';

export interface EntryContext {
  readonly caller: string;
  readonly channel: string;
  readonly purpose: Purpose;
  readonly policyRevision: string;
  readonly degraded: boolean;
  /** For `confirm`: the contact that was to be confirmed. */
  readonly confirms?: string;
  /** For an outcome under `record: all`. */
  readonly outcome?: { readonly outcome: Outcome; readonly outcomeAt: string };
}

export function sealRequest(request: LoggedRequest): (key: string) => string {
  const text = JSON.stringify(request);
  return (key) => seal(key, text);
}

/** @returns undefined where the key does not open it */
export function openRequest(key: string, sealed: string): LoggedRequest | undefined {
  const text = unseal(key, sealed);
  return text === undefined ? undefined : (JSON.parse(text) as LoggedRequest);
}

/** Of an entry's text, what no store reads. */
type EntryRest = [
  retryAtMs: number | null,
  caps: readonly CapsText[],
  policyRevision: string,
  region: string | null,
  zones: Basis['zones'],
  sealed: string,
  rare: Rare,
];

/** Of one policy, in its order. */
type CapsText = [policy: string, ...caps: [rule: string, limit: number, used: number][]];

/** What nearly no entry has to say. */
interface Rare {
  readonly contactId?: string | undefined;
  readonly shadow?: readonly ReasonText[] | undefined;
  readonly replayed?: true | undefined;
  readonly degraded?: true | undefined;
  readonly consentId?: string | undefined;
  readonly confirms?: string | undefined;
  readonly outcome?: string | undefined;
  readonly outcomeAt?: string | undefined;
}

export function makeEntry(decided: Decided, key: string, sealedRequest: string, context: EntryContext): LogEntry {
  const { purpose, caller, channel, policyRevision } = context;
  const { decisionId, atMs, judgement, basis } = decided;
  const { allowed, reasons, shadow } = judgement;
  const keepUntilMs = atMs + (allowed ? purpose.retainOthersMs : purpose.retainBlocksMs);
  const columns = { decisionId, allowed, atMs, keepUntilMs, subject: subjectOf(key), channel, caller };
  const rare: Rare = {
    contactId: decided.contactId ?? undefined,
    shadow: shadow.length === 0 ? undefined : shadow.map(reasonText),
    replayed: decided.replayed || undefined,
    degraded: context.degraded || undefined,
    consentId: basis.consentId,
    confirms: context.confirms,
    outcome: context.outcome?.outcome,
    outcomeAt: context.outcome?.outcomeAt,
  };
  const caps = capsText(judgement.caps);
  const rest: EntryRest = [judgement.retryAtMs, caps, policyRevision, basis.region, basis.zones, sealedRequest, rare];
  return {
    ...columns,
    purpose: purpose.name,
    tags: tagsOf(reasons),
    key,
    json: entryText({ ...columns, purpose: purpose.name, reasons }, rest),
  };
}

function capsText(caps: readonly CapState[]): CapsText[] {
  const texts: CapsText[] = [];
  for (const { policy, rule, limit, used } of caps) {
    const last = texts.at(-1);
    if (last?.[0] === policy) last.push([rule, limit, used]);
    else texts.push([policy, [rule, limit, used]]);
  }
  return texts;
}

/** The entry of a reported outcome: what was allowed, and what became of it. */
export function makeOutcomeEntry(
  reported: {
    contactId: string;
    decisionId: string;
    nowMs: number;
    outcomeAtMs: number;
    outcome: Outcome;
    contact: Kind;
  },
  key: string,
  context: Omit<EntryContext, 'outcome' | 'channel' | 'degraded'>,
): LogEntry {
  const { contact } = reported;
  const decided: Decided = {
    kind: 'decided',
    decisionId: reported.decisionId,
    atMs: reported.nowMs,
    judgement: { allowed: true, reasons: [], shadow: [], retryAtMs: null, caps: [], consentId: undefined },
    contactId: reported.contactId,
    replayed: false,
    basis: { region: contact.region, zones: [] },
  };
  const outcome = { outcome: reported.outcome, outcomeAt: isoTime(reported.outcomeAtMs) };
  return makeEntry(decided, key, sealRequest({})(key), {
    ...context,
    channel: contact.channel,
    degraded: false,
    outcome,
  });
}

/** A request as it is shown: channel and purpose are kept apart from what is sealed. */
export function wholeRequest(channel: unknown, purpose: unknown, request: LoggedRequest): object {
  return { channel, purpose, ...request };
}

/** An entry as `GET /decisions` shows it; `request` is null where the person was erased. */
export function showEntry(stored: StoredEntry): Readonly<Record<string, unknown>> {
  return readEntryText(stored.json, (head, rest) => show(head, rest as EntryRest, stored.key));
}

function show(head: EntryHead, rest: EntryRest, key: string | undefined): Readonly<Record<string, unknown>> {
  const { decisionId, atMs, allowed, reasons, caller, channel, purpose } = head;
  const [retryAtMs, caps, policyRevision, region, zones, sealed, rare] = rest;
  const { contactId = null, shadow = [], replayed = false, degraded = false, ...more } = rare;
  const { consentId, confirms, ...outcome } = more;
  const basis: Basis = { region, zones, ...(consentId !== undefined && { consentId }) };
  const judgement: Judgement = {
    allowed,
    reasons,
    shadow: shadow.map(readReason),
    retryAtMs,
    caps: caps.flatMap(([policy, ...own]) => own.map(([rule, limit, used]) => capState(policy, rule, limit, used))),
    consentId,
  };
  const decided: Decided = { kind: 'decided', decisionId, atMs, judgement, contactId, replayed, basis };
  const request = key === undefined ? undefined : openRequest(key, sealed);
  return {
    ...fullAnswer(decided, { policyRevision, degraded }),
    caller,
    basis: confirms === undefined ? basis : { ...basis, contactId: confirms },
    ...outcome,
    request: request === undefined ? null : wholeRequest(channel, purpose, request),
    ...(request === undefined ? { channel, purpose } : {}),
  };
}
