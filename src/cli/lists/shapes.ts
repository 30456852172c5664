/** What the lists of other systems look like: each is known by its columns, and says of each row who said no, and when. */
import { keywordOf } from '../../refusals/text/keywords.ts';
import { readText } from '../../refusals/text/read-text.ts';
import type { ListName, ListSignal } from './formats.ts';

/** What a row says, and when it was said. */
export interface Said {
  readonly address: string | undefined;
  readonly signal: ListSignal;
  readonly at?: string | undefined;
  readonly reason?: string | undefined;
  readonly channel?: string;
}

export type Cell = (name: string) => string | undefined;

export interface Shape {
  readonly name: ListName;
  /** By columns in small letters. */
  is(columns: ReadonlySet<string>): boolean;
  /** The columns that are read, each with what it becomes. */
  readonly columns: Readonly<Record<string, string>>;
  readonly says: string;
  /** What the columns do not tell: bounces of one address, and complaints, look alike in some lists. */
  readonly isOpen?: boolean;
  read(cell: Cell, signal: ListSignal | undefined): Said | undefined;
}

const has = (columns: ReadonlySet<string>, ...names: string[]): boolean => names.every((name) => columns.has(name));

/** As the reader of texts takes it; what is in doubt is for those who can still ask. */
const isNo = (body: string): boolean => keywordOf(body) === 'stop' || readText(body).reading === 'refusal';

/** Permanent by its code (RFC 3463), or without one. */
const isPermanent = (code: string | undefined): boolean => !/^4/.test(code ?? '');

