import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createProgram, endOf } from '../src/cli/program.ts';
import { type RunningService, startService } from '../src/start/start.ts';
import { type Cli, createCli } from './support/cli.ts';

let cli: Cli;
beforeEach(() => {
  cli = createCli();
});
afterEach(() => cli.remove());

const inFile = ['--file', 'keys.json'];
const instant = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
const check = ['check', '--customer', 'c1', '--channel', 'email', '--purpose', 'marketing.promotions'];

describe('usage', () => {
  test('--help shows every command and examples, and is good', async () => {
    const { code, out } = await cli.run('--help');
    expect(code).toBe(0);
    for (const command of ['serve', 'policy', 'check', 'decisions', 'keys', 'import', 'export'])
      expect(out).toContain(command);
    expect(out).toContain('Exit codes: 0 good, 1 found a problem, 2 wrong usage.');
  });

  test.each([
    ['no command', []],
    ['an unknown command', ['frobnicate']],
    ['an unknown option', ['policy', 'test', '--fast']],
    ['a missing option', ['check', '--customer', 'c1']],
    ['a channel that does not exist', ['check', '--customer', 'c1', '--channel', 'fax', '--purpose', 'x']],
    ['a purpose outside the register', ['check', '--customer', 'c1', '--channel', 'email', '--purpose', 'x.y']],
    ['a zone that does not exist', [...check, '--time-zone', 'Mars/Olympus']],
    ['an instant that is none', ['decisions', '--from', 'yesterday']],
    ['an unknown scope', ['keys', 'create', '--name', 'crm', '--scopes', 'everything', '--file', 'keys.json']],
    ['a file that is not there', ['import', 'contacts', 'nowhere.csv']],
    ['a setting that cannot be right', check, { STORE_URL: 'postgres://x' }],
  ])('%s ends with 2 and says why', async (_what, args, env: Record<string, string> = {}) => {
    const out = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    const err = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const error = await createProgram({ ...cli.env, ...env })
      .parseAsync(args, { from: 'user' })
      .catch((reason: unknown) => reason);
    const code = endOf(error);
    const said = { out: out.mock.calls.length, err: err.mock.calls.length };
    vi.restoreAllMocks();
    expect({ code, said }).toEqual({ code: 2, said: { out: 0, err: expect.any(Number) } });
    expect(said.err).toBeGreaterThan(0);
  });

  test('a process ends with the code', async () => {
    expect(await cli.run('frobnicate')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('frobnicate') });
  });
});

describe('policy validate', () => {
  test('says one line about a good folder', async () => {
    const { code, out } = await cli.run('policy', 'validate');
    expect(code).toBe(0);
    expect(out).toMatch(/^\S+policies: valid, 2 policies, \d+ rules, 14 purposes, sha256:[0-9a-f]{64}\n$/);
  });

  test('prints every problem of every file as file:line:col message, without a setting being read', async () => {
    cli.set({ STORE_URL: 'postgres://x', PORT: 'x' });
    writeFileSync(
      cli.path('policies/extra.yaml'),
      'policy: extra\nrules:\n  - { id: a, because: A., cap: { limit: two, window: 24h } }\n',
    );
    writeFileSync(cli.path('policies/more.yaml'), 'policy: more\nrule: []\n');
    const { code, out } = await cli.run('policy', 'validate', 'policies');
    expect(code).toBe(1);
    expect(out).toMatch(/^policies\/extra\.yaml:3:\d+ .+$/m);
    expect(out).toMatch(/^policies\/more\.yaml:2:1 .+$/m);
  });

  test('prints what is wrong with the files of tests too', async () => {
    writeFileSync(cli.path('policies/house.test.yaml'), 'tests:\n  - { name: a, nwo: x }\n');
    const { code, out } = await cli.run('policy', 'validate', 'policies');
    expect(code).toBe(1);
    expect(out).toMatch(/^policies\/house\.test\.yaml:2:\d+ .*nwo/m);
  });

  test('warns of a rule that can never match, and the folder is good all the same', async () => {
    writeFileSync(
      cli.path('policies/idle.yaml'),
      'policy: idle\nwhen: { channels: [email] }\nrules:\n  - { id: a, because: A., when: { channels: [sms] }, consent: { level: express } }\n',
    );
    const { code, out } = await cli.run('policy', 'validate', 'policies');
    const [warning, summary] = out.split('\n');
    expect(code).toBe(0);
    expect(warning).toMatch(/^policies\/idle\.yaml:4:45 warning: rule "a" can never match: its channels \(sms\) /);
    expect(summary).toMatch(/^policies: valid, 3 policies, /);
  });

  test('a file that would not be in force is an error that names it', async () => {
    writeFileSync(cli.path('policies/house.yaml.bak'), '');
    expect(await cli.run('policy', 'validate', 'policies')).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^policies\/house\.yaml\.bak:1:1 this file is not read/),
    });
  });

  test('a folder that is not there is named', async () => {
    expect(await cli.run('policy', 'validate', 'nowhere')).toMatchObject({
      code: 2,
      out: expect.stringContaining('nowhere:1:1 '),
    });
  });
});

