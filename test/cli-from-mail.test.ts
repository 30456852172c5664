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

const asked = (address: string): string[] => [
  'check',
  '--customer',
  'c1',
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
