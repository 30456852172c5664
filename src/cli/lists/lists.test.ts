import { describe, expect, test } from 'vitest';
import { listNames } from './formats.ts';
import { readInstant } from './instants.ts';
import { findList } from './read-list.ts';
import { listHeader, listRow } from './write-list.ts';

const any = { name: undefined, signal: undefined } as const;
const cellsOf = (line: string): string[] => line.split(',');
const at = '2025-01-07T19:25:45.000Z';

const pairs = '\u{1f44d}'.repeat(249);

/** Header, a row, and what is made of it; `undefined`: passed over. */
const lists: readonly (readonly [what: string, header: string, row: string, made: object | undefined])[] = [
  [
    'SendGrid bounces',
    'status,reason,email,created',
    `5.1.1,unknown user,a@b.org,1736277945`,
    { source: 'sendgrid', signal: 'hard_bounce', evidence: { reason: 'unknown user' } },
  ],
  [
    'SendGrid bounces of a long reason, without half a character',
    'status,reason,email,created',
    `5.1.1,x${pairs}\u{1f44d},a@b.org,1736277945`,
    { source: 'sendgrid', signal: 'hard_bounce', evidence: { reason: `x${pairs}` } },
  ],
  ['SendGrid temporary bounces', 'status,reason,email,created', '4.2.2,full,a@b.org,1736277945', undefined],
  [
    'SendGrid invalid addresses',
    'reason,email,created',
    'no MX,a@b.org,1736277945',
    { source: 'sendgrid', signal: 'hard_bounce' },
  ],
  [
    'SendGrid spam reports',
    'ip,email,created',
    '192.0.2.1,a@b.org,1736277945',
    { source: 'sendgrid', signal: 'complaint' },
  ],
  ['SendGrid unsubscribes', 'email,created', 'a@b.org,1736277945', { source: 'sendgrid', signal: 'unsubscribe' }],
  [
    'Mailchimp unsubscribed',
    'Email Address,First Name,UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON',
    'a@b.org,Ann,2025-01-07 19:25:45,News,',
    { source: 'mailchimp', signal: 'unsubscribe' },
  ],
  [
    'Mailchimp unsubscribed as spam',
    'Email Address,UNSUB_TIME,UNSUB_REASON',
    'a@b.org,2025-01-07 19:25:45,SPAM',
    { source: 'mailchimp', signal: 'complaint' },
  ],
  [
    'Mailchimp cleaned',
    'Email Address,CLEAN_TIME,CLEAN_CAMPAIGN_TITLE',
    'a@b.org,2025-01-07 19:25:45,News',
    { source: 'mailchimp', signal: 'hard_bounce' },
  ],
  [
    'SES',
    'EmailAddress,Reason,LastUpdateTime',
    'a@b.org,COMPLAINT,2025-01-07T20:25:45+01:00',
    { source: 'ses', signal: 'complaint' },
  ],
  [
    'Twilio consents',
    'contact_id,status,source,date_of_consent',
    '+4915112345678,opt-out,website,2025-01-07T19:25:45Z',
    { source: 'twilio', signal: 'stop', channel: 'sms', address: '+4915112345678' },
  ],
  ['Twilio opt-ins', 'contact_id,status', '+4915112345678,opt-in', undefined],
  [
    'Twilio message log, STOP',
    'From,To,Body,Status,SentDate,ErrorCode,Direction',
    '+4915112345678,+1,Stop.,received,2025-01-07T19:25:45Z,,inbound',
    { source: 'twilio', signal: 'stop', channel: 'sms', address: '+4915112345678' },
  ],
  [
    'Twilio message log, 21610',
    'From,To,Body,Status,SentDate,ErrorCode,Direction',
    '+1,+4915112345678,Sale!,failed,2025-01-07T19:25:45Z,21610,outbound-api',
    { source: 'twilio', signal: 'stop', channel: 'sms', address: '+4915112345678' },
  ],
  [
    'Twilio message log, a no in own words',
    'From,To,Body,Status,SentDate,ErrorCode,Direction',
    '+4915112345678,+1,please take me off your list,received,2025-01-07T19:25:45Z,,inbound',
    { source: 'twilio', signal: 'stop', channel: 'sms', address: '+4915112345678' },
  ],
  [
    'Twilio message log, other words',
    'From,To,Body,Status,SentDate,ErrorCode,Direction',
    '+1,+2,stop by at five,received,,,inbound',
    undefined,
  ],
  [
    'Mailgun bounces',
    'address,code,error,created_at',
    'a@b.org,550,unknown,2025-01-07T19:25:45Z',
    { source: 'mailgun', signal: 'hard_bounce' },
  ],
  [
    'Mailgun unsubscribes',
    'address,tags,created_at',
    'a@b.org,*,2025-01-07T19:25:45Z',
    { source: 'mailgun', signal: 'unsubscribe' },
  ],
  [
    'Mailgun complaints',
    'address,created_at',
    'a@b.org,2025-01-07T19:25:45Z',
    { source: 'mailgun', signal: 'complaint' },
  ],
  [
    'Klaviyo suppressed',
    'Email,Klaviyo ID,Email Marketing Consent,Email Suppressions,Email Suppressions Timestamp',
    `a@b.org,01J,NEVER_SUBSCRIBED,['HARD_BOUNCE'],['2025-01-07 19:25:45']`,
    { source: 'klaviyo', signal: 'hard_bounce' },
  ],
  [
    'Klaviyo unsubscribed',
    'Email,Email Marketing Consent,Email Suppressions',
    'a@b.org,UNSUBSCRIBED,',
    { source: 'klaviyo', signal: 'unsubscribe' },
  ],
  ['Klaviyo subscribed', 'Email,Email Marketing Consent,Email Suppressions', 'a@b.org,SUBSCRIBED,', undefined],
  [
    'Braze',
    'user_id,email,unsubscribed_from_emails_at',
    'u1,a@b.org,2025-01-07 19:25:45 UTC',
    { source: 'braze', signal: 'unsubscribe' },
  ],
  ['Braze subscribed', 'user_id,email,unsubscribed_from_emails_at', 'u1,a@b.org,', undefined],
  [
    'listmonk',
    'uuid,email,name,attributes,status,created_at,updated_at',
    `x,a@b.org,Ann,{},blocklisted,2024-01-01T00:00:00Z,${at}`,
    { source: 'listmonk', signal: 'stop' },
  ],
  [
    'listmonk enabled',
    'uuid,email,name,attributes,status,created_at,updated_at',
    'x,a@b.org,Ann,{},enabled,,',
    undefined,
  ],
];

