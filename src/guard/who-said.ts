/** Callers, sources and signals as a person who never heard of them understands them. */

/** Of the event's caller. Names of keys are the operator's own, and stand in quotes. */
export function whoWords(caller: unknown): string {
  const name = String(caller);
  if (name === 'customer') return 'you yourself';
  // A service without keys knows nobody by name.
  if (name === 'local') return 'one of our programs';
  const [, webhook] = /^webhook:(.+)$/.exec(name) ?? [];
  return webhook === undefined ? `our program “${name}”` : `${webhook}, which carries our messages,`;
}

const sources: Readonly<Record<string, string>> = {
  'preferences-page': 'your own page',
  'unsubscribe-page': 'the page behind the unsubscribe link',
  'one-click': 'the unsubscribe button of your mail program',
  'email-report': 'a report of your mail provider',
  review: 'a decision of somebody who works for us',
  twilio: 'Twilio, which carries our text messages',
  ses: 'Amazon SES, which carries our e-mails',
  sendgrid: 'SendGrid, which carries our e-mails',
  mailgun: 'Mailgun, which carries our e-mails',
  postmark: 'Postmark, which carries our e-mails',
};

export function sourceWords(source: unknown): string {
  const name = String(source);
  return (Object.hasOwn(sources, name) ? sources[name] : undefined) ?? `what we call “${name}”`;
}

const signals: Readonly<Record<string, string>> = {
  unsubscribe: 'you said no: you unsubscribed',
  stop: 'you said no: you asked us to stop (STOP)',
  complaint: 'you said no: you complained about a message, or marked it as spam',
  hard_bounce: 'a message to your address came back because it cannot be delivered there',
  do_not_contact: 'you said no: you asked us never to contact you again',
  pause: 'you asked us to pause',
  harassment: 'you said no: you told us that our messages feel like harassment',
};
const readings: Readonly<Record<string, string>> = {
  refusal: 'you said no in your own words',
  unsure: 'you wrote something that may be a no, and we keep still until somebody has decided',
  'not-a-refusal': 'you wrote to us, and we did not take it as a no',
};

/** @param reading of the person's own words */
export function saidWords(signal: unknown, reading: unknown): string {
  return signals[String(signal)] ?? readings[String(reading)] ?? 'you said no';
}
