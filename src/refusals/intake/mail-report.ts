/**
 * One raw message: a complaint report (ARF, RFC 5965) or a bounce (DSN, RFC 3464). The recipient is often blacked out in a complaint, so the id of the
 * contact in the headers of the message that is sent back, `X-Contact-Id`, goes first.
 */
import PostalMime, { type Attachment, type Email } from 'postal-mime';
import { isDeadStatus, statusIn } from './bounce.ts';
import { contactIdIn } from './contact-id.ts';
import { evidenceOf } from './evidence.ts';
import { type Fields, fieldBlocks } from './mail-fields.ts';
import { type Linked, linkedIn, withLink } from './message-link.ts';
import { pastMs } from './proof.ts';
import type { OpenLink, Said } from './source.ts';

const mostDepth = 20;
const mostHeaderBytes = 256 * 1024;

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

function complaint(report: Fields, sentBack: Fields, linked: Linked | undefined, raw: Buffer, nowMs: number): Said[] {
  const type = (report.get('feedback-type')?.[0] ?? '').toLowerCase();
  if (type === '') return [{ kind: 'unread', why: 'the report has no Feedback-Type' }];
  if (noComplaint.has(type)) return [{ kind: 'nothing' }];
  const contactId = contactIdIn(Object.fromEntries(sentBack));
  const named = [...(report.get('original-rcpt-to') ?? []), ...(report.get('removal-recipient') ?? [])];
  const written = named.length > 0 ? named : (sentBack.get('to') ?? []);
  const addresses = [...new Set(written.map(addressIn).filter((one) => one !== undefined))].filter(
    (address) => !isBlackedOut(address),
  );
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
  [, ...recipients]: readonly Fields[],
  sentBack: Fields,
  linked: Linked | undefined,
  raw: Buffer,
  nowMs: number,
): Said[] {
  if (recipients.length === 0) return [{ kind: 'unread', why: 'the bounce names no recipient' }];
  const contactId = recipients.length > 1 ? undefined : contactIdIn(Object.fromEntries(sentBack));
  return recipients.map((recipient): Said => {
    const given = recipient.get('status')?.[0]?.split(/[\s(]/)[0];
    // A server that gives no details in its status may give them in its words.
    const status = given?.endsWith('.0.0') ? (statusIn(recipient.get('diagnostic-code')?.[0]) ?? given) : given;
    if (recipient.get('action')?.[0]?.toLowerCase() !== 'failed' || !isDeadStatus(status)) return { kind: 'nothing' };
    // As it was sent to, before it was forwarded.
    const name = recipient.get('original-recipient')?.[0] ?? recipient.get('final-recipient')?.[0];
    const address = addressIn(name?.replace(/^[^;]*;/, '') ?? '');
    const ofOne = recipients.length === 1 ? linked : undefined;
    if (address === undefined && !ofOne) return { kind: 'unread', why: 'a recipient of the bounce is no address' };
    const receivedAtMs = pastMs(recipient.get('last-attempt-date')?.[0], nowMs);
    return withLink(refusalOf('hard_bounce', { address, contactId, receivedAtMs }, raw), ofOne);
  });
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

/** `redacted@example.com`, `****@…`: no address, and never anybody's. */
function isBlackedOut(address: string): boolean {
  return /redact|removed|undisclosed|\*|^x{3,}@|@(example\.invalid|redacted)/i.test(address);
}