describe('a file or a folder that is named and cannot be used ends with 2, whatever the command', () => {
  test.each([
    'policy test none',
    'policy test policies --junit none/report.xml',
    'check --customer c1 --channel email --purpose experiment',
    'keys list --file none.json',
    'keys list --file policies',
    'keys revoke 0123456789ab --file none.json',
    'keys create --name crm --scopes read --file none/keys.json',
    'import contacts none.csv',
    'import consents policies',
    'import refusals none.csv --dry-run',
    'refusals from-mail none',
    'export --output none/log.ndjson',
    'export suppressions --for ses --addresses none.txt',
  ])('%s', async (command) => {
    writeFileSync(cli.path('guard.db'), '');
    if (command.startsWith('check')) cli.set({ POLICY_DIR: 'none' });
    const { code, err } = await cli.run(...command.split(' '));
    expect([code, err]).toEqual([2, expect.stringMatching(/none|policies/)]);
  });

  test.each([
    ['keys list --file it', 'no list of keys'],
    ['import contacts it', 'no,columns,of,ours\n'],
    ['policy validate .', 'no policy'],
  ])('one that can be read and holds something else ends with 1: %s', async (command, text) => {
    writeFileSync(cli.path('it'), text);
    expect((await cli.run(...command.split(' '))).code).toBe(1);
  });
});

