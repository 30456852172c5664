/** Answers as JSON text. The usual one, an allowed decision in full, is put together from its fields: with links in half of the time of `JSON.stringify`. */
import type { DecisionAnswer } from '../guard-contract.ts';
import type { FullAnswer } from './answer.ts';
import type { MessageLinks } from './links.ts';

/** As many fields has an answer in full without links. */
const fieldCount = 11;

/** @returns the same text as `JSON.stringify` */
export function answerText(answer: DecisionAnswer): string {
  return isUsual(answer) ? usualText(answer) : (written.get(answer) ?? JSON.stringify(answer));
}

/** An answer in full stands in its log entry word for word: it is written once for both. */
const written = new WeakMap<object, string>();

export function entryText(answer: FullAnswer): string {
  const text = JSON.stringify(answer);
  written.set(answer, text);
  return text;
}

type Usual = FullAnswer & Partial<MessageLinks>;

function isUsual(answer: object): answer is Usual {
  const { allowed, reasons, shadow, caps, links, headers } = answer as Partial<Usual>;
  const more = (links === undefined ? 0 : 1) + (headers === undefined ? 0 : 1);
  return (
    allowed === true &&
    reasons?.length === 0 &&
    shadow?.length === 0 &&
    caps !== undefined &&
    Object.keys(answer).length === fieldCount + more
  );
}

/** Ids, names of policies and rules, revisions and instants hold no character that JSON would write in another way (`name` in policy/terms.ts). */
function usualText(answer: Usual): string {
  const { decisionId, contactId, caps, replayed, degraded, policyRevision, decidedAt, links, headers } = answer;
  let states = '';
  for (const { policy, rule, limit, used, remaining } of caps) {
    const comma = states === '' ? '' : ',';
    states += `${comma}{"policy":"${policy}","rule":"${rule}","limit":${limit},"used":${used},"remaining":${remaining}}`;
  }
  const contact = contactId === null ? 'null' : `"${contactId}"`;
  const linked = links === undefined ? '' : `,"links":${JSON.stringify(links)}`;
  const headed = headers === undefined ? '' : `,"headers":${JSON.stringify(headers)}`;
  return `{"decisionId":"${decisionId}","allowed":true,"contactId":${contact},"reasons":[],"retryAt":null,"shadow":[],"caps":[${states}],"replayed":${replayed},"degraded":${degraded},"policyRevision":"${policyRevision}","decidedAt":"${decidedAt}"${linked}${headed}}`;
}
