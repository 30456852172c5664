/** The signed event webhook of SendGrid: a list of events, ECDSA over the timestamp and the body as it came. */
import { createPublicKey, verify } from 'node:crypto';
import { isAboutAddress, statusIn } from './bounce.ts';
import { contactIdIn } from './contact-id.ts';
import { evidenceOf } from './evidence.ts';
import { badSignature, fieldOf, isFresh, jsonOf, pastMs, textOf } from './proof.ts';
import type { Heard, Said, Source } from './source.ts';

/** @param publicKey PEM, or several one after another */
export function sendgridSource(publicKey: string): Source {
  const keys = publicKey.split(/(?=-----BEGIN )/).map((pem) => createPublicKey(pem));
  return ({ header, body, nowMs }): Heard => {
    const signature = header('x-twilio-email-event-webhook-signature') ?? '';
    const timestamp = header('x-twilio-email-event-webhook-timestamp') ?? '';
    const signed = Buffer.concat([Buffer.from(timestamp), body]);
    if (!keys.some((key) => verify('sha256', signed, key, Buffer.from(signature, 'base64'))))
      throw badSignature('The signature of the event webhook does not hold: look at SENDGRID_WEBHOOK_PUBLIC_KEY.');
    const events = jsonOf(body);
    const isNew = isFresh(Number(timestamp) * 1000, nowMs);
    const list: readonly unknown[] = Array.isArray(events) ? events : [events];
    return { said: list.map((event) => saidIn(event, nowMs, isNew)) };
  };
}

/** What SendGrid did not send, since it knows of a refusal: by its reason. */
const droppedFor: readonly (readonly [RegExp, Signal])[] = [
  [/^bounced address/i, 'hard_bounce'],
  [/^unsubscribed address/i, 'unsubscribe'],
  [/^spam reporting address/i, 'complaint'],
];

type Signal = 'hard_bounce' | 'complaint' | 'unsubscribe';

function saidIn(event: unknown, nowMs: number, isNew: boolean): Said {
  const signal = signalOf(event);
  const back = textOf(event, 'event') === 'group_resubscribe';
  if (signal === undefined && !back) return { kind: 'nothing' };
  const address = textOf(event, 'email');
  if (address === undefined) return { kind: 'unread', why: 'an event has no email' };
  const atMs = pastMs(fieldOf(event, 'timestamp'), nowMs);
  // Of several groups each is refused and taken back for itself.
  const group = Number(fieldOf(event, 'asm_group_id') ?? Number.NaN);
  const source = Number.isInteger(group) && (back || signal === 'unsubscribe') ? `sendgrid:group-${group}` : 'sendgrid';
  if (signal === undefined) {
    const saidId = textOf(event, 'sg_event_id');
    if (!isNew || atMs === undefined || saidId === undefined || source === 'sendgrid')
      return {
        kind: 'unread',
        why: 'a resubscription that is old, or does not say its group, id and instant, takes back nothing',
      };
    return { kind: 'opt-in', input: { address, channel: 'email', signals: ['unsubscribe'], source, saidId, atMs } };
  }
  return {
    kind: 'refusal',
    input: {
      address,
      channel: 'email',
      signal,
      source,
      contactId: contactIdIn(event),
      receivedAtMs: atMs,
      evidence: evidenceOf(JSON.stringify(event)),
    },
  };
}

function signalOf(event: unknown): Signal | undefined {
  switch (textOf(event, 'event')) {
    case 'spamreport':
      return 'complaint';
    case 'unsubscribe':
    case 'group_unsubscribe':
      return 'unsubscribe';
    case 'bounce':
      // `blocked` is about the message or the sender.
      return textOf(event, 'type') !== 'blocked' && isAboutAddress(statusOf(event)) ? 'hard_bounce' : undefined;
    case 'dropped':
      return droppedFor.find(([form]) => form.test(textOf(event, 'reason') ?? ''))?.[1];
    default:
      return undefined;
  }
}

function statusOf(event: unknown): string | undefined {
  return textOf(event, 'status') ?? statusIn(textOf(event, 'reason'));
}