describe('policy test', () => {
  test('passes the shipped policies', async () => {
    const { code, out } = await cli.run('policy', 'test', 'policies');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ tests passed in 3 files\n$/);
  });

  test('prints name, place, what was expected and what came of each failing test', async () => {
    const request = 'request: { channel: email, purpose: marketing.promotions }';
    writeFileSync(
      cli.path('policies/mine.test.yaml'),
      `tests:
  - name: nobody is ever written to
    now: 2026-11-22T10:00:00Z
    ${request}
    expect: { allowed: false, reasons: [{ code: cap, limit: 0 }] }
  - name: history from tomorrow
    now: 2026-11-22T10:00:00Z
    given: { contacts: [{ at: 2026-11-23T10:00:00Z, channel: email, purpose: marketing.promotions }] }
    ${request}
    expect: { allowed: true }
`,
    );
    const { code, out, err } = await cli.run('policy', 'test', 'policies');
    expect(code).toBe(1);
    expect(out).toContain('failed nobody is ever written to  policies/mine.test.yaml:2\n');
    expect(out).toContain('  expected  { allowed: false, reasons: [ { code: cap, limit: 0 } ] }\n');
    expect(out).toContain('  came      { allowed: true, reasons: [], shadow: [], retryAt: null }\n');
    expect(out).toContain('failed history from tomorrow  policies/mine.test.yaml:6\n');
    expect(out).toContain('  problem   given.contacts[0] lies after now');
    expect(err).toMatch(/\d+ tests passed, 2 failed, in 4 files/);
  });

  test('--filter runs the tests that it names, whatever the case, and says where there is none', async () => {
    expect(await cli.run('policy', 'test', 'policies', '--filter', 'HARD bounce')).toMatchObject({
      code: 0,
      out: '3 tests passed in 1 file\n',
    });
    expect(await cli.run('policy', 'test', 'policies', '--filter', 'no such thing')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no test has "no such thing" in its name'),
    });
  });

  test('--json and --junit tell every outcome, whatever the names hold', async () => {
    writeFileSync(
      cli.path('policies/mine.test.yaml'),
      `tests:
  - name: "<mine> & \\"yours\\" ]]> \\u0007"
    now: 2026-11-22T10:00:00Z
    request: { channel: email, purpose: marketing.promotions }
    expect: { allowed: false }
  - name: mine from tomorrow
    now: 2026-11-22T10:00:00Z
    given: { contacts: [{ at: 2026-11-23T10:00:00Z, channel: email, purpose: marketing.promotions }] }
    request: { channel: email, purpose: marketing.promotions }
    expect: { allowed: true }
  - name: mine is good
    now: 2026-11-22T10:00:00Z
    request: { channel: email, purpose: marketing.promotions }
    expect: { allowed: true }
`,
    );
    const args = ['policy', 'test', 'policies', '--filter', 'mine', '--json', '--junit', 'report.xml'];
    const { code, out, err } = await cli.run(...args);
    expect([code, err]).toEqual([1, 'contact-guard: 1 test passed, 2 failed, in 1 file\n']);
    expect(JSON.parse(out)).toMatchObject({
      passed: 1,
      failed: 2,
      tests: [
        { file: 'policies/mine.test.yaml', line: 2, ok: false, expected: { allowed: false }, got: { allowed: true } },
        { line: 6, ok: false, got: null, problem: expect.stringContaining('lies after now') },
        { name: 'mine is good', ok: true, problem: null },
      ],
    });
    const xml = readFileSync(cli.path('report.xml'), 'utf8');
    expect(xml).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites [^>]*tests="3" failures="1" errors="1" /,
    );
    expect(xml).toContain('name="&lt;mine&gt; &amp; &quot;yours&quot; ]]&gt; \ufffd"');
    expect(xml.match(/<testcase /g)).toHaveLength(3);
    expect(xml).toMatch(/<failure message="[^"]+">\s*expected {2}\{ allowed: false \}/);
    expect(xml).toMatch(/<error message="given.contacts\[0\] lies after now[^"]*">/);
    // Well formed: what is opened is closed, in order.
    const open: string[] = [];
    for (const [, close, tag = '', empty] of xml.matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
      if (close) expect(open.pop()).toBe(tag);
      else if (!empty) open.push(tag);
    }
    expect(open).toEqual([]);
  });

  test('a report that cannot be written ends with 2', async () => {
    expect(await cli.run('policy', 'test', 'policies', '--filter', 'bounce', '--junit', 'no/r.xml')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--junit no/r.xml cannot be written'),
    });
  });

  test('a folder without tests says so and ends with 1', async () => {
    for (const file of ['default', 'us-reg-f', 'refusals']) rmSync(cli.path(`policies/${file}.test.yaml`));
    expect(await cli.run('policy', 'test', 'policies')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no tests found'),
    });
  });
});

describe('on the store itself', () => {
  test('check prints every reason and ends with 1 where denied, 0 where allowed', async () => {
    const allowed = await cli.run(...check);
    expect(allowed).toMatchObject({
      code: 0,
      out: expect.stringContaining('allowed  email marketing.promotions to c1'),
    });
    const denied = await cli.run(
      'check',
      '--customer',
      'c1',
      '--channel',
      'email',
      '--purpose',
      'experiment',
      '--targeting',
      'health,politics',
    );
    expect(denied.code).toBe(1);
    expect(denied.out).toContain('denied  email experiment to c1');
    expect(denied.out).toMatch(/^ {2}consent {2}default\//m);
    expect(denied.out).toMatch(/^ {2}targeting {2}default\//m);
    expect(denied.out).toContain('No time will make it allowed.');
  });

  test('check leaves nothing behind, and answers JSON where asked', async () => {
    const { code, out } = await cli.run(...check, '--json', '--key', 'campaign=bf26', '--key', 'brand=acme');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ allowed: true, contactId: null, caps: expect.any(Array) });
    expect(() => statSync(cli.path('guard.db'))).toThrow('ENOENT');
  });

  test('decisions and export say that there is no log yet, and make none', async () => {
    for (const command of ['decisions', 'export'])
      expect(await cli.run(command)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringContaining('no decision log yet'),
      });
    expect(() => statSync(cli.path('guard.db'))).toThrow('ENOENT');
  });
});

