/** Webhooks while their secret is replaced: the old and the new one stand in the setting, with a comma between them, and both are believed. */
import { createHmac, createSign, generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { hookedOn, twilioDelivery } from './support/webhooks.ts';
import { startMs } from './support/world.ts';

type Call = [path: string, body: string, headers: Record<string, string>];

const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
const [oldPair, newPair, otherPair] = [pair(), pair(), pair()];
const bare = ({ publicKey }: ReturnType<typeof pair>): string =>
  publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

function sendgrid({ privateKey }: ReturnType<typeof pair>): Call {
  const body = JSON.stringify([{ event: 'open', email: 'ann@example.com' }]);
  const timestamp = String(startMs / 1000);
  const signature = createSign('sha256')
    .update(timestamp + body)
    .sign(privateKey, 'base64');
  const headers = {
    'x-twilio-email-event-webhook-signature': signature,
    'x-twilio-email-event-webhook-timestamp': timestamp,
  };
  return ['/webhooks/sendgrid', body, headers];
}

function mailgun(key: string): Call {
  const signature = createHmac('sha256', key).update(`1${key}`).digest('hex');
  const body = { signature: { timestamp: '1', token: key, signature }, 'event-data': { event: 'opened' } };
  return ['/webhooks/mailgun', JSON.stringify(body), {}];
}

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;
const postmark = (password: string): Call => ['/webhooks/postmark', '{}', { authorization: basic(`pm:${password}`) }];
const report = (token: string): Call => [
  '/webhooks/email-report',
  'Subject: x\r\n\r\nx',
  { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
];
const twilio = (token: string): Call => twilioDelivery({ From: '+14155550199', Body: 'Thanks' }, { token });

const secrets = ['an-old-secret', 'and-a-new-one'] as const;
const both = secrets.join();
const settings = {
  twilioAuthToken: secrets.join(', '),
  mailgunSigningKey: both,
  postmark: { user: 'pm', password: both },
  emailReportToken: both,
};

describe('of the secrets in a setting', () => {
  test.each([
    ['Twilio', twilio, 403],
    ['Mailgun', mailgun, 403],
    ['Postmark', postmark, 401],
    ['mail reports', report, 401],
  ] as const)('%s may use either, and no other', async (_name, call, refused) => {
    const { post } = await hookedOn('SQLite')(settings);
    for (const secret of secrets) expect((await post(...call(secret))).status, secret).toBe(200);
    for (const secret of ['an-old-secre', 'and-a-new-one,', 'other', ''])
      expect((await post(...call(secret))).status).toBe(refused);
  });

  test('SendGrid may use either, and no other', async () => {
    const read = readConfig({ SENDGRID_WEBHOOK_PUBLIC_KEY: `${bare(oldPair)}, ${bare(newPair)}` });
    const { webhooks } = 'config' in read ? read.config : expect.unreachable();
    const { post } = await hookedOn('SQLite')({ sendgridPublicKey: webhooks.sendgridPublicKey });
    for (const one of [oldPair, newPair]) expect((await post(...sendgrid(one))).status).toBe(200);
    expect((await post(...sendgrid(otherPair))).status).toBe(403);
    expect(readConfig({ SENDGRID_WEBHOOK_PUBLIC_KEY: `${bare(oldPair)},x` })).toHaveProperty('problems');
  });

  test('one that holds a comma is itself, and no part of it is one', async () => {
    const { post } = await hookedOn('SQLite')({ postmark: { user: 'pm', password: 'one,with a comma in it' } });
    expect((await post(...postmark('one,with a comma in it'))).status).toBe(200);
    for (const part of ['one', 'with a comma in it']) expect((await post(...postmark(part))).status).toBe(401);
  });

  test('one that looks like two is itself all the same', async () => {
    const password = 'a-long-beginning,and-a-long-end';
    const { post } = await hookedOn('SQLite')({ postmark: { user: 'pm', password } });
    expect((await post(...postmark(password))).status).toBe(200);
  });
});
