/** `refusals from-mail PATH`: mail reports that lie in files, folders and maildirs. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startService } from '../src/start/start.ts';
import { type Cli, createCli } from './support/cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const bounce = (address: string, status = '5.1.1'): string =>
  `From: <>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ${address}
Action: failed
Status: ${status}
--b--
`.replaceAll('\n', '\r\n');

function maildir(): void {
  for (const folder of ['mail', 'mail/cur', 'mail/new', 'mail/tmp']) mkdirSync(cli.path(folder));
  writeFileSync(cli.path('mail/new/1.mx'), bounce('ann@example.com'));
  writeFileSync(cli.path('mail/cur/2.mx:2,S'), bounce('bob@example.com', '4.4.1'));
  writeFileSync(cli.path('mail/tmp/3.mx'), bounce('eve@example.com'));
}

const asked = (address: string, customerId = 'c1'): string[] => [
  'check',
  '--customer',
  customerId,
  '--channel',
  'email',
  '--purpose',
  'marketing.promotions',
  '--address',
  address,
];

test('a maildir is read from new and cur, twice without doubling anything, and binds', async () => {
  maildir();
  const said = '2 messages: 1 refusals, 1 that mean nothing, 0 that could not be read\n';
  for (let times = 0; times < 2; times++)
    expect(await cli.run('refusals', 'from-mail', 'mail')).toMatchObject({ code: 0, out: said });
  expect((await cli.run(...asked('ann@example.com'))).code).toBe(1);
  for (const address of ['bob@example.com', 'eve@example.com']) expect((await cli.run(...asked(address))).code).toBe(0);
});

async function refusalIds(url: string): Promise<readonly string[]> {
  const response = await fetch(`${url}/suppressions/lookup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ address: 'ann@example.com', channel: 'email' }),
  });
  const { suppressions } = (await response.json()) as { suppressions: readonly { refusalId: string }[] };
  return suppressions.map(({ refusalId }) => refusalId);
}

test.each<Record<string, string>>([{}, { EMAIL_REPORT_TOKEN: 'a-token' }])(
  'read again a mail is the same event: through a running service with %j',
  async (tokens) => {
    maildir();
    const running = await startService({ ...cli.env, ...tokens, PORT: '0', LOG_LEVEL: 'silent' });
    try {
      cli.set({ ...tokens, GUARD_URL: running.url });
      expect((await cli.run('refusals', 'from-mail', 'mail')).code).toBe(0);
      const first = await refusalIds(running.url);
      expect(first).toEqual([expect.stringMatching(/^ref_/)]);
      expect((await cli.run('refusals', 'from-mail', 'mail')).code).toBe(0);
      // What is said again rests on the newer event.
      expect(await refusalIds(running.url)).toEqual(first);
    } finally {
      await running.stop();
    }
  },
);

test('through the running service it does the same, and says which file cannot be read', async () => {
  maildir();
  writeFileSync(cli.path('mail/new/4.mx'), 'Subject: Hi\r\n\r\nNo more, please');
  const running = await startService({ ...cli.env, PORT: '0' });
  try {
    cli.set({ GUARD_URL: running.url });
    const { code, out, err } = await cli.run('refusals', 'from-mail', 'mail');
    expect(out).toBe('3 messages: 1 refusals, 1 that mean nothing, 1 that could not be read\n');
    expect(err).toContain('mail/new/4.mx: the message is neither');
    expect(code).toBe(1);
    expect((await cli.run(...asked('ann@example.com'))).code).toBe(1);
  } finally {
    await running.stop();
  }
});

test('one message comes by standard input; a path that is not there is wrong usage', async () => {
  expect((await cli.feed(bounce('ann@example.com'), 'refusals', 'from-mail', '-')).out).toContain('1 refusals');
  expect(await cli.run('refusals', 'from-mail', 'nowhere')).toMatchObject({ code: 2 });
});

/** Whose recipient is blacked out: the link alone says whom the message was for. */
const complaint = (unsubscribe: string): string =>
  `From: <abuse@example.net>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary=b

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Mail/1.0
Version: 1
Original-Rcpt-To: redacted@example.net

--b
Content-Type: message/rfc822

From: shop@example.org
List-Unsubscribe: <${unsubscribe}>

Hello.
--b--
`.replaceAll('\n', '\r\n');

test('a complaint that names nobody is of whom its link was for: through the service, and into a store of its own', async () => {
  cli.set({ PUBLIC_URL: 'https://guard.example.com', EMAIL_REPORT_TOKEN: 'a-token-for-mail-reports' });
  const running = await startService({ ...cli.env, PORT: '0' });
  const links: string[] = [];
  try {
    for (const customerId of ['c1', 'c2']) {
      const answer = await fetch(`${running.url}/can-contact`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          customerId,
          channel: 'email',
          purpose: 'marketing.promotions',
          address: `${customerId}@example.com`,
        }),
      });
      links.push(((await answer.json()) as { links: { unsubscribe: string } }).links.unsubscribe);
    }
    cli.set({ GUARD_URL: running.url });
    expect(await cli.feed(complaint(links[0] ?? ''), 'refusals', 'from-mail', '-')).toMatchObject({ code: 0 });
    expect((await cli.run(...asked('c1@example.com'))).code).toBe(1);
    cli.set({ EMAIL_REPORT_TOKEN: 'another-token-altogether' });
    const { code, err } = await cli.feed(complaint(links[1] ?? ''), 'refusals', 'from-mail', '-');
    expect(code).not.toBe(0);
    expect(err).toContain('EMAIL_REPORT_TOKEN');
    expect((await cli.run(...asked('c2@example.com', 'c2'))).code).toBe(0);
  } finally {
    await running.stop();
  }
  cli.set({ GUARD_URL: '' });
  expect(await cli.feed(complaint(links[1] ?? ''), 'refusals', 'from-mail', '-')).toMatchObject({ code: 0 });
  expect((await cli.run(...asked('c2@example.com', 'c2'))).code).toBe(1);
});