test('check tells everything that is missing or wrong at once, the purpose too', async () => {
  const wrong = await cli.run('check', '--channel', 'mail', '--purpose', 'marketing.promotion', '--time-zone', 'PST');
  expect(wrong).toMatchObject({ code: 2, out: '' });
  for (const part of ['--customer', 'did you mean email?', 'did you mean marketing.promotions?', '--time-zone'])
    expect(wrong.err).toContain(part);
});

describe('keys create', () => {
  test('prints the key once, alone on standard output, and keeps its hash', async () => {
    cli.set({ API_KEYS_FILE: 'keys.json' });
    const first = await cli.run('keys', 'create', '--name', 'crm', '--scopes', 'decide,read');
    const second = await cli.run('keys', 'create', '--name', 'billing', '--scopes', 'decide', '--file', 'keys.json');
    expect(first).toMatchObject({ code: 0, out: expect.stringMatching(/^cg_[0-9a-f]{12}_[0-9a-f]{64}\n$/) });
    const text = readFileSync(cli.path('keys.json'), 'utf8');
    expect(JSON.parse(text)).toMatchObject([
      { name: 'crm', scopes: ['decide', 'read'] },
      { name: 'billing', scopes: ['decide'] },
    ]);
    for (const { out } of [first, second]) expect(text).not.toContain(out.trim().split('_')[2]);
    expect(statSync(cli.path('keys.json')).mode & 0o777).toBe(0o600);
  });

  test('--quiet prints the key and nothing else', async () => {
    expect(await cli.run('keys', 'create', '--quiet', '--name', 'crm', '--scopes', 'read', ...inFile)).toEqual({
      code: 0,
      signal: null,
      out: expect.stringMatching(/^cg_[0-9a-f]{12}_[0-9a-f]{64}\n$/),
      err: '',
    });
  });

  test('four at once leave four keys, in a file for its owner alone', async () => {
    const names = ['a', 'b', 'c', 'd'];
    const made = await Promise.all(
      names.map((name) => cli.run('keys', 'create', '--name', name, '--scopes', 'read', ...inFile)),
    );
    expect(made.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    const kept = JSON.parse(readFileSync(cli.path('keys.json'), 'utf8')) as { id: string; name: string }[];
    expect(kept.map(({ name }) => name).sort()).toEqual(names);
    expect(kept.map(({ id }) => id).sort()).toEqual(made.map(({ out }) => out.slice(3, 15)).sort());
    expect(statSync(cli.path('keys.json')).mode & 0o777).toBe(0o600);
  });

  test('tells everything that is wrong at once, by the flags that were typed', async () => {
    const wrong = ['--name', 'a b', '--scopes', 'reed,nope', '--expires', 'tomorrow'];
    const { code, out, err } = await cli.run('keys', 'create', ...wrong, ...inFile);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(/--name: must be 1-64 letters/);
    expect(err).toMatch(/--expires: write an instant such as/);
    expect(err).toMatch(/there is no scope "reed"; .*; did you mean read\?/);
    expect(err).toMatch(/there is no scope "nope"/);
  });

  test.each([
    ['that is over', '2026-01-01T00:00:00Z', 'must lie in the future'],
    ['that is no time', 'tomorrow', 'write an instant such as'],
  ])('with an end %s is wrong usage', async (_what, when, message) => {
    expect(
      await cli.run('keys', 'create', '--name', 'crm', '--scopes', 'read', '--expires', when, ...inFile),
    ).toMatchObject({ code: 2, out: '', err: expect.stringContaining(message) });
  });

  test.each([
    ['keys', 'create', '--name', 'crm', '--scopes', 'read'],
    ['keys', 'list'],
    ['keys', 'revoke', '0123456789ab'],
  ])('names API_KEYS_FILE where no file is given: %s %s', async (...args) => {
    expect(await cli.run(...args)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('API_KEYS_FILE') });
  });
});

