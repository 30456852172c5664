/**
 * One entry of the decision log: the answer as it was given, with the person sealed by that person's own key. Erasing the key leaves
 * the evidence (what was denied, when, by which rule) and takes away whom it was about.
 */
import type { Decided } from '../engine/steps/decide.ts';
import type { LogEntry } from '../engine/steps/step.ts';
import { seal, subjectOf, unseal } from '../identity/seal.ts';
import type { Purpose } from '../policy/types.ts';
import type { StoredEntry } from '../store/store.ts';
import { fullAnswer } from './answer.ts';

/** The request as sent; the address only as its keyed hash. */
export type LoggedRequest = Readonly<Record<string, unknown>>;

export interface EntryContext {
  readonly caller: string;
  readonly channel: string;
  readonly purpose: Purpose;
  readonly policyRevision: string;
  readonly degraded: boolean;
  /** For `confirm`: the contact that was to be confirmed. */
  readonly confirms?: string;
}

export function sealRequest(request: LoggedRequest): (key: string) => string {
  const text = JSON.stringify(request);
  return (key) => seal(key, text);
}

/** Format version of the stored text. */
const version = 1;

export function makeEntry(decided: Decided, key: string, sealedRequest: string, context: EntryContext): LogEntry {
  const body = fullAnswer(decided, context);
  const { purpose } = context;
  const tags = tagsOf(decided);
  const keepMs = body.allowed ? purpose.retainOthersMs : purpose.retainBlocksMs;
  return {
    decisionId: decided.decisionId,
    atMs: decided.atMs,
    allowed: body.allowed,
    channel: context.channel,
    purpose: purpose.name,
    caller: context.caller,
    tags,
    subject: subjectOf(key),
    key,
    keepUntilMs: decided.atMs + keepMs,
    json: JSON.stringify({
      v: version,
      ...body,
      caller: context.caller,
      channel: context.channel,
      purpose: purpose.name,
      basis: context.confirms === undefined ? decided.basis : { ...decided.basis, contactId: context.confirms },
      subject: subjectOf(key),
      keepUntilMs: decided.atMs + keepMs,
      tags,
      sealed: sealedRequest,
    }),
  };
}

function tagsOf(decided: Decided): string[] {
  const tags = new Set<string>();
  for (const { code, policy, rule } of decided.judgement.reasons) {
    tags.add(`code:${code}`);
    if (policy !== undefined) tags.add(`policy:${policy}`).add(`rule:${rule}`).add(`policy/rule:${policy}/${rule}`);
  }
  return [...tags];
}

/** An entry as `GET /decisions` shows it; `request` is null where the person was erased. */
export function showEntry(stored: StoredEntry): Readonly<Record<string, unknown>> {
  const { v: _v, sealed, subject: _subject, tags: _tags, keepUntilMs: _keep, channel, purpose, ...entry } = JSON.parse(stored.json) as Record<string, unknown>;
  const text = stored.key === undefined || typeof sealed !== 'string' ? undefined : unseal(stored.key, sealed);
  return { ...entry, request: text === undefined ? null : JSON.parse(text), ...(text === undefined ? { channel, purpose } : {}) };
}
