/** Callers, sources and signals as a person who never heard of them understands them. */

/** Of the event's caller. Names of keys are the operator's own, and stand in quotes. */
export function whoWords(caller: unknown): string {
  const name = String(caller);
  // A provider only passes on what the person said.
  if (name === 'customer' || name.startsWith('webhook:')) return 'you yourself';
  // A service without keys knows nobody by name.
  return name === 'local' ? 'one of our programs' : `our program “${name}”`;
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

/**
 * @param reading of the person's own words
 * @param suppressions what came of it: who asked for fewer, or objected to the use of data, did not unsubscribe
 */
export function saidWords(signal: unknown, reading: unknown, suppressions: unknown): string {
  const made = (suppressions ?? []) as readonly { readonly atMost?: object; readonly targeting?: readonly string[] }[];
  if (made.some(({ atMost }) => atMost !== undefined)) return 'you asked us for fewer messages';
  if (made.some(({ targeting = [] }) => targeting.length > 0))
    return 'you told us not to choose messages by data about you';
  return signals[String(signal)] ?? readings[String(reading)] ?? 'you said no';
}
