import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Config } from './config.ts';
import { readConfig, readNames } from './config.ts';
import { settings } from './settings.ts';
import { parseStoreUrl } from './store-url.ts';

const pepper = 'ab'.repeat(32);

function config(env: Record<string, string>, use: 'serve' | 'tool' = 'serve'): Config {
  const read = readConfig(env, { use });
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  return read.config;
}

function problems(env: Record<string, string>, use: 'serve' | 'tool' = 'serve'): readonly string[] {
  const read = readConfig(env, { use });
  return 'problems' in read ? read.problems : [];
}

function file(content: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'config-')), 'secret');
  writeFileSync(path, content);
  return path;
}

test('quotes around a value are told of each setting, wherever it comes from, and nothing else of what they hold', () => {
  const env = {
    BRAND_NAME: '"Acme & Co"',
    SPOOL_DIR: "'data/spool'",
    TWILIO_AUTH_TOKEN: `"${pepper}"`,
    PUBLIC_URL: '"https://guard.example.com"',
    EMAIL_REPORT_TOKEN_FILE: file('"secret-of-the-report"\n'),
    MAILGUN_SIGNING_KEY_FILE: `"${file('key')}"`,
    OTEL_SERVICE_NAME: '"guard"',
  };
  const said = problems(env);
  expect(said.map((line) => line.replace(/ stands between quotes, .*/, '')).sort()).toEqual(Object.keys(env).sort());
  expect(said.join()).not.toMatch(/Acme|secret-of|ab{4}/);
  expect(config({ BRAND_NAME: `Ann's "Shop"`, SPOOL_DIR: '"' })).toMatchObject({ brand: { name: `Ann's "Shop"` } });
});

test('an empty environment is the contract', () => {
  expect(config({})).toEqual({
    port: 8080,
    host: '127.0.0.1',
    store: { kind: 'sqlite', path: './data/contact-guard.db' },
    storePrefix: '',
    storeChecks: 'enforce',
    redisAck: { kind: 'written' },
    policyDir: './policies',
    apiKeysFile: undefined,
    addressPepper: undefined,
    publicUrl: undefined,
    brand: { name: '', color: '#1f4e9e', logo: undefined, supportUrl: undefined },
    webhooks: {
      twilioAuthToken: undefined,
      snsTopicArns: [],
      sendgridPublicKey: undefined,
      mailgunSigningKey: undefined,
      postmark: undefined,
      emailReportToken: undefined,
    },
    defaultRegion: undefined,
    spoolDir: 'data/spool',
    logLevel: 'info',
    logCustomerIds: 'hash',
    guardUrl: 'http://127.0.0.1:8080',
    guardUrlGiven: false,
    guardKey: undefined,
    metricsOff: false,
  });
});

test('an empty value is as good as none', () => {
  expect(config({ PORT: '', STORE_URL: ' ', ADDRESS_PEPPER: '' }).port).toBe(8080);
});

test('white space at the ends, as files of settings leave it, is no part of a value', () => {
  const read = config({ PORT: '9000 ', STORE_URL: ' sqlite:./x.db\r', LOG_LEVEL: 'warn\r', POLICY_DIR: './rules\t' });
  expect([read.port, read.store, read.logLevel, read.policyDir]).toEqual([
    9000,
    { kind: 'sqlite', path: './x.db' },
    'warn',
    './rules',
  ]);
});

