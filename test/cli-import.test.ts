import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../src/clock.ts';
import { loadPolicies } from '../src/policy/load.ts';
import { createService } from '../src/service.ts';
import type { RunningService } from '../src/start/start.ts';
import { prepareStore } from '../src/store/open.ts';
import { type Cli, createCli } from './support/cli.ts';
import { startServiceOf } from './support/cli-service.ts';
import { policySet } from './support/policies.ts';
import { sqliteService, testPepper } from './support/sqlite-service.ts';
import { iso } from './support/world.ts';

const patience = 120_000;
const total = 10_000;
/** Each customer has as many contacts. */
const perCustomer = 4;
const customers = Array.from({ length: total / perCustomer }, (_, index) => `c${index}`);

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const daysAgo = (days: number, ms = 0): string => new Date(Date.now() - days * 86_400_000 - ms).toISOString();

function history(format: 'csv' | 'ndjson'): string {
  const rows = Array.from({ length: total }, (_, index) => ({
    customerId: customers[index % customers.length] as string,
    channel: 'email',
    purpose: 'marketing.promotions',
    at: daysAgo(3, index),
    keys: { campaign: 'bf26' },
    outcome: 'delivered',
  }));
  if (format === 'ndjson') return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  const lines = rows.map((row) =>
    [row.customerId, row.channel, row.purpose, row.at, row.keys.campaign, row.outcome].join(),
  );
  return ['customerId,channel,purpose,at,keys.campaign,outcome', ...lines, ''].join('\n');
}

/** How many contacts the store holds of each customer, read past the program under test. */
async function contactsOf(ids: readonly string[]): Promise<number[]> {
  const loaded = await loadPolicies(cli.path('policies'));
  if ('problems' in loaded) throw new Error('the policies do not load');
  const settings = {
    store: { kind: 'sqlite', path: cli.path('guard.db') },
    storePrefix: '',
    storeChecks: 'enforce',
    addressPepper: undefined,
  } as const;
  const { pepper, makeStore } = await prepareStore(settings);
  const service = createService({
    pepper,
    policies: loaded.set,
    clock: systemClock,
    log: pino({ level: 'silent' }),
    makeStore,
  });
  await service.open();
  try {
    const read = (id: string) =>
      service.store.read(service.hashes.customer(id), ({ record }) => record.contacts.length);
    return await Promise.all(ids.map(read));
  } finally {
    await service.close();
  }
}

const rowsDone = (): number => {
  try {
    return JSON.parse(readFileSync(cli.path('history.progress'), 'utf8')).rows;
  } catch {
    return 0;
  }
};

