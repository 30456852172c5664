/** `import refusals | suppressions | consents`, as a process of its own on a real store of each kind. */
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withOwnService } from '../src/cli/own-service.ts';
import { readConfig } from '../src/config.ts';
import type { Guard } from '../src/guard-contract.ts';
import type { RunningService } from '../src/start/start.ts';
import { type Cli, createCli } from './support/cli.ts';
import { startServiceOf } from './support/cli-service.ts';
import { admin } from './support/world.ts';

const patience = 240_000;
let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

let prefixes = 0;
const stores: Readonly<Record<string, () => Record<string, string>>> = {
  SQLite: () => ({}),
  Redis: () => ({
    STORE_URL: process.env['TEST_REDIS_URL_SHARED'] ?? '',
    STORE_PREFIX: `import-${process.pid}-${++prefixes}`,
    STORE_CHECKS: 'report',
    ADDRESS_PEPPER: 'ab'.repeat(32),
  }),
};

/** Looks into the store past the program under test. */
async function inStore<T>(look: (guard: Guard) => Promise<T>): Promise<T> {
  const read = readConfig(cli.env, { use: 'tool' });
  if ('problems' in read) throw new Error(read.problems.join());
  return withOwnService(read.config, 'policies', ({ guard }) => look(guard));
}

const eventsOf = (guard: Guard, customerId: string) =>
  guard.refusalEvents({ customerId, limit: 100 }).then(({ events }) => events);

/** How many events customers have, each number once. */
async function eventCounts(guard: Guard): Promise<number[]> {
  const all = await Promise.all(Array.from({ length: total }, (_, n) => eventsOf(guard, `c${n}`)));
  return [...new Set(all.map((events) => events.length))];
}

const rowsDone = (): number => {
  try {
    return JSON.parse(readFileSync(cli.path('list.progress'), 'utf8')).rows;
  } catch {
    return 0;
  }
};

const at = '2026-01-02T03:04:05Z';
const kinds = {
  refusals: {
    header: 'customerId,address,channel,signal,source',
    row: (n: number) => `c${n},c${n}@example.org,email,unsubscribe,old`,
  },
  suppressions: {
    header: 'customerId,address,channel,purpose,reason,source',
    row: (n: number) => `c${n},c${n}@example.org,email,marketing,asked,old`,
  },
  consents: {
    header: 'customerId,channel,purpose,level,source,at',
    row: (n: number) => `c${n},email,marketing,withdrawn,old,${at}`,
  },
} as const;
type Kind = keyof typeof kinds;
/** More than are recorded together. */
const total = 2500;

function listOf(kind: Kind, format: 'csv' | 'ndjson'): string {
  const { header, row } = kinds[kind];
  const rows = Array.from({ length: total }, (_, index) => row(index));
  if (format === 'csv') return [header, ...rows, ''].join('\n');
  const names = header.split(',');
  return rows
    .map((line) => `${JSON.stringify(Object.fromEntries(line.split(',').map((cell, at) => [names[at], cell])))}\n`)
    .join('');
}

