/**
 * Webhooks of Mailgun: an HMAC over a timestamp and a token, which does not cover the event. A token is therefore believed for one event alone;
 * the same event may come late and again. What refuses claims its token in the store, for every process and after a restart.
 */
import { keepNewest } from '../../keep-newest.ts';
import { isAboutAddress, statusIn } from './bounce.ts';
import { contactIdIn } from './contact-id.ts';
import { evidenceOf } from './evidence.ts';
import { badSignature, fieldOf, hmac, isOneOf, jsonOf, pastMs, secretsIn, textOf } from './proof.ts';
import type { Heard, Said, Source } from './source.ts';

const mostTokens = 10_000;

export function mailgunSource(signingKey: string): Source {
  const keys = secretsIn(signingKey);
  const eventOf = new Map<string, string>();
  const keep = keepNewest(eventOf, mostTokens);
  return async ({ body, nowMs, claim }): Promise<Heard> => {
    const sent = jsonOf(body);
    const signature = fieldOf(sent, 'signature');
    const token = textOf(signature, 'token') ?? '';
    const signed = `${fieldOf(signature, 'timestamp') ?? ''}${token}`;
    const signatures = keys.map((key) => hmac('sha256', key, signed, 'hex'));
    if (!isOneOf(textOf(signature, 'signature'), signatures))
      throw badSignature('The signature of Mailgun does not hold: look at MAILGUN_SIGNING_KEY.');
    const event = fieldOf(sent, 'event-data');
    const what = `${textOf(event, 'event')} ${textOf(event, 'id')} ${textOf(event, 'recipient')}`;
    const before = eventOf.get(token);
    const said = saidIn(event, nowMs);
    const isAnothers =
      before === undefined ? said.kind === 'refusal' && (await claim?.(token, what)) === false : before !== what;
    if (isAnothers) throw badSignature('The token of this signature was for another event.');
    keep(token, what);
    return { said: [said] };
  };
}

function saidIn(event: unknown, nowMs: number): Said {
  const signal = signalOf(event);
  if (signal === undefined) return { kind: 'nothing' };
  const address = textOf(event, 'recipient');
  if (address === undefined) return { kind: 'unread', why: 'event-data has no recipient' };
  return {
    kind: 'refusal',
    input: {
      address,
      channel: 'email',
      signal,
      source: 'mailgun',
      contactId: contactIdIn(fieldOf(event, 'user-variables')),
      receivedAtMs: pastMs(fieldOf(event, 'timestamp'), nowMs),
      evidence: evidenceOf(JSON.stringify(event)),
    },
  };
}

function signalOf(event: unknown): 'hard_bounce' | 'complaint' | 'unsubscribe' | undefined {
  const name = textOf(event, 'event');
  if (name === 'complained') return 'complaint';
  if (name === 'unsubscribed') return 'unsubscribe';
  if (name !== 'failed') return undefined;
  const reason = textOf(event, 'reason');
  // What Mailgun did not send, since it knows of a refusal.
  if (reason === 'suppress-complaint') return 'complaint';
  if (reason === 'suppress-unsubscribe') return 'unsubscribe';
  // `old`: it tried for too long; `espblock`: the sender is blocked. Neither is a word about the address.
  if (textOf(event, 'severity') !== 'permanent' || reason === 'old' || reason === 'espblock') return undefined;
  const status = fieldOf(event, 'delivery-status');
  const given =
    textOf(status, 'enhanced-code') ?? statusIn(textOf(status, 'message')) ?? statusIn(textOf(status, 'description'));
  return isAboutAddress(given) ? 'hard_bounce' : undefined;
}
