/** Lists that other systems export, taken in and given back, as processes of their own. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Cli, createCli } from './support/cli.ts';
import { startServiceOf } from './support/cli-service.ts';
import { admin } from './support/world.ts';

const patience = 120_000;
let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const bounces =
  'status,reason,email,created\n5.1.1,"550, unknown",ann@example.org,1700000000\n4.2.2,full,bob@example.org,1700000000\n5.0.0,x,nonsense,1700000000\n';

test('a list is said and counted by --dry-run, which writes nothing; without it the same is recorded', {
  timeout: patience,
}, async () => {
  writeFileSync(cli.path('bounces.csv'), bounces);
  expect(await cli.run('import', 'suppressions', 'bounces.csv', '--dry-run')).toMatchObject({
    code: 1,
    out: '3 rows: 1 hard_bounce, 1 passed over, 1 rejected (nothing was written)\n',
    err: expect.stringMatching(/^sendgrid: email → address, .*\nline 4: address cannot be read/),
  });
  for (const name of ['guard.db', 'bounces.csv.progress', 'bounces.csv.rejected.ndjson'])
    expect(existsSync(cli.path(name))).toBe(false);
  expect(await cli.run('import', 'suppressions', 'bounces.csv')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/^3 rows: 1 recorded, 1 passed over, 1 rejected/),
  });
  // Mended in the list of rejected rows, which holds refusals.
  const rejected = readFileSync(cli.path('bounces.csv.rejected.ndjson'), 'utf8');
  writeFileSync(cli.path('mended.ndjson'), rejected.replace('nonsense', 'eve@example.org'));
  expect(await cli.run('import', 'suppressions', 'mended.ndjson')).toMatchObject({ code: 0 });
});

test('of addresses that the operator knows the suppressed ones are written as the other system takes them in', {
  timeout: patience,
}, async () => {
  writeFileSync(cli.path('list.csv'), 'email,created\nAnn@Example.org,1700000000\nbob@example.org,1700000000\n');
  writeFileSync(cli.path('own.csv'), 'customerId,channel,purpose,reason,source\nc-9,email,*,asked,desk\n');
  await cli.run('import', 'suppressions', 'list.csv');
  await cli.run('import', 'suppressions', 'own.csv');
  writeFileSync(
    cli.path('crm.csv'),
    'customerId,email\nc-1,ann@example.org\nc-9,carl@example.org\nc-3,dora@example.org\n',
  );
  const exported = await cli.run('export', 'suppressions', '--addresses', 'crm.csv', '--for', 'sendgrid');
  expect(exported).toMatchObject({ code: 0, out: 'email\nann@example.org\ncarl@example.org\n' });
  expect(exported.err).toContain('3 addresses: 2 suppressed and written, 0 with a narrower suppression');
  writeFileSync(cli.path('one-a-line.txt'), 'bob@example.org\ndora@example.org\neve@example.org\nnonsense\n');
  const service = await startServiceOf(cli);
  // What is for one brand stays for one brand, also where nobody can read any more for which.
  const { guard } = service.service;
  const said = { customerId: 'c-4', address: 'eve@example.org', channel: 'email', keys: { brand: 'a' } } as const;
  await guard.refuse({ ...said, signal: 'unsubscribe', source: 'page' }, admin);
  await guard.erase('c-4', admin);
  cli.set({ GUARD_URL: service.url });
  expect(
    await cli.run('export', 'suppressions', '--addresses', 'one-a-line.txt', '--for', 'ses', '--output', 'out.csv'),
  ).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/line 4: .*1 with a narrower suppression/s) });
  expect(readFileSync(cli.path('out.csv'), 'utf8')).toBe('bob@example.org,COMPLAINT\n');
  await service.stop();
});

test('of customers with both the channel says which column; a cell that is empty is no fault, and the other kind of address is not taken', {
  timeout: patience,
}, async () => {
  writeFileSync(cli.path('stops.csv'), 'contact_id,status\n+4915112345678,opt-out\n');
  await cli.run('import', 'suppressions', 'stops.csv');
  writeFileSync(
    cli.path('crm.csv'),
    'customerId,email,phone\nc-1,ann@example.org,+49 1511 2345678\nc-2,bob@example.org,\n',
  );
  const export_ = (...more: string[]) => cli.run('export', 'suppressions', '--addresses', ...more, '--for', 'twilio');
  const exported = await export_('crm.csv');
  expect(exported).toMatchObject({ code: 0, out: expect.stringMatching(/^contact_id.*\n\+49 1511 2345678,/) });
  expect(exported.err).toContain('0 that cannot be read, 1 rows without an address');
  writeFileSync(cli.path('mails.csv'), 'email\nann@example.org\n');
  expect(await export_('mails.csv')).toMatchObject({ code: 1, err: expect.stringContaining('is one of phone, ') });
});

test('columns that no list has are told, with what is there', { timeout: patience }, async () => {
  expect(await cli.feed('email,colour\n', 'import', 'suppressions', '-')).toMatchObject({
    code: 1,
    out: '',
    err: expect.stringContaining('nor is it a list that sendgrid, mailchimp'),
  });
  expect(await cli.feed('colour\n', 'import', 'suppressions', '-', '--format', 'klaviyo')).toMatchObject({
    code: 1,
    err: expect.stringContaining('none of a list of klaviyo: colour'),
  });
});