describe('keys list and keys revoke', () => {
  const create = (...args: string[]) => cli.run('keys', 'create', '--quiet', ...args, ...inFile);

  test('list shows what a key may, until when, and the id to revoke it by; never the key', async () => {
    const first = (await create('--name', 'crm', '--scopes', 'decide,read')).out.trim();
    const second = (await create('--name', 'trial', '--scopes', 'read', '--expires', '90d')).out.trim();
    const { code, out } = await cli.run('keys', 'list', ...inFile);
    expect(code).toBe(0);
    expect(out).toMatch(/^id +name +scopes +created +expires\n/);
    expect(out).toMatch(new RegExp(`^${first.slice(3, 15)} +crm +decide,read +${instant} +never$`, 'm'));
    expect(out).toMatch(new RegExp(`^${second.slice(3, 15)} +trial +read +${instant} +${instant}$`, 'm'));
    const json = await cli.run('keys', 'list', '--json', ...inFile);
    for (const text of [out, json.out]) for (const key of [first, second]) expect(text).not.toContain(key.slice(16));
    expect(json.out).not.toContain('sha256');
  });

  test('a revoked or expired key is refused, the others are not', async () => {
    const crm = (await create('--name', 'crm', '--scopes', 'read')).out.trim();
    const brief = (await create('--name', 'brief', '--scopes', 'read', '--expires', '2s')).out.trim();
    const other = (await create('--name', 'other', '--scopes', 'read')).out.trim();
    const running = await startService({
      STORE_URL: 'sqlite::memory:',
      POLICY_DIR: cli.path('policies'),
      SPOOL_DIR: cli.path('spool'),
      API_KEYS_FILE: cli.path('keys.json'),
      PORT: '0',
      LOG_LEVEL: 'silent',
    });
    const statusOf = async (key: string): Promise<number> =>
      (await fetch(`${running.url}/policies`, { headers: { authorization: `Bearer ${key}` } })).status;
    try {
      expect([await statusOf(crm), await statusOf(other)]).toEqual([200, 200]);
      expect(await cli.run('keys', 'revoke', crm.slice(3, 15), ...inFile)).toMatchObject({
        code: 0,
        out: expect.stringContaining('Revoked crm'),
      });
      await vi.waitFor(async () => expect(await statusOf(crm)).toBe(401), { timeout: 60_000, interval: 100 });
      await vi.waitFor(async () => expect(await statusOf(brief)).toBe(401), { timeout: 60_000, interval: 100 });
      expect(await statusOf(other)).toBe(200);
      expect((await cli.run('keys', 'list', ...inFile)).out).toMatch(/ brief .* \(over\)$/m);
    } finally {
      await running.stop();
    }
  });

  test('an id that the file does not hold ends with 1, one that is none with 2, and nothing changes', async () => {
    await create('--name', 'crm', '--scopes', 'read');
    const before = readFileSync(cli.path('keys.json'), 'utf8');
    expect((await cli.run('keys', 'revoke', '0123456789ab', ...inFile)).code).toBe(1);
    expect((await cli.run('keys', 'revoke', 'crm', ...inFile)).code).toBe(2);
    expect(readFileSync(cli.path('keys.json'), 'utf8')).toBe(before);
  });
});