const example = (fields: object = {}): object => ({
  customerId: 'c1',
  channel: 'email',
  purpose: 'marketing.promotions',
  at: daysAgo(1),
  ...fields,
});
const lines = (...rows: object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe.each(['csv', 'ndjson'] as const)('10,000 rows of %s', (format) => {
  test('are there exactly once, though the import is killed in the middle', { timeout: patience }, async () => {
    writeFileSync(cli.path('history'), history(format));
    const first = cli.start('import', 'contacts', 'history');
    while (rowsDone() === 0) await sleep(2);
    first.kill('SIGKILL');
    expect(await first.ended).toMatchObject({ signal: 'SIGKILL', out: '' });
    const before = rowsDone();
    expect(before).toBeLessThan(total);

    const second = await cli.run('import', 'contacts', 'history');
    expect(second.code).toBe(0);
    expect(second.out).toMatch(/^10000 rows: \d+ recorded(, \d+ known before)?, 0 rejected/);
    expect(second.err).toContain(`${before} of them an earlier run had done`);
    expect(new Set(await contactsOf(customers))).toEqual(new Set([perCustomer]));
  });
});

describe('what is in a file', () => {
  test('a file that grew at its end is carried on; one that was changed is not', { timeout: patience }, async () => {
    writeFileSync(cli.path('h.ndjson'), lines(example(), example({ customerId: 'c2' })));
    await cli.run('import', 'contacts', 'h.ndjson');
    appendFileSync(cli.path('h.ndjson'), lines(example({ customerId: 'c3' })));
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^3 rows: 3 recorded/),
    });
    writeFileSync(cli.path('h.ndjson'), lines(example({ customerId: 'c9' }), example({ customerId: 'c2' })));
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 1,
      err: expect.stringContaining('was changed'),
    });
    expect(await contactsOf(['c1', 'c2', 'c3', 'c9'])).toEqual([1, 1, 1, 0]);
  });

  test('an import by another folder keeps what the set in force counts, and puts none in force', {
    timeout: patience,
  }, async () => {
    const before = { path: cli.path('guard.db'), nowMs: Date.now() - 60 * 86_400_000 };
    const policies = policySet('- { id: quarter, because: Once., cap: { limit: 1, window: 90d } }');
    const { service, world } = await sqliteService({ ...before, policies });
    await world.contact();
    await service.close();
    cli.set({ ADDRESS_PEPPER: testPepper.toString('hex') });
    expect(await cli.feed(lines(example()), 'import', 'contacts', '-')).toMatchObject({ code: 0 });
    const later = await sqliteService({ ...before, policies, nowMs: Date.now() });
    expect((await later.world.check()).caps).toMatchObject([{ rule: 'quarter', used: 2 }]);
    expect(await later.world.guard.policyRevision(policies.revision)).toMatchObject({
      active: [{ from: iso(before.nowMs), until: null }],
    });
    await later.service.close();
  });

  test('two equal rows are two contacts; the same file again, without its progress, adds none', {
    timeout: patience,
  }, async () => {
    const row = example();
    writeFileSync(cli.path('h.ndjson'), lines(row, row));
    await cli.run('import', 'contacts', 'h.ndjson');
    rmSync(cli.path('h.ndjson.progress'));
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 rows: 0 recorded, 2 known before/),
    });
    expect(await contactsOf(['c1'])).toEqual([2]);
  });

  test('an operationId of its own makes a row one attempt, wherever it stands', { timeout: patience }, async () => {
    const row = example({ operationId: 'op-1' });
    expect(await cli.feed(lines(row, row), 'import', 'contacts', '-')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 rows: 1 recorded, 1 known before/),
    });
    expect(await contactsOf(['c1'])).toEqual([1]);
  });

  test('spreadsheets: a byte order mark, semicolons, CRLF, quotes, empty cells and lines, keys as columns', {
    timeout: patience,
  }, async () => {
    const csv = `\ufeffcustomerId;channel;purpose;at;keys.campaign;keys.brand;address\r\nc1;email;marketing.promotions;${daysAgo(1)};"bf;26";;\r\n\r\n"c""2";email;marketing.promotions;${daysAgo(1)};;acme;ann@example.com\r\n`;
    writeFileSync(cli.path('h.csv'), csv);
    expect(await cli.run('import', 'contacts', 'h.csv')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 rows: 2 recorded/),
    });
    expect(await contactsOf(['c1', 'c"2'])).toEqual([1, 1]);
  });

  test.each([
    ['a CRLF header before LF rows', '\r\n', '\n'],
    ['an LF header before CRLF rows', '\n', '\r\n'],
    ['CR alone', '\r', '\r'],
  ])('%s: every row is one contact', { timeout: patience }, async (_what, afterHeader, afterRow) => {
    const ids = ['c1', 'c2', 'c3'];
    const rows = ids.map((id) => `${id},email,marketing.promotions,${daysAgo(1)}${afterRow}`);
    writeFileSync(cli.path('h.csv'), ['customerId,channel,purpose,at', afterHeader, ...rows].join(''));
    expect(await cli.run('import', 'contacts', 'h.csv')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^3 rows: 3 recorded, 0 rejected/),
    });
    expect(await contactsOf(ids)).toEqual([1, 1, 1]);
  });

  const long = 'x'.repeat(70_000);
  const wide = 'ü'.repeat(40_000);
  const plain = (id: string, address = ''): string => `${id},email,marketing.promotions,${daysAgo(1)},${address}\n`;
  test.each([
    ['a cell', 'csv', ['customerId,channel,purpose,at,address\n', plain('c1'), plain('c2', long), plain('c3')]],
    [
      'a cell in quotes with line breaks',
      'csv',
      ['customerId,channel,purpose,at,address\n', plain('c1'), plain('c2', `"${'x\n'.repeat(35_000)}"`), plain('c3')],
    ],
    [
      'a line',
      'ndjson',
      ['c1', 'c2', 'c3'].map((id) => lines(example({ customerId: id, ...(id === 'c2' && { address: long }) }))),
    ],
    [
      'a line of wide letters',
      'ndjson',
      ['c1', 'c2', 'c3'].map((id) => lines(example({ customerId: id, ...(id === 'c2' && { address: wide }) }))),
    ],
  ])('%s over 64 KiB of %s rejects its row alone', { timeout: patience }, async (_what, _format, parts) => {
    writeFileSync(cli.path('h'), parts.join(''));
    const first = await cli.run('import', 'contacts', 'h');
    expect(first).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^3 rows: 2 recorded, 1 rejected/),
      err: expect.stringContaining('longer than 64 KiB'),
    });
    const [rejected, ...more] = readFileSync(cli.path('h.rejected.ndjson'), 'utf8').trim().split('\n');
    expect(more).toEqual([]);
    expect(JSON.parse(rejected ?? '')).toMatchObject({
      problem: 'longer than 64 KiB',
      row: expect.stringContaining('c2'),
    });
    expect(await contactsOf(['c1', 'c2', 'c3'])).toEqual([1, 0, 1]);
    appendFileSync(cli.path('h'), (parts.at(-1) as string).replace('c3', 'c4'));
    expect(await cli.run('import', 'contacts', 'h')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^4 rows: 3 recorded, 1 rejected/),
    });
    expect(readFileSync(cli.path('h.rejected.ndjson'), 'utf8').trim().split('\n')).toEqual([rejected]);
    expect(await contactsOf(['c1', 'c2', 'c3', 'c4'])).toEqual([1, 0, 1, 1]);
  });

  test('a row with quotes in the wrong place is rejected alone', { timeout: patience }, async () => {
    const csv = `customerId,channel,purpose,at\nc"1,email,marketing.promotions,${daysAgo(1)}\nc2,email,marketing.promotions,${daysAgo(1)}\n`;
    writeFileSync(cli.path('h.csv'), csv);
    expect(await cli.run('import', 'contacts', 'h.csv')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^2 rows: 1 recorded, 1 rejected/),
      err: expect.stringContaining('line 2: a quote stands inside of a cell'),
    });
  });

  test('rows that do not fit are reported by line and written out; mended there they can be imported', {
    timeout: patience,
  }, async () => {
    const csv = [
      'customerId,channel,purpose,at',
      `c1,email,marketing.promotions,${daysAgo(1)}`,
      `c2,fax,marketing.promotions,${daysAgo(1)}`,
      'c3,email',
      `c4,email,no.purpose,${daysAgo(1)}`,
      `c5,email,marketing.promotions,${daysAgo(500)}`,
    ];
    writeFileSync(cli.path('h.csv'), csv.join('\n'));
    const first = await cli.run('import', 'contacts', 'h.csv');
    expect(first).toMatchObject({ code: 1, out: expect.stringMatching(/^5 rows: 1 recorded, 4 rejected/) });
    expect(first.err).toMatch(/^line 3: channel must be one of email/m);
    expect(first.err).toMatch(/^line 4: 2 cells, but the first line names 4 columns$/m);
    expect(first.err).toMatch(/^line 5: purpose is not in the register/m);
    expect(first.err).toMatch(/^line 6: at .*400 days/m);

    const rejected = readFileSync(cli.path('h.csv.rejected.ndjson'), 'utf8').trim().split('\n');
    expect(rejected.map((line) => JSON.parse(line).line)).toEqual([3, 4, 5, 6]);
    writeFileSync(cli.path('mended.ndjson'), `${rejected[0]?.replace('fax', 'email')}\n`);
    expect(await cli.run('import', 'contacts', 'mended.ndjson')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 rows: 1 recorded/),
    });
    expect(await contactsOf(['c1', 'c2', 'c3', 'c4', 'c5'])).toEqual([1, 1, 0, 0, 0]);
  });

  test.each([
    ['a list instead of lines', '[{"customerId":"c1"}]', 'JSON list'],
    ['UTF-16', 'c\0u\0s\0t\0o\0m\0e\0r\0I\0d\0', 'save it as UTF-8'],
    ['a workbook', 'PK\u0003\u0004\u0014\0\u0006\0', 'save it as CSV in UTF-8'],
    ['compressed', '\u001f\ufffd\b', 'unpack it first'],
    ['an unknown column', 'customerId,channel,purpose,at,colour\n', 'unknown: "colour"'],
    [
      'mistyped columns',
      'customer_id,chanel,purpose,at\n',
      'unknown: "customer_id" (did you mean customerId?), "chanel" (did you mean channel?); missing: customerId, channel',
    ],
    ['a missing column', 'customerId,channel,at\n', 'missing: purpose'],
    ['a column named twice', 'customerId,channel,purpose,at,at\n', 'twice: at'],
    [
      'a quote that is never closed',
      `customerId,channel,purpose,at\nc1,email,marketing.promotions,"${daysAgo(1)}\n`,
      'line 2: not CSV',
    ],
  ])('%s stops it with one line', { timeout: patience }, async (_what, text, message) => {
    expect(await cli.feed(text, 'import', 'contacts', '-')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(message),
    });
  });

  test('a customer id of white space, a zone by abbreviation and a number that could be two are rejected', {
    timeout: patience,
  }, async () => {
    const rows = [
      { customerId: ' c1' },
      { customerId: '\u00a0' },
      { timeZone: 'PST' },
      { channel: 'sms', address: '4915123456789', region: 'DE' },
      { channel: 'sms', address: '+4915112345678.0' },
    ];
    writeFileSync(cli.path('h.ndjson'), rows.map((row) => lines(example(row))).join(''));
    const { code, err } = await cli.run('import', 'contacts', 'h.ndjson');
    expect(code).toBe(1);
    expect(err).toMatch(/^line 1: customerId must have no white space/m);
    expect(err).toMatch(/^line 2: customerId must have no white space/m);
    expect(err).toMatch(/^line 3: timeZone must be an IANA time zone .*abbreviation/m);
    expect(err).toMatch(/^line 4: address .*write \+49…/m);
    expect(err).toMatch(/^line 5: address .*spreadsheet/m);
    writeFileSync(
      cli.path('h.csv'),
      `customerId,channel,purpose,at\n" c1 ",email,marketing.promotions,${daysAgo(1)}\n`,
    );
    expect((await cli.run('import', 'contacts', 'h.csv')).err).toMatch(/^line 2: customerId must have no white space/m);
  });

  test('bytes that are not UTF-8 are no customer', { timeout: patience }, async () => {
    writeFileSync(cli.path('h.ndjson'), Buffer.from(lines(example({ customerId: 'M\u00fcller' })), 'latin1'));
    expect(await cli.run('import', 'contacts', 'h.ndjson')).toMatchObject({
      code: 1,
      err: expect.stringContaining('line 1: holds bytes that are not UTF-8'),
    });
  });
});

