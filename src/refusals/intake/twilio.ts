/**
 * Inbound messages of Twilio, SMS and WhatsApp. The signature is over the URL that Twilio called, which is the one at `PUBLIC_URL`, and every
 * parameter. It covers no instant: an opt-in is told from its repetition by its `MessageSid`.
 */

import { keywordOf } from '../text/keywords.ts';
import { evidenceOf } from './evidence.ts';
import { badSignature, hmac, isSame } from './proof.ts';
import type { Delivery, Heard, Said, Source } from './source.ts';

const silence = {
  type: 'text/xml; charset=utf-8',
  text: '<?xml version="1.0" encoding="UTF-8"?><Response></Response>',
};

export function twilioSource(authToken: string, publicUrl: string): Source {
  return (delivery): Heard => {
    const parameters = new URLSearchParams(delivery.body.toString('utf8'));
    if (!isSigned(delivery, parameters, authToken, publicUrl))
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
  authToken: string,
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
  const signatures = spellings(publicUrl + target).map((url) => hmac('sha1', authToken, url + data.join(''), 'base64'));
  // All are compared, so that the time says nothing.
  return signatures.filter((signature) => isSame(given, signature)).length > 0;
}

/** Twilio signs a URL with its port or without it. */
function spellings(url: string): string[] {
  const [, scheme = '', host = '', port = '', rest = ''] =
    /^(https?):\/\/(\[[^\]]*\]|[^/:?#]+)(:\d+)?(.*)$/.exec(url) ?? [];
  const usual = scheme.toLowerCase() === 'https' ? ':443' : ':80';
  return [...new Set([port, '', usual])].map((one) => `${scheme}://${host}${one}${rest}`);
}

function saidIn(parameters: URLSearchParams, body: Buffer): Said {
  const [, prefix, number] = /^(whatsapp:)?(\+\d{3,})$/.exec(parameters.get('From')?.trim() ?? '') ?? [];
  if (number === undefined) return { kind: 'unread', why: 'From is no phone number' };
  const channel = prefix === undefined ? 'sms' : 'whatsapp';
  const text = parameters.get('Body') ?? '';
  const messageId = parameters.get('MessageSid') ?? parameters.get('SmsMessageSid') ?? parameters.get('SmsSid');
  const meant = meaningOf(parameters.get('OptOutType'), text);
  if (meant === 'help') return { kind: 'nothing' };
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
      text: text === '' ? undefined : text.slice(0, mostText),
      source: 'twilio',
      evidence: evidenceOf(body.toString('utf8')),
    },
  };
}

const mostText = 4000;

/** With Advanced Opt-Out, Twilio says what it took a message for, also where the words are the account's own. */
function meaningOf(optOutType: string | null, text: string): 'stop' | 'start' | 'help' | 'text' {
  if (optOutType === 'STOP') return 'stop';
  if (optOutType === 'START') return 'start';
  const keyword = keywordOf(text);
  // A bare YES may answer any question: what loosens is unmistakable.
  if (keyword === 'start' && /^\W*yes\W*$/i.test(text)) return 'text';
  return keyword ?? (optOutType === 'HELP' ? 'help' : 'text');
}
