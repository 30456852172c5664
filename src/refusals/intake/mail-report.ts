/**
 * One raw message: a complaint report (ARF, RFC 5965) or a bounce (DSN, RFC 3464). The recipient is often blacked out in a complaint, so the id of the
 * contact in the headers of the message that is sent back, `X-Contact-Id`, goes first.
 */
import { createHash } from 'node:crypto';
import PostalMime, { type Attachment, addressParser, type Email } from 'postal-mime';
import { isDeadStatus, statusIn } from './bounce.ts';
import { contactIdIn } from './contact-id.ts';
import { evidenceOf } from './evidence.ts';
import { type Fields, fieldBlocks } from './mail-fields.ts';
import { type Linked, linkedIn, withLink } from './message-link.ts';
import { pastMs } from './proof.ts';
import type { OpenLink, Said } from './source.ts';

const mostDepth = 20;
const mostHeaderBytes = 256 * 1024;
/** Of one complaint: providers send a message to 50 at once, or 100. */
const mostNamed = 100;

/** Reports that nobody pressed a button for, or that say the opposite. */
const noComplaint = new Set(['not-spam', 'auth-failure', 'virus', 'dmarc']);

/** @param openLink of the messages that are sent back */
export async function mailReport(raw: Buffer, nowMs: number, openLink?: OpenLink): Promise<Said[]> {
  let mail: Email;
  try {
    mail = await PostalMime.parse(raw, {
      forceRfc822Attachments: true,
      maxNestingDepth: mostDepth,
      maxHeadersSize: mostHeaderBytes,
    });
  } catch {
    return [{ kind: 'unread', why: 'the message cannot be taken apart' }];
  }
  const feedback = partOf(mail, 'message/feedback-report');
  const status = partOf(mail, 'message/delivery-status') ?? partOf(mail, 'message/global-delivery-status');
  const sentBack = originalOf(mail);
  const linked = linkedIn(Object.fromEntries(sentBack), openLink);
  if (feedback !== undefined) return complaint(fieldBlocks(feedback)[0] ?? new Map(), sentBack, linked, raw, nowMs);
  if (status !== undefined) return bounces(fieldBlocks(status), sentBack, linked, raw, nowMs);
  return [{ kind: 'unread', why: 'the message is neither a complaint report (RFC 5965) nor a bounce (RFC 3464)' }];
}

/** One mail is said once, however often it is read: each thing in it is named by the mail. @param mail names it */
export function saidOnce(said: readonly Said[], mail: string): Said[] {
  return said.map((one, at) =>
    one.kind === 'refusal' ? { ...one, input: { ...one.input, operationId: `mail/${mail}/${at}` } } : one,
  );
}

/** The same bytes are the same mail. */
export function mailName(raw: string | Buffer): string {
  return createHash('sha256').update(raw).digest('base64url');
}

function complaint(report: Fields, sentBack: Fields, linked: Linked | undefined, raw: Buffer, nowMs: number): Said[] {
  const type = (report.get('feedback-type')?.[0] ?? '').toLowerCase();
  if (type === '') return [{ kind: 'unread', why: 'the report has no Feedback-Type' }];
  if (noComplaint.has(type)) return [{ kind: 'nothing' }];
  const contactId = contactIdIn(Object.fromEntries(sentBack));
  const named = addressesIn([...(report.get('original-rcpt-to') ?? []), ...(report.get('removal-recipient') ?? [])]);
  const to = named.length > 0 ? [] : addressesIn(sentBack.get('to') ?? []);
  // Whom the message names by its contact or its link needs no guess at whom else it went to.
  const isKnown = contactId !== undefined || linked !== undefined;
  const addresses = [...named, ...(isKnown && to.length > 1 ? [] : to)];
  // Anybody can send mail to where complaints arrive: one that names so many silences a whole list.
  if (addresses.length > mostNamed)
    return [{ kind: 'unread', why: `the report names more than ${mostNamed} recipients, as no message has` }];
  // The contact is one person's; of a message to several all are named.
  const whom =
    addresses.length > 1 ? addresses.map((address) => ({ address })) : [{ address: addresses[0], contactId }];
  const receivedAtMs = pastMs(report.get('arrival-date')?.[0] ?? report.get('received-date')?.[0], nowMs);
  return whom.map((one): Said => {
    const isOne = whom.length === 1;
    if (one.address === undefined && contactId === undefined && !linked)
      return { kind: 'unread', why: 'the report names no recipient, and the message in it has no X-Contact-Id' };
    const signal = type.startsWith('opt-out') ? 'unsubscribe' : 'complaint';
    return withLink(refusalOf(signal, { ...one, receivedAtMs }, raw), isOne ? linked : undefined);
  });
}