describe.each(Object.keys(stores))('on %s', (store) => {
  beforeEach(() => cli.set(stores[store]?.() ?? {}));

  test.each([
    ['refusals', 'csv'],
    ['suppressions', 'ndjson'],
    ['consents', 'csv'],
  ] as const)(
    '%s of an import that is killed in the middle are each one event, and bind',
    { timeout: patience },
    async (kind, format) => {
      writeFileSync(cli.path('list'), listOf(kind, format));
      const first = cli.start('import', kind, 'list');
      while (rowsDone() === 0) await sleep(2);
      first.kill('SIGKILL');
      await first.ended;
      const before = rowsDone();
      expect(before).toBeLessThan(total);
      const second = await cli.run('import', kind, 'list');
      expect(second).toMatchObject({
        code: 0,
        out: expect.stringMatching(/^2500 rows: \d+ recorded(, \d+ known before)?, 0 rejected/),
        err: expect.stringContaining(`${before} of them an earlier run had done`),
      });
      await inStore(async (guard) => {
        expect(await eventCounts(guard)).toEqual([1]);
        for (const n of [0, before - 1, before, before + 1, total - 1]) {
          const ask = {
            customerId: `c${n}`,
            channel: 'email',
            purpose: 'marketing.promotions',
            mode: 'check',
          } as const;
          expect((await guard.decide(ask, admin)).allowed).toBe(false);
        }
      });
    },
  );

  test('a long list of addresses is read beside being recorded; killed in the middle, each row is one suppression', {
    timeout: patience,
  }, async () => {
    const rows = 9000;
    const address = (n: number) => `c${n}@example.org`;
    // Longer than what is read without a thread.
    const row = (n: number) => `${address(n)},email,marketing,${'asked by letter '.repeat(6)},old`;
    const lines = Array.from({ length: rows }, (_, n) => row(n));
    // Of two rows that say the same of one address both count, and those that fit nothing are told, once and in their order.
    lines[rows - 2] = row(0);
    const wrong = [1500, 2500, rows - 1];
    for (const place of wrong) lines[place] = 'nobody,email,marketing,asked,old';
    writeFileSync(cli.path('list'), ['address,channel,purpose,reason,source', ...lines, ''].join('\n'));
    const first = cli.start('import', 'suppressions', 'list');
    while (rowsDone() === 0) await sleep(2);
    first.kill('SIGKILL');
    await first.ended;
    const before = rowsDone();
    expect(before).toBeLessThan(rows);
    const second = await cli.run('import', 'suppressions', 'list');
    expect(second).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^9000 rows: \d+ recorded(, \d+ known before)?, 3 rejected/),
      err: expect.stringContaining(`${before} of them an earlier run had done`),
    });
    expect(second.err).toContain('line 9001: address cannot be read as an e-mail address');
    const rejected = readFileSync(cli.path('list.rejected.ndjson'), 'utf8').trim().split('\n');
    expect(rejected.map((line) => JSON.parse(line))).toMatchObject(
      wrong.map((place) => ({ line: place + 2, row: { address: 'nobody' } })),
    );
    await inStore(async (guard) => {
      for (let n = 0; n < rows - 2; n += n > before - 3 && n < before + 3 ? 1 : 37)
        if (!wrong.includes(n))
          expect(await guard.suppressionsOfAddress({ address: address(n), channel: 'email' }), `${n}`).toHaveLength(1);
    });
  });

  test('a row that an interrupted run had recorded does not bind again once it was lifted', {
    timeout: patience,
  }, async () => {
    const { header, row } = kinds.refusals;
    writeFileSync(cli.path('list'), [header, row(1), row(2), ''].join('\n'));
    await cli.run('import', 'refusals', 'list');
    // As if the process had died before it could say how far it came.
    const progress = JSON.parse(readFileSync(cli.path('list.progress'), 'utf8'));
    writeFileSync(
      cli.path('list.progress'),
      JSON.stringify({ ...progress, line: 0, rows: 0, recorded: 0, known: 0, digest: '' }),
    );
    await inStore(async (guard) => {
      for (const one of (await guard.suppressionsOfCustomer('c1')) as { suppressionId: string }[])
        await guard.lift(one.suppressionId, { reason: 'START', source: 'test' }, admin);
    });
    expect(await cli.run('import', 'refusals', 'list')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 rows: 0 recorded, 2 known before/),
    });
    await inStore(async (guard) => {
      expect(await guard.suppressionsOfCustomer('c1')).toEqual([]);
      expect(await guard.suppressionsOfCustomer('c2')).not.toEqual([]);
    });
  });
});