test('what could only fail later is told at the start', () => {
  const wrong = {
    PUBLIC_URL: ['https://guard.example.com/#', 'https://guard.example.com/?', 'https://guard.example.com/a b'],
    SNS_TOPIC_ARNS: [','],
    EMAIL_REPORT_TOKEN: ['tökén'],
    TWILIO_AUTH_TOKEN: ['one two', 'tökén'],
    MAILGUN_SIGNING_KEY: ['one\ntwo', 'k\0e\0y\0'],
    GUARD_KEY: ['cg_kéy', 'cg_one\0'],
    BRAND_NAME: ['Acme\nLtd'],
  };
  const asked = { PUBLIC_URL: 'https://guard.example.com' };
  for (const [name, values] of Object.entries(wrong))
    for (const value of values)
      expect(problems({ ...asked, [name]: value })).toEqual([expect.stringMatching(`^${name} `)]);
  expect(problems({ POSTMARK_WEBHOOK_USER: 'a:b', POSTMARK_WEBHOOK_PASSWORD: 'x' })).toEqual([
    expect.stringMatching(/^POSTMARK_WEBHOOK_USER /),
  ]);
  expect(
    problems({ POSTMARK_WEBHOOK_USER_FILE: file('one\ntwo\n'), POSTMARK_WEBHOOK_PASSWORD_FILE: file('one\ntwo\n') }),
  ).toEqual([
    expect.stringMatching(/^POSTMARK_WEBHOOK_USER must be one line/),
    expect.stringMatching(/^POSTMARK_WEBHOOK_PASSWORD must be one line/),
  ]);
  expect(problems({ POSTMARK_WEBHOOK_USER: 'öl', POSTMARK_WEBHOOK_PASSWORD_FILE: file('pass wörd\n') })).toEqual([]);
  for (const name of ['TWILIO_AUTH_TOKEN', 'MAILGUN_SIGNING_KEY'])
    for (const two of ['next,last', 'next, last']) expect(problems({ ...asked, [name]: two })).toEqual([]);
});

test('what OpenTelemetry reads as something else, or drops, is told with what may be written', () => {
  for (const value of ['1', 'yes', 'on'])
    expect(problems({ OTEL_SDK_DISABLED: value })).toEqual(['OTEL_SDK_DISABLED must be true or false']);
  expect(config({ OTEL_SDK_DISABLED: 'TRUE' }).metricsOff).toBe(true);
  expect(config({ OTEL_SDK_DISABLED: 'False' }).metricsOff).toBe(false);
  for (const value of ['a', '=b', 'a=b=c', 'a=%', `a=${'x'.repeat(256)}`])
    expect(problems({ OTEL_RESOURCE_ATTRIBUTES: `ok=1,${value}` })).toEqual([
      expect.stringMatching(/^OTEL_RESOURCE_ATTRIBUTES must be name=value/),
    ]);
  expect(problems({ OTEL_RESOURCE_ATTRIBUTES: 'service.namespace=shop, team = a%2Cb,' })).toEqual([]);
});

test('of a region the setting tells what is meant, as a request is told', () => {
  expect(problems({ DEFAULT_REGION: 'UK' })).toEqual([expect.stringMatching(/^DEFAULT_REGION must be .* write GB$/)]);
});

test('links and headers name the host in ASCII, and an address of IPv6 may have its brackets', () => {
  expect(config({ PUBLIC_URL: 'https://Grüße.example/guard/' }).publicUrl).toBe('https://xn--gre-6ka8l.example/guard');
  expect(config({ HOST: '[::1]' })).toMatchObject({ host: '::1', guardUrl: 'http://[::1]:8080' });
});

test('every wrong setting is named in one line, all at once', () => {
  const found = problems({
    PORT: '99999',
    HOST: '0.0.0.0',
    STORE_URL: 'postgres://x',
    STORE_PREFIX: 'a b',
    STORE_CHECKS: 'maybe',
    REDIS_ACK: 'replicated',
    ADDRESS_PEPPER: 'short',
    PUBLIC_URL: 'guard.example.com',
    BRAND_NAME: 'x'.repeat(81),
    BRAND_LOGO_FILE: '/nowhere/logo.svg',
    BRAND_COLOR: '#ffd700',
    SUPPORT_URL: 'javascript:alert(1)',
    DEFAULT_REGION: 'Germany',
    LOG_LEVEL: 'loud',
    LOG_CUSTOMER_IDS: 'yes',
    GUARD_KEY: 'x',
    OTEL_SDK_DISABLED: 'maybe',
    OTEL_RESOURCE_ATTRIBUTES: 'production',
  });
  const named = [
    'PORT',
    'STORE_URL',
    'STORE_PREFIX',
    'STORE_CHECKS',
    'REDIS_ACK',
    'ADDRESS_PEPPER',
    'PUBLIC_URL',
    'BRAND_NAME',
    'BRAND_LOGO_FILE:',
    'BRAND_COLOR',
    'SUPPORT_URL',
    'DEFAULT_REGION',
    'LOG_LEVEL',
    'LOG_CUSTOMER_IDS',
    'GUARD_KEY',
    'OTEL_SDK_DISABLED',
    'OTEL_RESOURCE_ATTRIBUTES',
    'HOST',
  ];
  expect(found.map((line) => line.split(' ')[0])).toEqual(named);
  for (const line of found) expect(line).not.toContain('\n');
});

