/** Webhooks of Postmark, proved by the login in their URL: changes of subscriptions, bounces and complaints. */
import { beginning } from '../text/beginning.ts';
import { isAboutAddress, statusIn } from './bounce.ts';
import { contactIdIn } from './contact-id.ts';
import { evidenceOf } from './evidence.ts';
import { fieldOf, isFresh, isOneOf, jsonOf, pastMs, secretsIn, textOf, wrongLogin } from './proof.ts';
import type { Delivery, Heard, Said, Source } from './source.ts';

export function postmarkSource(user: string, password: string): Source {
  const expected = secretsIn(password).map((one) => Buffer.from(`${user}:${one}`).toString('base64'));
  return ({ header, body, nowMs }: Delivery): Heard => {
    const given = /^basic\s+(\S+)\s*$/i.exec(header('authorization') ?? '')?.[1];
    if (!isOneOf(given, expected))
      throw wrongLogin('Basic', 'The login of this webhook is POSTMARK_WEBHOOK_USER and POSTMARK_WEBHOOK_PASSWORD.');
    return { said: [saidIn(jsonOf(body), body.toString('utf8'), nowMs)] };
  };
}

type Signal = 'hard_bounce' | 'complaint' | 'unsubscribe';

const reasons: Readonly<Record<string, Signal>> = {
  HardBounce: 'hard_bounce',
  SpamComplaint: 'complaint',
  ManualSuppression: 'unsubscribe',
};
const bounceTypes: Readonly<Record<string, Signal>> = {
  HardBounce: 'hard_bounce',
  BadEmailAddress: 'hard_bounce',
  SpamComplaint: 'complaint',
  Unsubscribe: 'unsubscribe',
};

function saidIn(event: unknown, payload: string, nowMs: number): Said {
  if (textOf(event, 'RecordType') === 'SubscriptionChange' && fieldOf(event, 'SuppressSending') === false)
    return takenBack(event, nowMs);
  const signal = signalOf(event);
  if (signal === undefined) return { kind: 'nothing' };
  const address = textOf(event, 'Recipient') ?? textOf(event, 'Email');
  if (address === undefined) return { kind: 'unread', why: 'the event has neither Recipient nor Email' };
  return {
    kind: 'refusal',
    input: {
      address,
      channel: 'email',
      signal,
      source: sourceOf(event),
      contactId: contactIdIn(fieldOf(event, 'Metadata')),
      receivedAtMs: pastMs(textOf(event, 'ChangedAt') ?? textOf(event, 'BouncedAt'), nowMs),
      evidence: evidenceOf(payload),
    },
  };
}

function signalOf(event: unknown): Signal | undefined {
  switch (textOf(event, 'RecordType')) {
    case 'SpamComplaint':
      return 'complaint';
    case 'SubscriptionChange':
      return mapped(reasons, textOf(event, 'SuppressionReason')) ?? 'unsubscribe';
    case 'Bounce': {
      const signal = mapped(bounceTypes, textOf(event, 'Type'));
      return signal === 'hard_bounce' && !isAboutAddress(statusIn(textOf(event, 'Details'))) ? undefined : signal;
    }
    default:
      return undefined;
  }
}

/** What the recipient changed is told apart from what the sender or an operator changed, and by its stream. */
function sourceOf(event: unknown): string {
  const stream = beginning(textOf(event, 'MessageStream') ?? 'outbound', 60);
  const origin = textOf(event, 'Origin')?.toLowerCase();
  if (textOf(event, 'RecordType') !== 'SubscriptionChange') return 'postmark';
  return origin === 'recipient'
    ? `postmark:${stream}`
    : `postmark:${stream}:${origin === 'admin' ? 'admin' : 'customer'}`;
}

/** Only what the recipient did, and said lately: it takes back what the same recipient changed in the same stream before. */
function takenBack(event: unknown, nowMs: number): Said {
  const address = textOf(event, 'Recipient');
  const changedAt = textOf(event, 'ChangedAt');
  const atMs = pastMs(changedAt, nowMs);
  if (textOf(event, 'Origin') !== 'Recipient')
    return { kind: 'unread', why: 'a reactivation that is not by the recipient takes back nothing' };
  if (address === undefined || changedAt === undefined || atMs === undefined || !isFresh(Date.parse(changedAt), nowMs))
    return { kind: 'unread', why: 'a reactivation that is old, or does not say whose and when, takes back nothing' };
  const source = sourceOf(event);
  const saidId = `${address} ${changedAt}`;
  return { kind: 'opt-in', input: { address, channel: 'email', signals: ['unsubscribe'], source, saidId, atMs } };
}

function mapped(table: Readonly<Record<string, Signal>>, name: string | undefined): Signal | undefined {
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}