function bounces(
  blocks: readonly Fields[],
  sentBack: Fields,
  linked: Linked | undefined,
  raw: Buffer,
  nowMs: number,
): Said[] {
  // The first is about the message, unless a mailer leaves that out.
  const recipients = blocks.filter((one, at) => at > 0 || one.has('final-recipient') || one.has('original-recipient'));
  if (recipients.length === 0) return [{ kind: 'unread', why: 'the bounce names no recipient' }];
  const contactId = recipients.length > 1 ? undefined : contactIdIn(Object.fromEntries(sentBack));
  return recipients.map((recipient): Said => {
    const given = firstWord(recipient, 'status');
    // A server that gives no details in its status may give them in its words.
    const status = given?.endsWith('.0') ? (statusIn(recipient.get('diagnostic-code')?.[0]) ?? given) : given;
    if (firstWord(recipient, 'action')?.toLowerCase() !== 'failed' || !isDeadStatus(status)) return { kind: 'nothing' };
    // As it was sent to, before it was forwarded.
    const name = recipient.get('original-recipient')?.[0] ?? recipient.get('final-recipient')?.[0];
    const address = addressIn(name?.replace(/^[^;]*;/, '') ?? '');
    const ofOne = recipients.length === 1 ? linked : undefined;
    if (address === undefined && !ofOne) return { kind: 'unread', why: 'a recipient of the bounce is no address' };
    const receivedAtMs = pastMs(recipient.get('last-attempt-date')?.[0], nowMs);
    return withLink(refusalOf('hard_bounce', { address, contactId, receivedAtMs }, raw), ofOne);
  });
}

/** Without the comment that may follow it. */
function firstWord(fields: Fields, name: string): string | undefined {
  return fields.get(name)?.[0]?.split(/[\s(]/)[0];
}

function refusalOf(
  signal: 'complaint' | 'hard_bounce' | 'unsubscribe',
  whom: {
    readonly address: string | undefined;
    readonly contactId?: string | undefined;
    readonly receivedAtMs: number | undefined;
  },
  raw: Buffer,
): Said {
  const evidence = evidenceOf(raw.toString('utf8'));
  return { kind: 'refusal', input: { ...whom, channel: 'email', signal, source: 'email-report', evidence } };
}

function partOf({ attachments }: Email, type: string): string | undefined {
  const part = attachments.find(({ mimeType }) => mimeType.toLowerCase() === type);
  return part && textOfPart(part);
}

/** The headers of the message that is sent back, whole or alone. */
function originalOf({ attachments }: Email): Fields {
  const part = attachments.find(({ mimeType }) =>
    /^(message\/(global|rfc822)(-headers)?|text\/rfc822-headers)$/i.test(mimeType),
  );
  return (part && fieldBlocks(textOfPart(part))[0]) ?? new Map();
}

function textOfPart({ content }: Attachment): string {
  return typeof content === 'string' ? content : Buffer.from(content as Uint8Array).toString('utf8');
}

function addressIn(written: string): string | undefined {
  return /([^\s<>"',;:]+@[^\s<>"',;]+)/.exec(written)?.[1];
}

/** Of headers that name people: each once, and none that is blacked out. A name may hold an address, too: it is not the one that is meant. */
function addressesIn(written: readonly string[]): string[] {
  const found = written.flatMap((one) =>
    addressParser(one, { flatten: true }).map(({ address = '' }) => addressIn(address)),
  );
  return [...new Set(found)].filter((address) => address !== undefined && !isBlackedOut(address)) as string[];
}

/** `redacted@example.com`, `****@…`: no address, and never anybody's. `redactie@` is one. */
function isBlackedOut(address: string): boolean {
  return /(^|[^a-z])(redacted|removed|undisclosed)([^a-z]|$)|\*|^x{3,}@|@example\.invalid/i.test(address);
}