test('REDIS_ACK says where a refusal must be before it is acknowledged', () => {
  const read = (REDIS_ACK: string) => config({ REDIS_ACK }).redisAck;
  expect(read('written')).toEqual({ kind: 'written' });
  expect(read('replicated:2')).toEqual({ kind: 'replicated', replicas: 2 });
  expect(read('fsynced')).toEqual({ kind: 'fsynced', replicas: 0 });
  expect(read('fsynced:1')).toEqual({ kind: 'fsynced', replicas: 1 });
  for (const REDIS_ACK of ['replicated:0', 'written:1', 'fsynced:', 'replicated: 1', 'always'])
    expect(problems({ REDIS_ACK })).toEqual([expect.stringMatching(/^REDIS_ACK must be/)]);
});

describe('keys', () => {
  test('without them only loopback is listened on, and the problem says how to make one', () => {
    for (const HOST of ['0.0.0.0', '::', '192.168.1.2', 'example.com'])
      expect(problems({ HOST })).toEqual([expect.stringContaining('keys create --name')]);
    for (const HOST of ['127.0.0.1', '127.0.0.2', '::1', 'localhost']) expect(problems({ HOST })).toEqual([]);
  });

  test('a key file that is not there is named, except to the command that makes it', () => {
    expect(problems({ API_KEYS_FILE: '/nowhere/keys.json' })).toEqual([
      expect.stringMatching(/\/nowhere\/keys\.json.*keys create/),
    ]);
    expect(problems({ API_KEYS_FILE: '/nowhere/keys.json' }, 'tool')).toEqual([]);
  });
});

describe('secrets', () => {
  test('can come from a file, the store too', () => {
    const read = config({
      STORE_URL_FILE: file('redis://:pw@redis:6379\n'),
      ADDRESS_PEPPER_FILE: file(`${pepper.toUpperCase()}\n`),
    });
    expect(read.store).toEqual({ kind: 'redis', url: 'redis://:pw@redis:6379' });
    expect(read.addressPepper).toBe(pepper);
  });

  test('given twice, or from a file that is missing or empty, stop the start', () => {
    expect(problems({ ADDRESS_PEPPER: pepper, ADDRESS_PEPPER_FILE: file(pepper) })).toEqual([
      'ADDRESS_PEPPER and ADDRESS_PEPPER_FILE are both set: keep one of them',
    ]);
    expect(problems({ GUARD_KEY_FILE: '/nowhere' })).toEqual(['GUARD_KEY_FILE: /nowhere cannot be read (ENOENT)']);
    expect(problems({ ADDRESS_PEPPER_FILE: file('') })).toEqual([
      expect.stringMatching(/^ADDRESS_PEPPER_FILE: .* is empty$/),
    ]);
  });

  test('are in no problem', () => {
    expect(
      problems({ STORE_URL: 'redis+cluster://:hunter2@', ADDRESS_PEPPER: 'hunter2', GUARD_KEY: 'hunter2' }).join(),
    ).not.toContain('hunter2');
  });

  test('the pepper is needed on Redis', () => {
    expect(problems({ STORE_URL: 'redis://localhost' })).toEqual([
      expect.stringContaining('ADDRESS_PEPPER must be set'),
    ]);
    expect(problems({ STORE_URL: 'redis://localhost', ADDRESS_PEPPER: pepper })).toEqual([]);
  });
});

