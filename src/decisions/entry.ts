/**
 * One entry of the decision log: the answer as it was given, with the person sealed by that person's own key. Erasing the key leaves
 * the evidence (what was denied, when, by which rule) and takes away whom it was about.
 */

import { capState } from '../engine/decision.ts';
import { type LogEntry, tagsOf } from '../engine/log-entry.ts';
import type { Kind } from '../engine/request.ts';
import type { Decided } from '../engine/steps/decide.ts';
import { readable } from '../errors.ts';
import { seal, subjectOf, unseal } from '../identity/seal.ts';
import { isoTime } from '../iso-time.ts';
import type { Purpose } from '../policy/types.ts';
import type { LoggedRequest } from '../requests/reader.ts';
import type { StoredEntry } from '../store/store.ts';
import type { Outcome } from '../vocabulary.ts';
import { type FullAnswer, fullAnswer } from './answer.ts';

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

/** Format version of the stored text. */
const version = 2;

/** @param body the answer in full, where it was said already */
export function makeEntry(
  decided: Decided,
  key: string,
  sealedRequest: string,
  context: EntryContext,
  body: FullAnswer = fullAnswer(decided, context),
): LogEntry {
  const { purpose } = context;
  const tags = tagsOf(decided.judgement.reasons);
  const subject = subjectOf(key);
  const keepMs = body.allowed ? purpose.retainOthersMs : purpose.retainBlocksMs;
  return {
    decisionId: decided.decisionId,
    atMs: decided.atMs,
    allowed: body.allowed,
    channel: context.channel,
    purpose: purpose.name,
    caller: context.caller,
    tags,
    subject,
    key,
    keepUntilMs: decided.atMs + keepMs,
    json: JSON.stringify({
      v: version,
      decisionId: body.decisionId,
      allowed: body.allowed,
      reasons: body.reasons,
      retryAt: body.retryAt,
      // What nearly every entry would say alike is left out, and what a cap stands at has no names: a third less to write and to keep.
      contactId: body.contactId ?? undefined,
      shadow: body.shadow.length === 0 ? undefined : body.shadow,
      replayed: body.replayed || undefined,
      degraded: body.degraded || undefined,
      caps: body.caps.map(({ policy, rule, limit, used }): ShortCap => [policy, rule, limit, used]),
      policyRevision: body.policyRevision,
      decidedAt: body.decidedAt,
      caller: context.caller,
      channel: context.channel,
      purpose: purpose.name,
      basis: context.confirms === undefined ? decided.basis : { ...decided.basis, contactId: context.confirms },
      subject,
      keepUntilMs: decided.atMs + keepMs,
      sealed: sealedRequest,
      // Written out: a spread would cost each denial more than all these fields.
      outcome: context.outcome?.outcome,
      outcomeAt: context.outcome?.outcomeAt,
    }),
  };
}

type ShortCap = [policy: string, rule: string, limit: number, used: number];

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

/** @throws StoreUnavailable for text that is damaged or of another version */
function readEntry(json: string): Record<string, unknown> & { readonly caps: readonly ShortCap[] } {
  return readable('an entry', () => {
    const entry = JSON.parse(json) as ReturnType<typeof readEntry>;
    if (entry['v'] !== version) throw new RangeError(`format version ${entry['v']}, this program knows ${version}`);
    return entry;
  });
}

/** A request as it is shown: channel and purpose are kept apart from what is sealed. */
export function wholeRequest(channel: unknown, purpose: unknown, request: LoggedRequest): object {
  return { channel, purpose, ...request };
}

/** An entry as `GET /decisions` shows it; `request` is null where the person was erased. */
export function showEntry(stored: StoredEntry): Readonly<Record<string, unknown>> {
  const {
    v: _v,
    sealed,
    subject: _subject,
    keepUntilMs: _keep,
    channel,
    purpose,
    decisionId,
    allowed,
    reasons,
    retryAt,
    contactId = null,
    shadow = [],
    caps,
    replayed = false,
    degraded = false,
    ...entry
  } = readEntry(stored.json);
  const request = stored.key === undefined || typeof sealed !== 'string' ? undefined : openRequest(stored.key, sealed);
  return {
    decisionId,
    allowed,
    contactId,
    reasons,
    retryAt,
    shadow,
    caps: caps.map(([policy, rule, limit, used]) => capState(policy, rule, limit, used)),
    replayed,
    degraded,
    ...entry,
    request: request === undefined ? null : wholeRequest(channel, purpose, request),
    ...(request === undefined ? { channel, purpose } : {}),
  };
}
