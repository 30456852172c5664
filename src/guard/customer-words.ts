/** What is held of a person, in sentences that the person understands: who, what, when, and why. */
import type { PolicySet } from '../policy/types.ts';
import { type PurposeClass, purposeClasses } from '../vocabulary.ts';
import type { ShownContact } from './contact-fields.ts';
import { saidWords, sourceWords, whoWords } from './who-said.ts';

type Fields = Readonly<Record<string, unknown>>;

const messages: Readonly<Record<string, string>> = {
  email: 'an e-mail',
  sms: 'a text message',
  push: 'a push notification',
  voice: 'a call',
  whatsapp: 'a WhatsApp message',
  in_app: 'a message in the app',
  post: 'a letter',
  '*': 'any message',
};

const classWords: Readonly<Record<PurposeClass, string>> = {
  marketing: 'advertising',
  service: 'your account, orders and other service',
  transactional: 'what you just did',
  critical: 'what is critical, such as codes and recalls',
};

const outcomeWords: Readonly<Record<string, string>> = {
  sent: 'it was sent',
  delivered: 'it arrived',
  failed: 'it could not be delivered',
  cancelled: 'it was called off',
  answered: 'you answered the call',
  conversation: 'you spoke with us',
  no_answer: 'nobody answered',
  opened: 'it was opened',
  clicked: 'a link in it was opened',
  replied: 'you replied',
  complained: 'you complained about it',
  refused: 'you said no to it',
};

export interface Words {
  contact(contact: ShownContact): string;
  event(event: Fields): string;
  suppression(suppression: Fields): string;
  consent(consent: Fields): string;
  decision(entry: Fields): string;
}

