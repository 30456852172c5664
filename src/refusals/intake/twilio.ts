/**
 * Inbound messages of Twilio, SMS and WhatsApp. The signature is over the URL that Twilio called, which is the one at `PUBLIC_URL`, and every
 * parameter. It covers no instant: an opt-in is told from its repetition by its `MessageSid`.
 */
import { parse, stringify } from 'node:querystring';
import { keywordOf } from '../text/keywords.ts';
import { evidenceOf } from './evidence.ts';
import { badSignature, hmac, isOneOf, secretsIn } from './proof.ts';
import type { Delivery, Heard, Said, Source } from './source.ts';

const silence = {
  type: 'text/xml; charset=utf-8',
  text: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
};

export function twilioSource(authToken: string, publicUrl: string): Source {
  const tokens = secretsIn(authToken);
  return (delivery): Heard => {
    const parameters = new URLSearchParams(delivery.body.toString('utf8'));
    if (!isSigned(delivery, parameters, tokens, publicUrl))
      throw badSignature(
        'X-Twilio-Signature does not hold: look at TWILIO_AUTH_TOKEN, and whether Twilio calls the URL at PUBLIC_URL.',
      );
    // Twilio answers a STOP by itself; nothing is sent from here.
    return { said: [saidIn(parameters, delivery.body)], answer: silence };
  };
}

function isSigned(
  { header, target }: Delivery,
  parameters: URLSearchParams,
  tokens: readonly string[],
  publicUrl: string,
): boolean {
  const names = [...new Set(parameters.keys())].sort();
  const data = names.map((name) =>
    [...new Set(parameters.getAll(name))]
      .sort()
      .map((value) => name + value)
      .join(''),
  );
  const given = header('x-twilio-signature');
  const signatures = spellings(publicUrl + target).flatMap((url) =>
    tokens.map((token) => hmac('sha1', token, url + data.join(''), 'base64')),
  );
  return isOneOf(given, signatures);
}

/** Twilio signs a URL with its port or without it, as it was written, as a browser writes it, or with its query encoded anew. */
function spellings(url: string): string[] {
  const [, scheme = '', host = '', port = '', rest = ''] =
    /^(https?):\/\/(\[[^\]]*\]|[^/:?#]+)(:\d+)?(.*)$/.exec(url) ?? [];
  const usual = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  const written = [port, '', usual].map((one) => `${scheme}://${host}${one}${rest}`);
  return [...new Set(written.flatMap((one) => [one, new URL(one).href, withOldQuery(one)]))];
}

function withOldQuery(url: string): string {
  const at = url.indexOf('?');
  return at === -1 ? url : `${url.slice(0, at)}?${stringify(parse(url.slice(at + 1)))}`;
}

function saidIn(parameters: URLSearchParams, body: Buffer): Said {
  const status = parameters.get('MessageStatus') ?? parameters.get('SmsStatus') ?? 'received';
  // What became of a message that was sent. One that Twilio did not send, since its recipient had said STOP, tells of that STOP.
  const isReport = status !== 'received' && status !== 'receiving';
  if (isReport && parameters.get('ErrorCode') !== stoppedBefore) return { kind: 'nothing' };
  const person = isReport ? 'To' : 'From';
  const [, prefix, number] = /^(whatsapp:)?(\+\d{3,})$/.exec(parameters.get(person)?.trim() ?? '') ?? [];
  if (number === undefined) return { kind: 'unread', why: `${person} is no phone number` };
  const channel = prefix === undefined ? 'sms' : 'whatsapp';
  const text = parameters.get('Body') ?? '';
  const messageId = parameters.get('MessageSid') ?? parameters.get('SmsMessageSid') ?? parameters.get('SmsSid');
  const meant = isReport ? 'stop' : meaningOf(parameters.get('OptOutType'), text);
  // A picture says nothing.
  if (meant === 'help' || (meant === 'text' && text.trim() === '')) return { kind: 'nothing' };
  if (meant === 'start') {
    if (messageId === null)
      return { kind: 'unread', why: 'an opt-in without MessageSid cannot be told from its repetition' };
    return {
      kind: 'opt-in',
      input: { address: number, channel, signals: ['stop', 'text'], source: 'twilio', saidId: messageId },
    };
  }
  return {
    kind: 'refusal',
    input: {
      address: number,
      channel,
      signal: meant,
      text: text === '' ? undefined : text,
      source: 'twilio',
      evidence: evidenceOf(body.toString('utf8')),
    },
  };
}

/** "Attempt to send to unsubscribed recipient". */
const stoppedBefore = '21610';

/** With Advanced Opt-Out, Twilio says what it took a message for, also where the words are the account's own. */
function meaningOf(optOutType: string | null, text: string): 'stop' | 'start' | 'help' | 'text' {
  if (optOutType === 'STOP') return 'stop';
  if (optOutType === 'START') return 'start';
  const keyword = keywordOf(text);
  // A bare YES may answer any question: what loosens is unmistakable.
  if (keyword === 'start' && /^\W*yes\W*$/i.test(text)) return 'text';
  return keyword ?? (optOutType === 'HELP' ? 'help' : 'text');
}