describe('lists of other systems', () => {
  test.each(lists)('%s are known by their columns, and say who said no and when', (_what, header, row, made) => {
    const list = findList(cellsOf(header), any);
    const fields = list?.read(cellsOf(row));
    if (made === undefined) expect([list === undefined, fields]).toEqual([false, undefined]);
    else {
      const usual = { address: 'a@b.org', channel: 'email' };
      const dated = /2025-01-07|1736277945/.test(row) && !row.includes('21610') ? { receivedAt: at } : {};
      expect(fields).toMatchObject({ ...usual, ...dated, ...made });
    }
  });

  test.each(['Opt-out', 'REMOVE', 'désinscrire', 'Abmelden!', 'baja', 'uitschrijven', 'sair', 'Annulla'])(
    'take %s in a message log of Twilio for a stop, as the reader of texts does',
    (body) => {
      const log = findList(cellsOf('From,To,Body,ErrorCode,Direction'), any);
      expect(log?.read(['+4915112345678', '+1', body, '', 'inbound'])).toMatchObject({
        signal: 'stop',
        channel: 'sms',
        address: '+4915112345678',
      });
    },
  );

  test('of SES need no header', () => {
    const list = findList(['a@b.org', 'BOUNCE'], any);
    expect([list?.isBare, list?.read(['c@d.org', 'COMPLAINT'])]).toEqual([
      true,
      { address: 'c@d.org', channel: 'email', signal: 'complaint', source: 'ses' },
    ]);
  });

  test('of addresses alone are taken where the system is named, as what --signal says', () => {
    expect(findList(['email'], any)).toBeUndefined();
    expect(findList(['Email'], { name: 'klaviyo', signal: undefined })?.read(['a@b.org'])).toMatchObject({
      signal: 'unsubscribe',
    });
    expect(findList(['phone'], { name: 'twilio', signal: undefined })?.read(['+1'])).toMatchObject({
      signal: 'stop',
      channel: 'sms',
    });
    expect(
      findList(['email', 'created'], { name: 'sendgrid', signal: 'complaint' })?.read(['a@b.org', '']),
    ).toMatchObject({ signal: 'complaint' });
  });

  test('with a column that counts twice are none: nobody can tell which address said no', () => {
    for (const header of ['email,created,Email', 'status,reason,email,email,created'])
      expect(() => findList(cellsOf(header), any)).toThrow('names email more than once');
    // What is not read may stand there as often as it likes.
    expect(findList(cellsOf('Email Address,Notes,Notes,UNSUB_TIME'), any)?.name).toBe('mailchimp');
  });

  test('say which column is what, and what each row is', () => {
    expect(findList(['Email', 'Created'], any)?.words).toBe(
      'sendgrid: Email → address, Created → receivedAt; each row is unsubscribe (--signal says otherwise)',
    );
  });

  test('keep whoever said no where the instant cannot be read: it stands with the evidence', () => {
    expect(findList(['email', 'created'], any)?.read(['a@b.org', '03/04/2026'])).toEqual({
      address: 'a@b.org',
      channel: 'email',
      signal: 'unsubscribe',
      source: 'sendgrid',
      evidence: { date: '03/04/2026' },
    });
  });

  test.each(listNames)('of %s that are written are read again as the same refusals', (name) => {
    const [header = '', row = ''] = [
      listHeader(name),
      listRow(name, { address: 'a@b.org', isBounce: false, since: at }),
    ];
    const first = (header || row).trim().split(',');
    const list = findList(first, { name, signal: undefined });
    const cells = name === 'mailgun' ? ['a@b.org', '*', 'Tue, 07 Jan 2025 19:25:45 GMT'] : row.trim().split(',');
    expect(list?.read(cells)).toMatchObject({ address: 'a@b.org', source: name });
  });
});

test.each([
  ['1736277945', at],
  ['2025-01-07 19:25:45', at],
  ['2025-01-07 20:25:45 +0100', at],
  ['2025-01-07T19:25:45.000+00:00', at],
  ['Tue, 07 Jan 2025 19:25:45 UTC', at],
  ['2025-01-07', '2025-01-07T00:00:00.000Z'],
  ['07/01/2025', undefined],
  ['2025-13-45', undefined],
  ['', undefined],
])('the instant %s is read as %s', (text, instant) => {
  expect(readInstant(text)).toBe(instant);
});