test.each([
  ['sqlite:./data/x.db', { kind: 'sqlite', path: './data/x.db' }],
  ['sqlite:/var/x.db', { kind: 'sqlite', path: '/var/x.db' }],
  ['sqlite::memory:', { kind: 'sqlite', path: ':memory:' }],
  ['redis://localhost', { kind: 'redis', url: 'redis://localhost' }],
  ['redis://h:6380/2?family=6', { kind: 'redis', url: 'redis://h:6380/2?family=6' }],
  ['rediss://user:pw@h:6380/2', { kind: 'redis', url: 'rediss://user:pw@h:6380/2' }],
  [
    'redis+cluster://a:7000,b',
    {
      kind: 'redis-cluster',
      nodes: [
        { host: 'a', port: 7000 },
        { host: 'b', port: 6379 },
      ],
    },
  ],
  [
    'redis+cluster://u:p%40w@[::1]:7000',
    { kind: 'redis-cluster', nodes: [{ host: '::1', port: 7000 }], username: 'u', password: 'p@w' },
  ],
])('reads the store %s', (url, store) => {
  expect(parseStoreUrl(url)).toEqual(store);
});

test.each([
  'sqlite:',
  'sqlite://x',
  'redis://',
  'sqlite::MEMORY:',
  'sqlite::memory',
  'redis://h/x',
  'redis://h?enableOfflineQueue=true',
  'redis://h/1?autoResendUnfulfilledCommands=true',
  'redis://:pw@h:6379#1',
  'redis://a:7000,b:7001',
  'redis://a,b:7001',
  'redis+cluster://',
  'redis+cluster://a:0',
  'mysql://x',
  '/data/x.db',
])('refuses the store %s', (url) => {
  expect(parseStoreUrl(url)).toEqual(expect.stringMatching(/^STORE_URL /));
});

test.each([
  ['redis://h:0'],
  ['redis://h:99999'],
  ['redis://:hunter2@h:6379x/1'],
  ['rediss://[::1]:x'],
  ['redis+cluster://a:7000,b:70000'],
])('a port that is none is told as that, not as a host: %s', (url) => {
  expect(parseStoreUrl(url)).toBe('STORE_URL cannot be read: a port is a whole number from 1 to 65535');
});

test.each(['redis://:hunter/2@h:6379', 'redis://u:hunter#2@h', 'redis+cluster://:hunter%2@a:1', 'rediss://:h%zz@h'])(
  'a password that is not percent-encoded is told as that: %s',
  (url) => {
    expect(parseStoreUrl(url)).toBe(
      'STORE_URL cannot be read: in a user name or a password, / ? # and % are written as %2F %3F %23 %25',
    );
  },
);

test('other addresses say it of their ports too', () => {
  const port = 'a port is a whole number from 1 to 65535';
  expect(problems({ LEDGER_URL: 'postgres://u:pw@h:99999/db' })).toEqual([`LEDGER_URL cannot be read: ${port}`]);
  expect(problems({ PUBLIC_URL: 'https://h:99999', GUARD_URL: 'http://h:x' })).toEqual([
    `PUBLIC_URL cannot be read: ${port}`,
    `GUARD_URL cannot be read: ${port}`,
  ]);
  expect(problems({ LEDGER_URL: 'postgres://u:p#w@h/db' })).toEqual([expect.stringContaining('are written as %2F')]);
  expect(problems({ LEDGER_URL: 'postgres://h:5432/db?user=me@corp' })).toEqual([]);
  expect(problems({ LEDGER_URL: 'mysql://h' })).toEqual([expect.stringContaining('must name a PostgreSQL database')]);
});

test('a service on every address is asked on loopback', () => {
  expect(config({ HOST: '0.0.0.0', PORT: '9000', API_KEYS_FILE: file('[]') }).guardUrl).toBe('http://127.0.0.1:9000');
  expect(config({ GUARD_URL: 'https://guard.example.com/' }).guardUrl).toBe('https://guard.example.com');
});

test('the table names every setting once', () => {
  const names = settings.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  // What is read stands in the table; what stands in the table is read here, or says who reads it or that nobody does yet.
  expect(readNames.filter((name) => !names.includes(name))).toEqual([]);
  const unread = settings.filter(({ name }) => !readNames.includes(name));
  expect(unread.filter(({ meaning }) => !/not used yet|OpenTelemetry/.test(meaning))).toEqual([]);
});