export const shapes: readonly Shape[] = [
  {
    name: 'mailchimp',
    is: (columns) => has(columns, 'email address', 'unsub_time'),
    columns: { 'email address': 'address', unsub_time: 'receivedAt', unsub_reason: 'evidence' },
    says: 'unsubscribe (complaint where the reason says spam or abuse)',
    read: (cell) => ({
      address: cell('email address'),
      signal: /spam|abuse/i.test(cell('unsub_reason') ?? '') ? 'complaint' : 'unsubscribe',
      at: cell('unsub_time'),
      reason: cell('unsub_reason'),
    }),
  },
  {
    name: 'mailchimp',
    is: (columns) => has(columns, 'email address', 'clean_time'),
    columns: { 'email address': 'address', clean_time: 'receivedAt' },
    says: 'hard_bounce (cleaned)',
    read: (cell) => ({ address: cell('email address'), signal: 'hard_bounce', at: cell('clean_time') }),
  },
  {
    name: 'listmonk',
    is: (columns) => has(columns, 'uuid', 'email', 'status', 'attributes'),
    columns: { email: 'address', status: 'who said no', updated_at: 'receivedAt' },
    says: 'stop where status is blocklisted; others are passed over',
    read: (cell) =>
      cell('status') === 'blocklisted' ? { address: cell('email'), signal: 'stop', at: cell('updated_at') } : undefined,
  },
  {
    name: 'braze',
    is: (columns) => has(columns, 'email', 'unsubscribed_from_emails_at'),
    columns: { email: 'address', unsubscribed_from_emails_at: 'receivedAt' },
    says: 'unsubscribe where there is a date; others are passed over',
    read: (cell) =>
      cell('unsubscribed_from_emails_at') === undefined
        ? undefined
        : { address: cell('email'), signal: 'unsubscribe', at: cell('unsubscribed_from_emails_at') },
  },
  {
    name: 'klaviyo',
    is: (columns) => has(columns, 'email', 'email suppressions') || has(columns, 'email', 'email marketing consent'),
    columns: {
      email: 'address',
      'email suppressions': 'who said no',
      'email marketing consent': 'who said no',
      'email suppressions timestamp': 'receivedAt',
    },
    says: 'hard_bounce, complaint or unsubscribe as the suppression says; unsubscribe where consent is UNSUBSCRIBED; others are passed over',
    read(cell) {
      const why = (cell('email suppressions') ?? '').replace(/[[\]'"]/g, '').trim();
      const isOut = /^unsubscribed$/i.test(cell('email marketing consent') ?? '');
      if (why === '' && !isOut) return undefined;
      const signal = /bounce|invalid/i.test(why)
        ? 'hard_bounce'
        : /spam|complain/i.test(why)
          ? 'complaint'
          : 'unsubscribe';
      return {
        address: cell('email'),
        signal,
        at: firstOf(cell('email suppressions timestamp')),
        reason: why || undefined,
      };
    },
  },
  {
    name: 'twilio',
    is: (columns) => has(columns, 'contact_id', 'status'),
    columns: { contact_id: 'address', status: 'who said no', date_of_consent: 'receivedAt' },
    says: 'stop on sms where status is opt-out; others are passed over',
    read: (cell) =>
      /^opt[-_ ]?out$/i.test(cell('status') ?? '')
        ? { address: cell('contact_id'), signal: 'stop', at: cell('date_of_consent'), channel: 'sms' }
        : undefined,
  },
  {
    name: 'twilio',
    is: (columns) => has(columns, 'from', 'to', 'body', 'direction'),
    columns: { from: 'address', to: 'address', body: 'who said no', errorcode: 'who said no', sentdate: 'receivedAt' },
    says: 'stop on sms: who said no, by STOP or in words of their own, in any of seven languages (from), and to whom a message failed with 21610 (to); others are passed over',
    read(cell) {
      if (cell('errorcode') === '21610') return { address: cell('to'), signal: 'stop', channel: 'sms' };
      const body = cell('body') ?? '';
      if (!/^inbound/i.test(cell('direction') ?? '') || !isNo(body)) return undefined;
      return { address: cell('from'), signal: 'stop', at: cell('sentdate'), channel: 'sms', reason: body.trim() };
    },
  },
  {
    name: 'mailgun',
    is: (columns) => has(columns, 'address', 'code') || has(columns, 'address', 'error'),
    columns: { address: 'address', code: 'who said no', error: 'evidence', created_at: 'receivedAt' },
    says: 'hard_bounce; codes that begin with 4 are passed over',
    read: (cell) =>
      isPermanent(cell('code'))
        ? { address: cell('address'), signal: 'hard_bounce', at: cell('created_at'), reason: cell('error') }
        : undefined,
  },
  {
    name: 'mailgun',
    is: (columns) => has(columns, 'address', 'tags'),
    columns: { address: 'address', tags: 'evidence', created_at: 'receivedAt' },
    says: 'unsubscribe',
    read: (cell) => ({ address: cell('address'), signal: 'unsubscribe', at: cell('created_at'), reason: cell('tags') }),
  },
  {
    name: 'mailgun',
    is: (columns) => has(columns, 'address', 'created_at'),
    columns: { address: 'address', created_at: 'receivedAt' },
    says: 'complaint',
    isOpen: true,
    read: (cell, signal) => ({ address: cell('address'), signal: signal ?? 'complaint', at: cell('created_at') }),
  },
  {
    name: 'ses',
    is: (columns) => has(columns, 'emailaddress', 'reason'),
    columns: { emailaddress: 'address', reason: 'who said no', lastupdatetime: 'receivedAt' },
    says: 'complaint where the reason is COMPLAINT, else hard_bounce',
    read: (cell) => sesRow(cell('emailaddress'), cell('reason'), cell('lastupdatetime')),
  },
  {
    name: 'sendgrid',
    is: (columns) => has(columns, 'email', 'created', 'status'),
    columns: { email: 'address', status: 'who said no', reason: 'evidence', created: 'receivedAt' },
    says: 'hard_bounce; a status that begins with 4 is passed over',
    read: (cell) =>
      isPermanent(cell('status'))
        ? { address: cell('email'), signal: 'hard_bounce', at: cell('created'), reason: cell('reason') }
        : undefined,
  },
  {
    name: 'sendgrid',
    is: (columns) => has(columns, 'email', 'created', 'reason'),
    columns: { email: 'address', reason: 'evidence', created: 'receivedAt' },
    says: 'hard_bounce (invalid addresses)',
    read: (cell) => ({ address: cell('email'), signal: 'hard_bounce', at: cell('created'), reason: cell('reason') }),
  },
  {
    name: 'sendgrid',
    is: (columns) => has(columns, 'email', 'created', 'ip'),
    columns: { email: 'address', created: 'receivedAt' },
    says: 'complaint (spam reports)',
    read: (cell) => ({ address: cell('email'), signal: 'complaint', at: cell('created') }),
  },
  {
    name: 'sendgrid',
    is: (columns) => has(columns, 'email', 'created'),
    columns: { email: 'address', created: 'receivedAt' },
    says: 'unsubscribe',
    isOpen: true,
    read: (cell, signal) => ({ address: cell('email'), signal: signal ?? 'unsubscribe', at: cell('created') }),
  },
];

export function sesRow(address: string | undefined, reason: string | undefined, at: string | undefined): Said {
  return { address, signal: /^complaint$/i.test(reason ?? '') ? 'complaint' : 'hard_bounce', at };
}

/** Of several instants the first. */
function firstOf(text: string | undefined): string | undefined {
  return (
    text
      ?.replace(/[[\]'"]/g, '')
      .split(',')[0]
      ?.trim() || undefined
  );
}