describe('through the running service', () => {
  let running: RunningService;
  const ask = (fields: object) =>
    fetch(`${running.url}/can-contact`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });

  beforeEach(async () => {
    running = await startService({
      STORE_URL: `sqlite:${cli.path('guard.db')}`,
      POLICY_DIR: cli.path('policies'),
      SPOOL_DIR: cli.path('spool'),
      PORT: '0',
      LOG_LEVEL: 'silent',
    });
    cli.set({ GUARD_URL: running.url });
    for (let i = 0; i < 5; i++) await ask({ customerId: `c${i % 2}`, channel: 'email', purpose: 'experiment' });
  });
  afterEach(() => running.stop());

  test('check asks it', async () => {
    for (let i = 0; i < 3; i++) await ask({ customerId: 'c9', channel: 'email', purpose: 'marketing.promotions' });
    const { code, out } = await cli.run(
      'check',
      '--customer',
      'c9',
      '--channel',
      'email',
      '--purpose',
      'marketing.promotions',
    );
    expect(code).toBe(1);
    expect(out).toContain('cap  default/email-daily (own-policy)');
    expect(out).toMatch(/3 of 3 used in 24h, until \d{4}-/);
    expect(out).toMatch(/Allowed from \d{4}-\S+Z if nothing else happens\./);
  });

  test('decisions shows a table, pages and filters', async () => {
    const { code, out, err } = await cli.run('decisions', '--customer', 'c1', '--limit', '1');
    expect(code).toBe(0);
    expect(out.split('\n')).toHaveLength(3);
    expect(out).toMatch(/denied +c1 +email +experiment +local +consent:/);
    const cursor = /--cursor (\S+)/.exec(err)?.[1] ?? '';
    const rest = await cli.run('decisions', '--customer', 'c1', '--cursor', cursor, '--json');
    expect(
      rest.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject([{ allowed: false, request: { customerId: 'c1' } }]);
    expect(await cli.run('decisions', '--channel', 'sms')).toMatchObject({ code: 0, out: 'No decision matches.\n' });
  });

  test('decisions show says one decision in words, or as JSON; an id that is none is wrong usage', async () => {
    const { decisionId } = (await (
      await ask({ customerId: 'c1', channel: 'email', purpose: 'experiment' })
    ).json()) as {
      decisionId: string;
    };
    const shown = await cli.run('decisions', 'show', decisionId);
    expect(shown).toMatchObject({ code: 0, out: expect.stringContaining('denied  email experiment to c1') });
    expect(shown.out).toMatch(/^ {2}consent {2}default\//m);
    expect(shown.out).toMatch(new RegExp(`^decision +${decisionId}$`, 'm'));
    expect(shown.out).toMatch(/^caller +local$/m);
    const json = await cli.run('decisions', 'show', decisionId, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ decisionId, allowed: false, request: { customerId: 'c1' } });
    for (const wrong of ['x', decisionId.slice(4), decisionId.replace('dec_', 'con_')])
      expect((await cli.run('decisions', 'show', wrong)).code).toBe(2);
    expect(await cli.run('decisions', 'show', `dec_${'A'.repeat(22)}`)).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringContaining('Not found'),
    });
  });

  test('export writes NDJSON and CSV; draining a served SQLite file is refused', async () => {
    const ndjson = await cli.run('export');
    expect(
      ndjson.out
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).allowed),
    ).toEqual(Array(5).fill(false));
    const csv = await cli.run('export', '--format', 'csv', '--output', 'log.csv');
    expect(csv).toMatchObject({ code: 0, out: '', err: expect.stringContaining('5 entries exported') });
    expect(readFileSync(cli.path('log.csv'), 'utf8').trim().split('\n')).toHaveLength(6);
    expect(await cli.run('export', '--drain')).toMatchObject({
      code: 1,
      err: expect.stringContaining('stop the service first'),
    });
  });

  test('beside a service on another port the store is in use, and the command says which setting to set', async () => {
    cli.set({ GUARD_URL: '' });
    for (const command of [['decisions'], ['export'], check])
      expect(await cli.run(...command)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/in use by another process.* set GUARD_URL to where it listens/),
      });
  });

  test('once the service is gone, export --drain hands out oldest first and leaves an empty log', async () => {
    await running.stop();
    cli.set({ GUARD_URL: '' });
    expect(await cli.run('export', '--drain', '--output', 'log.ndjson')).toMatchObject({
      code: 0,
      err: expect.stringContaining('5 entries exported and removed'),
    });
    const times = readFileSync(cli.path('log.ndjson'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).decidedAt);
    expect(times).toEqual([...times].sort());
    expect(await cli.run('decisions')).toMatchObject({ code: 0, out: 'No decision matches.\n' });
    // What an earlier drain took out of the store is not written over.
    expect((await cli.run('export', '--drain', '--output', 'log.ndjson')).code).toBe(2);
  });
});