/** @param policies what a purpose is about, and why a rule is there */
export function createWords({ purposes, rules }: Pick<PolicySet, 'purposes' | 'rules'>): Words {
  const about = (purpose: unknown): string => {
    if (purpose === undefined || purpose === '*') return 'anything';
    const text = purposes.get(String(purpose))?.describes;
    return text ? `${String(purpose)} (${text.replace(/\.$/, '')})` : String(purpose);
  };
  const message = (channel: unknown): string => messages[String(channel)] ?? String(channel);
  const until = (expiresAt: unknown): string => (typeof expiresAt === 'string' ? ` until ${day(expiresAt)}` : '');

  const consent = ({ level, channel, purpose, source, at, expiresAt }: Fields): string => {
    const what = `getting ${message(channel)} about ${about(purpose)}`;
    if (level === 'withdrawn')
      return `On ${day(at)} you withdrew your consent to ${what}; we know it from ${sourceWords(source)}.`;
    const kind =
      level === 'express'
        ? `you agreed expressly to ${what}`
        : `we took it from what you did that you agree to ${what}`;
    return `On ${day(at)} ${kind}${until(expiresAt)}; we know it from ${sourceWords(source)}.`;
  };

  /** Of classes what they mean: which purposes are in them is not the same every day. */
  const aboutScope = ({ purpose, classes, except }: Fields): string => {
    if (classes === undefined) return about(purpose);
    const open = except === undefined ? '' : ` (${(except as readonly string[]).map(about).join(', ')} aside)`;
    const of = classes as readonly PurposeClass[];
    const isRest = purposeClasses.every((one) => of.includes(one) !== (one === 'critical'));
    return (isRest ? `anything but ${classWords.critical}` : of.map((one) => classWords[one]).join(' or ')) + open;
  };

  /** What a suppression is about, with all that makes it narrower. */
  const stopped = (one: Fields): string => {
    const { channel, targeting = [], keys = {} } = one;
    const data = targeting as readonly string[];
    const chosen =
      data.length === 0 ? '' : ` that is chosen by ${data.includes('*') ? 'data about you' : data.join(', ')}`;
    const only = Object.entries(keys as Fields).map(([name, value]) => `${name} ${String(value)}`);
    return `${message(channel)} about ${aboutScope(one)}${chosen}${only.length > 0 ? ` (${only.join(', ')} only)` : ''}`;
  };
  const mostOf = ({ atMost }: Fields): string | undefined => {
    const most = atMost as { readonly limit: number; readonly days: number } | undefined;
    return (
      most &&
      `at most ${most.limit} ${most.limit === 1 ? 'message' : 'messages'} about advertising in any ${most.days} days`
    );
  };

  const suppression = (one: Fields): string => {
    const { origin, signal, since, expiresAt, by, source, unsure } = one;
    const said = unsure
      ? 'you wrote something that may be a no, and nobody has decided yet'
      : signal === 'hard_bounce'
        ? 'nothing can be delivered there'
        : 'you said no';
    const why = `${origin === 'refusal' ? said : 'our staff decided so'} (we know it from ${sourceWords(source)})`;
    const where = by === 'address' ? ', at the address where you were last reached' : '';
    const most = mostOf(one);
    const what = most ? `we send you ${most}` : `we do not send you ${stopped(one)}`;
    return `Since ${day(since)}${until(expiresAt)} ${what}${where}, because ${why}.`;
  };

  /** What a refusal did when it was said; what became of it is told by what was said later. */
  const followed = (suppressions: unknown): string => {
    const list = (suppressions ?? []) as readonly Fields[];
    const said = list.map((one) => {
      const most = mostOf(one);
      return `${most ? `let us send you ${most}` : `stopped ${stopped(one)}`}${until(one['expiresAt'])}`;
    });
    return said.length === 0 ? '' : ` That ${[...new Set(said)].join(', and ')}.`;
  };

  const byEvent: Readonly<Record<string, (event: Fields) => string>> = {
    refusal: ({ receivedAt, signal, reading, source, decides, by, suppressions }) => {
      const said =
        decides === undefined
          ? `${saidWords(signal, reading, suppressions)}; we know it from ${sourceWords(source)}.`
          : `you wrote to us, and ${String(by)}, who works for us, read it and took it as a no.`;
      return `On ${day(receivedAt)} ${said}${followed(suppressions)}`;
    },
    lift: ({ at, reason, source, caller, suppressions, decision, by }) => {
      if (decision === 'refusal')
        return `On ${day(at)} ${String(by)}, who works for us, decided that what you had written is a no: it holds, and what was only for the time until then is over.`;
      if (decision === 'not-a-refusal')
        return `On ${day(at)} ${String(by)}, who works for us, decided that what you had written is not a no: what only those words had stopped is open again.`;
      return `On ${day(at)} ${suppressions === undefined ? 'a no' : 'a part of a no'} was taken back by ${whoWords(caller)}, through ${sourceWords(source)}; the reason given: ${String(reason)}.`;
    },
    consent,
    suppression: ({ at, caller, reason, source, ...one }) =>
      `On ${day(at)} we stopped sending you ${stopped(one)}: ${whoWords(caller)} set it so, through ${sourceWords(source)}; the reason given: ${String(reason)}.`,
    erasure: ({ at, caller }) =>
      `On ${day(at)} what was held about you until then was erased, as asked by ${whoWords(caller)}.`,
  };

  /** The rule's own reason, without the advice to senders that follows it in an answer. */
  const why = ({ code, message: text, policy, rule }: Reason): string => {
    if (code === 'suppressed') return `a no is on record. ${text}`;
    if (code === 'store-unavailable') return 'our records could not be read at that moment.';
    if (rule === undefined) return text;
    const because = rules.find((one) => one.policy === policy && one.id === rule)?.because ?? text;
    return `${because.replace(/\.$/, '')} (our rule ${rule})`;
  };

  return {
    consent,
    suppression,
    event: (event) => byEvent[String(event['event'])]?.(event) ?? '',
    contact({ at, channel, purpose, caller, state, outcomes }) {
      const what = `${message(channel)} about ${about(purpose)}`;
      if (state === 'inbound')
        return `On ${day(at)} you contacted us by ${message(channel).replace(/^an? /, '')} about ${about(purpose)}; ${whoWords(caller)} told us.`;
      const became = outcomes.map(({ outcome, at: then }) => `${outcomeWords[outcome] ?? outcome} (${day(then)})`);
      const unknown =
        state === 'expired' ? 'Nobody confirmed in time that it is sent' : 'What became of it, nobody reported';
      const result = became.length > 0 ? ` What became of it: ${became.join(', ')}.` : ` ${unknown}.`;
      return `On ${day(at)} our rules let ${whoWords(caller)} send you ${what}.${state === 'cancelled' ? ' It was never sent.' : result}`;
    },
    decision(entry) {
      const { channel, purpose, caller } = { ...entry, ...(entry['request'] as Fields | null) } as Fields;
      const asked = `On ${day(entry['decidedAt'])} ${whoWords(caller)} asked whether it may send you ${message(channel)} about ${about(purpose)}`;
      if (entry['allowed'] === true) return `${asked}. Our rules allowed it, without anybody deciding by hand.`;
      const reasons = (entry['reasons'] as readonly Reason[]).map(why);
      return `${asked}. It was held back by our rules, without anybody deciding by hand: ${reasons.map(sentence).join(' ')}`;
    },
  };
}

interface Reason {
  readonly code: string;
  readonly message: string;
  readonly policy?: string;
  readonly rule?: string;
}

function sentence(text: string): string {
  const whole = text.slice(0, 1).toUpperCase() + text.slice(1);
  return whole.endsWith('.') ? whole : `${whole}.`;
}

/** `22 November 2026, 10:00 UTC` */
function day(instant: unknown): string {
  const at = new Date(String(instant));
  const date = at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
  return `${date}, ${at.toISOString().slice(11, 16)} UTC`;
}