describe('what is in a file', () => {
  test('a refusal that says when it was received is known in any file; one that does not is said again', {
    timeout: patience,
  }, async () => {
    const dated = `customerId,channel,signal,source,receivedAt\nc1,email,stop,old,${at}\n`;
    const undated = 'customerId,channel,signal,source\nc1,email,stop,old\n';
    const counts = [];
    for (const text of [dated, dated, undated, undated])
      counts.push((await cli.feed(text, 'import', 'refusals', '-')).out.replace(/ \(.*/s, ''));
    expect(counts).toEqual([
      '1 rows: 1 recorded, 0 rejected',
      '1 rows: 0 recorded, 1 known before, 0 rejected',
      '1 rows: 1 recorded, 0 rejected',
      '1 rows: 1 recorded, 0 rejected',
    ]);
    expect(await inStore((guard) => eventsOf(guard, 'c1'))).toHaveLength(3);
  });

  test('every column has its place: keys, evidence, lists, ends, flags', { timeout: patience }, async () => {
    writeFileSync(
      cli.path('refusals.csv'),
      'address,region,channel,purpose,signal,source,receivedAt,text,targeting,keys.brand,evidence.ticket\n' +
        `030 901820,DE,sms,marketing,unsubscribe,old,${at},"no, thanks","health, location",acme,T-1\n`,
    );
    writeFileSync(
      cli.path('suppressions.csv'),
      'customerId;channel;purpose;reason;source;expiresAt;keys.brand\nc1;sms;*;open case;desk;2099-01-01T00:00:00Z;acme\n',
    );
    writeFileSync(
      cli.path('consents.csv'),
      `customerId,channel,purpose,level,source,at,expiresAt,lifts,evidence.form\nc1,sms,marketing,express,form,${at},2099-01-01T00:00:00Z,TRUE,f1\n`,
    );
    for (const kind of ['refusals', 'suppressions', 'consents'])
      expect(await cli.run('import', kind, `${kind}.csv`)).toMatchObject({ code: 0 });
    await inStore(async (guard) => {
      expect(await guard.suppressionsOfAddress({ address: '+49 30 901820', channel: 'sms' })).toMatchObject([
        {
          signal: 'unsubscribe',
          purpose: 'marketing',
          targeting: ['health', 'location'],
          since: new Date(at).toISOString(),
        },
      ]);
      expect(await eventsOf(guard, 'c1')).toMatchObject([
        { event: 'consent', level: 'express', at: new Date(at).toISOString(), evidence: { form: 'f1' } },
        { event: 'suppression', reason: 'open case', keys: { brand: 'acme' }, expiresAt: '2099-01-01T00:00:00.000Z' },
      ]);
    });
  });

  test('a consent without the instant when it was given is rejected, since it would count as given now', {
    timeout: patience,
  }, async () => {
    const row = { customerId: 'c1', channel: 'email', purpose: 'marketing', level: 'express', source: 'form' };
    expect(await cli.feed(`${JSON.stringify(row)}\n`, 'import', 'consents', '-')).toMatchObject({
      code: 1,
      err: expect.stringContaining('line 1: at is needed in an import'),
    });
    expect(await cli.feed('customerId,channel,purpose,level,source\n', 'import', 'consents', '-')).toMatchObject({
      code: 1,
      err: expect.stringContaining('missing: at'),
    });
  });

  test('an old consent that is imported overrides no later withdrawal', { timeout: patience }, async () => {
    const consent = (level: string, when: string) =>
      JSON.stringify({ customerId: 'c1', channel: 'email', purpose: 'marketing', level, source: 'form', at: when });
    writeFileSync(cli.path('list'), `${consent('withdrawn', '2026-02-01T00:00:00Z')}\n`);
    await cli.run('import', 'consents', 'list');
    await cli.feed(`${consent('express', at)}\n`, 'import', 'consents', '-');
    expect(await inStore((guard) => guard.consentsOf('c1'))).toMatchObject([{ level: 'withdrawn' }]);
  });

  test('rows that do not fit are told by line and written out, and the others are recorded', {
    timeout: patience,
  }, async () => {
    writeFileSync(
      cli.path('list.csv'),
      'address,channel,signal,source\nann@example.org,email,stop,old\nnonsense,email,stop,old\nb@example.org,fax,stop,old\nc@example.org,email,pause,old\n',
    );
    const first = await cli.run('import', 'refusals', 'list.csv');
    expect(first).toMatchObject({ code: 1, out: expect.stringMatching(/^4 rows: 1 recorded, 3 rejected/) });
    expect(first.err).toMatch(/^line 3: address /m);
    expect(first.err).toMatch(/^line 4: channel must be one of/m);
    expect(first.err).toMatch(/^line 5: until /m);
    const rejected = readFileSync(cli.path('list.csv.rejected.ndjson'), 'utf8');
    writeFileSync(
      cli.path('mended.ndjson'),
      rejected
        .replace('nonsense', 'bob@example.org')
        .replace('fax', 'email')
        .replace('"signal":"pause"', '"signal":"stop"'),
    );
    expect(await cli.run('import', 'refusals', 'mended.ndjson')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^3 rows: 3 recorded/),
    });
  });

  test.each([
    ['refusals', 'channel,signal,source\n', 'missing: customerId or address or contactId'],
    ['suppressions', 'address,channel,purpose,source,colour\n', 'unknown: "colour"; missing: reason'],
  ])('columns of %s that do not fit stop it with one line', { timeout: patience }, async (kind, text, message) => {
    expect(await cli.feed(text, 'import', kind, '-')).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining(message),
    });
  });
});

describe('through the running service', () => {
  let running: RunningService;

  test('refusals survive a restart of the service in the middle, each once', { timeout: patience }, async () => {
    running = await startServiceOf(cli);
    const { port } = new URL(running.url);
    cli.set({ GUARD_URL: running.url });
    writeFileSync(cli.path('list'), listOf('refusals', 'csv'));
    const importing = cli.start('import', 'refusals', 'list');
    while (rowsDone() === 0) await sleep(2);
    await running.stop();
    running = await startServiceOf(cli, { PORT: port });
    expect(await importing.ended).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2500 rows: \d+ recorded(, \d+ known before)?, 0 rejected/),
    });
    await running.stop();
    await inStore(async (guard) => {
      expect(await eventCounts(guard)).toEqual([1]);
    });
  });

  test('a service with keys wants one with scope refuse; the same file again is carried on', {
    timeout: patience,
  }, async () => {
    const keyOf = async (scope: string) =>
      (await cli.run('keys', 'create', '--name', 'crm', '--scopes', scope, '--file', cli.path('keys.json'))).out.trim();
    const [reader, refuser] = [await keyOf('read'), await keyOf('refuse')];
    running = await startServiceOf(cli, { API_KEYS_FILE: cli.path('keys.json') });
    const { header, row } = kinds.refusals;
    writeFileSync(cli.path('list'), `${header}\n${row(1)}\n`);
    cli.set({ GUARD_URL: running.url, GUARD_KEY: reader });
    expect(await cli.run('import', 'refusals', 'list')).toMatchObject({
      code: 1,
      err: expect.stringContaining('scope refuse'),
    });
    cli.set({ GUARD_KEY: refuser });
    expect(await cli.run('import', 'refusals', 'list')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 rows: 1 rec/),
    });
    appendFileSync(cli.path('list'), `${row(2)}\n`);
    expect(await cli.run('import', 'refusals', 'list')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^2 rows: 2 rec/),
    });
    rmSync(cli.path('list.progress'));
    await running.stop();
  });
});
