/** Amazon SES through SNS: bounces, complaints and its own subscription page. Both forms, notifications of an identity and events of a configuration set. */
import { isAboutAddress } from './bounce.ts';
import { contactIdIn } from './contact-id.ts';
import { evidenceOf } from './evidence.ts';
import { linkedIn, withLink } from './message-link.ts';
import { fieldOf, listOf, pastMs, textOf } from './proof.ts';
import { type CertificateAt, type SnsMessage, verifiedSns } from './sns.ts';
import type { Heard, OpenLink, Said, Source } from './source.ts';

const source = 'ses';

export function sesSource(topicArns: readonly string[], certificateAt: CertificateAt): Source {
  const allowed = new Set(topicArns);
  return async ({ body, nowMs, openLink }): Promise<Heard> => {
    const sns = await verifiedSns(body, allowed, certificateAt);
    if (sns.type !== 'Notification') return { said: [{ kind: 'nothing' }], notice: noticeOf(sns) };
    return { said: saidIn(sns.message, nowMs, openLink) };
  };
}

/** The address to confirm is said to people, and never fetched. */
function noticeOf({ type, topicArn, subscribeUrl = '' }: SnsMessage): Heard['notice'] {
  if (type === 'SubscriptionConfirmation')
    return {
      event: 'webhook.confirm',
      message: 'SNS asks to confirm its subscription: open subscribeUrl once in a browser, nothing arrives before',
      fields: { topicArn, subscribeUrl },
    };
  return {
    event: 'webhook.ended',
    message:
      'SNS says that its subscription has ended: bounces and complaints do not arrive any more. Subscribe again, or open subscribeUrl',
    fields: { topicArn, subscribeUrl },
  };
}

function saidIn(message: string, nowMs: number, openLink: OpenLink | undefined): Said[] {
  let event: unknown;
  try {
    event = JSON.parse(message);
  } catch {
    // SES sends a plain text when notifications are set up.
    return [{ kind: 'nothing' }];
  }
  const mail = fieldOf(event, 'mail');
  // One message to several people has one header, which says nothing of each.
  const linked = listOf(mail, 'destination').length > 1 ? undefined : linkedIn(headersOf(mail), openLink);
  return saidOf(event, message, nowMs).map((one) => withLink(one, linked));
}

function saidOf(event: unknown, message: string, nowMs: number): Said[] {
  const type = textOf(event, 'notificationType') ?? textOf(event, 'eventType');
  if (type === 'Bounce') return bounces(event, message, nowMs);
  if (type === 'Complaint') return complaints(event, message, nowMs);
  if (type === 'Subscription') return subscriptions(event, message, nowMs);
  return [{ kind: 'nothing' }];
}

function bounces(event: unknown, message: string, nowMs: number): Said[] {
  const bounce = fieldOf(event, 'bounce');
  if (textOf(bounce, 'bounceType') !== 'Permanent') return [{ kind: 'nothing' }];
  return recipientsOf(event, listOf(bounce, 'bouncedRecipients'), 1).map((recipient): Said => {
    if (!isAboutAddress(textOf(recipient, 'status'))) return { kind: 'nothing' };
    return refusalOf(
      'hard_bounce',
      textOf(recipient, 'emailAddress'),
      event,
      message,
      pastMs(textOf(bounce, 'timestamp'), nowMs),
    );
  });
}

/** Of a message to several people all are named who may have complained: in doubt each of them has. */
function complaints(event: unknown, message: string, nowMs: number): Said[] {
  const complaint = fieldOf(event, 'complaint');
  if (textOf(complaint, 'complaintFeedbackType') === 'not-spam') return [{ kind: 'nothing' }];
  const atMs = pastMs(textOf(complaint, 'arrivalDate') ?? textOf(complaint, 'timestamp'), nowMs);
  return recipientsOf(event, listOf(complaint, 'complainedRecipients')).map((recipient) =>
    refusalOf('complaint', textOf(recipient, 'emailAddress'), event, message, atMs),
  );
}

/**
 * Where nobody is named, whoever the message was to.
 * @param most that may be meant then: of several one has bounced, and nobody knows which
 * @returns at least one, so that what names nobody is told
 */
function recipientsOf(event: unknown, named: readonly unknown[], most = Number.POSITIVE_INFINITY): readonly unknown[] {
  if (named.length > 0) return named;
  const sentTo = listOf(fieldOf(event, 'mail'), 'destination').map((emailAddress) => ({ emailAddress }));
  return sentTo.length > 0 && sentTo.length <= most ? sentTo : [undefined];
}

/** From the page of SES's own list management: who leaves a topic or all of them. Who comes back there says so to SES alone. */
function subscriptions(event: unknown, message: string, nowMs: number): Said[] {
  const subscription = fieldOf(event, 'subscription');
  const chosen = fieldOf(subscription, 'newTopicPreferences');
  const leaves =
    fieldOf(chosen, 'unsubscribeAll') === true ||
    listOf(chosen, 'topicSubscriptionStatus').some((topic) => textOf(topic, 'subscriptionStatus') === 'OptOut');
  if (!leaves) return [{ kind: 'nothing' }];
  const atMs = pastMs(textOf(subscription, 'timestamp'), nowMs);
  return recipientsOf(event, []).map((recipient) =>
    refusalOf('unsubscribe', textOf(recipient, 'emailAddress'), event, message, atMs),
  );
}

function refusalOf(
  signal: 'hard_bounce' | 'complaint' | 'unsubscribe',
  address: string | undefined,
  event: unknown,
  message: string,
  receivedAtMs: number | undefined,
): Said {
  if (address === undefined) return { kind: 'unread', why: 'a recipient has no emailAddress' };
  return {
    kind: 'refusal',
    input: {
      address,
      channel: 'email',
      signal,
      source,
      contactId: contactIdOf(fieldOf(event, 'mail')),
      receivedAtMs,
      evidence: evidenceOf(message),
    },
  };
}

function contactIdOf(mail: unknown): string | undefined {
  if (listOf(mail, 'destination').length > 1) return undefined;
  return contactIdIn(headersOf(mail)) ?? contactIdIn(fieldOf(mail, 'tags'));
}

function headersOf(mail: unknown): Readonly<Record<string, string>> {
  const headers = listOf(mail, 'headers').flatMap((one) => {
    const [name, value] = [textOf(one, 'name'), textOf(one, 'value')];
    return name === undefined || value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(headers);
}