describe('through the running service', () => {
  let running: RunningService;

  test('10,000 rows survive a restart of the service in the middle', { timeout: patience }, async () => {
    running = await startServiceOf(cli);
    const { port } = new URL(running.url);
    cli.set({ GUARD_URL: running.url });
    writeFileSync(cli.path('history'), history('csv'));
    const importing = cli.start('import', 'contacts', 'history');
    while (rowsDone() === 0) await sleep(2);
    await running.stop();
    running = await startServiceOf(cli, { PORT: port });
    const { code, out, err } = await importing.ended;
    expect({ code, err }).toEqual({ code: 0, err: `through the service at ${running.url}\n` });
    expect(out).toMatch(/^10000 rows: \d+ recorded(, \d+ known before)?, 0 rejected/);
    await running.stop();
    expect(new Set(await contactsOf(customers))).toEqual(new Set([perCustomer]));
  });

  test('a service with keys wants one with scope record', { timeout: patience }, async () => {
    const reader = await cli.run(
      'keys',
      'create',
      '--name',
      'crm',
      '--scopes',
      'read',
      '--file',
      cli.path('keys.json'),
    );
    const recorder = await cli.run(
      'keys',
      'create',
      '--name',
      'crm',
      '--scopes',
      'record',
      '--file',
      cli.path('keys.json'),
    );
    running = await startServiceOf(cli, { API_KEYS_FILE: cli.path('keys.json') });
    cli.set({ GUARD_URL: running.url });
    const attempt = () =>
      cli.feed(lines(example({ channel: 'sms', address: 'nonsense' }), example()), 'import', 'contacts', '-');
    expect(await attempt()).toMatchObject({ code: 1, err: expect.stringContaining('GUARD_KEY') });
    cli.set({ GUARD_KEY: reader.out.trim() });
    expect(await attempt()).toMatchObject({ code: 1, err: expect.stringContaining('scope record') });
    cli.set({ GUARD_KEY: recorder.out.trim() });
    expect(await attempt()).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^2 rows: 1 recorded, 1 rejected/),
      err: expect.stringContaining('line 1: address cannot be read'),
    });
    await running.stop();
  });
});
