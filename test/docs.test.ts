/**
 * The documentation is true: the commands of every page are run as they stand against a service, and their answers compared; settings, scopes and
 * error codes are the code's own; links and named files exist.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../src/auth/scopes.ts';
import { problems } from '../src/errors.ts';
import { settings } from '../src/settings.ts';
import { reasonCodes } from '../src/vocabulary.ts';
import { allPages, type Page, pageOf, root, withoutCode } from './support/docs.ts';
import { type Reader, readBlocks, readerOf } from './support/reader.ts';

const run = promisify(execFile);

const pages = allPages();
/** These ask for a Redis, and have tests of their own in test/docs-stores.test.ts. */
const onOtherStores = ['docs/redis.md', 'docs/upgrade-and-backup.md'];
const withCommands = pages.filter(
  ({ name, blocks }) => blocks.some(({ flags }) => flags.includes('test')) && !onOtherStores.includes(name),
);

describe('the commands of a page give the answers that stand below them', () => {
  test.each(withCommands.map((page) => [page.name, page] as const))('%s', async (_name, page) => {
    const reader = await readerOf(page);
    try {
      await readBlocks(reader, page);
    } finally {
      await reader.leave();
    }
  });
});

describe('the sender', () => {
  let readme: Reader;
  let senders: Reader;
  beforeAll(async () => {
    readme = await readerOf(pageOf('README.md'));
    senders = await readerOf(pageOf('docs/senders.md'));
  });
  afterAll(async () => {
    await readme?.leave();
    await senders?.leave();
  });

  const program = (file: string) => `
    import { mayContact } from '${file}';
    const question = { customerId: 'c-js', channel: 'email', purpose: 'marketing.newsletter', operationId: 'issue-47/c-js' };
    const first = await mayContact(question);
    const again = await mayContact(question);
    const wrong = await mayContact({ ...question, purpose: 'unheard.of' });
    console.log(JSON.stringify([first.allowed, first.contactId !== null && first.contactId === again.contactId, wrong.allowed]));
    console.log(wrong.reasons[0].message);`;
  const node = (code: string, folder: string, guardUrl: string) =>
    run(process.execPath, ['--input-type=module-typescript', '--eval', code], {
      cwd: folder,
      env: { GUARD_URL: guardUrl },
    });

  /** @returns undefined where this machine has none. */
  const python3 = (code: string, env: Readonly<Record<string, string>>) =>
    run('python3', ['-c', code], {
      cwd: senders.folder,
      env: { PATH: process.env['PATH'], PYTHONDONTWRITEBYTECODE: '1', ...env },
    }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
  const refused = 'contact-guard 403: not the guard, but something before it answered';

  test.each([
    ['in README.md', './may-contact.mjs', () => readme],
    ['in TypeScript', './ask-guard.ts', () => senders],
  ])(
    '%s asks, repeats itself safely, says what is wrong with a question, and takes an unreachable guard for a no',
    async (_where, file, reader) => {
      const { folder, url } = reader();
      const { stdout, stderr } = await node(program(file), folder, url());
      const [answers = '', message] = stdout.split('\n');
      expect(JSON.parse(answers)).toEqual([true, true, false]);
      expect(message).toContain('purpose: ');
      expect(stderr).toContain('contact-guard 422: ');
      const alone = `import { mayContact } from '${file}'; console.log((await mayContact({})).reasons[0].code);`;
      expect((await node(alone, folder, 'http://127.0.0.1:1')).stdout.trim()).toBe('no-decision');
    },
  );

  test('says it where a proxy refuses in the place of the guard, in every language', async (context) => {
    const proxy = createServer((_request, response) => void response.writeHead(403).end('<h1>Forbidden</h1>'));
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    const { port } = proxy.address() as AddressInfo;
    try {
      for (const [folder, file] of [
        [readme.folder, './may-contact.mjs'],
        [senders.folder, './ask-guard.ts'],
      ] as const) {
        const code = `import { mayContact } from '${file}'; console.log((await mayContact({})).reasons[0].code);`;
        const { stdout, stderr } = await node(code, folder, `http://127.0.0.1:${port}`);
        expect([stdout.trim(), stderr.trim()]).toEqual(['not-asked', refused]);
      }
      const python = await python3('import ask_guard; print(ask_guard.may_contact({})["reasons"][0]["code"])', {
        GUARD_URL: `http://127.0.0.1:${port}`,
      });
      if (!python) return context.skip('this machine has no python3');
      expect([python.stdout.trim(), python.stderr.trim()]).toEqual(['not-asked', refused]);
    } finally {
      proxy.close();
    }
  });

  test('in TypeScript reports what became of a contact', async () => {
    const code = `
      import { mayContact, reportOutcome } from './ask-guard.ts';
      const question = { customerId: 'c-out', channel: 'email', purpose: 'marketing.newsletter', operationId: 'issue-47/c-out' };
      const { contactId } = await mayContact(question);
      await reportOutcome(contactId, 'failed');
      await reportOutcome('con_nobody', 'failed');
      console.log((await mayContact(question)).contactId !== contactId);`;
    const { stdout, stderr } = await node(code, senders.folder, senders.url());
    expect(stdout.trim()).toBe('true');
    expect(stderr).toContain('contact-guard 404: ');
  });

  test('in Python asks the same way', async (context) => {
    const code = `
import json, ask_guard
q = {"customerId": "c-py", "channel": "email", "purpose": "marketing.newsletter", "operationId": "issue-47/c-py"}
first, again = ask_guard.may_contact(q), ask_guard.may_contact(q)
wrong = ask_guard.may_contact({**q, "purpose": "unheard.of"})
print(wrong["reasons"][0]["message"])
ask_guard.GUARD_URL = "http://127.0.0.1:1"
print(json.dumps([first["allowed"], first["contactId"] == again["contactId"], wrong["allowed"], ask_guard.may_contact(q)["allowed"]]))`;
    const ran = await python3(code, { GUARD_URL: senders.url() });
    if (!ran) return context.skip('this machine has no python3');
    const [message, answers = ''] = ran.stdout.split('\n');
    expect(message).toContain('purpose: ');
    expect(ran.stderr).toContain('contact-guard 422: ');
    expect(JSON.parse(answers)).toEqual([true, true, false, false]);
  });
});

describe('tables that say what the code says', () => {
  test('docs/settings.md has every setting of src/config.ts, word for word', () => {
    const rows = pageOf('docs/settings.md')
      .text.split('\n')
      .filter((line) => line.startsWith('| `'));
    const wanted = settings.map(({ name, default: value, meaning, fromFile }) => {
      const names = fromFile ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
      return `| ${names} | ${value === '' ? '' : `\`${value}\``} | ${meaning} |`;
    });
    expect(rows).toEqual(wanted);
  });

  test('docs/api-keys.md has every scope', () => {
    const named = [...pageOf('docs/api-keys.md').text.matchAll(/^\| `([a-z:]+)` \|/gm)].map(([, scope]) => scope);
    expect(named).toEqual([...scopes]);
  });

  test('docs/reference/errors.md has every code with its status and title', () => {
    const rows = pageOf('docs/reference/errors.md')
      .text.split('\n')
      .flatMap((line) => {
        const [, code, status, title] = /^\| `([a-z-]+)` \| (\d{3}) \| ([^|]+) \|/.exec(line) ?? [];
        return code === undefined ? [] : [{ code, status: Number(status), title: title?.trim() }];
      });
    const byCode = (a: { code: string }, b: { code: string }) => a.code.localeCompare(b.code);
    const wanted = Object.entries(problems).map(([code, { status, title }]) => ({ code, status, title }));
    expect(rows.sort(byCode)).toEqual(wanted.sort(byCode));
  });

  test('docs/reference/errors.md has every reason of a denial', () => {
    const [, section = ''] = pageOf('docs/reference/errors.md').text.split('## Reasons of a denial');
    const named = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(named).toEqual([...reasonCodes]);
  });

  test('docs/adr/README.md lists every decision, by its title', () => {
    const files = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-.*\.md$/.test(name));
    const titles = files.map((name) => {
      const [title = ''] = readFileSync(join(root, 'docs/adr', name), 'utf8').split('\n');
      return `- [${title.replace(/^# /, '')}](${name})`;
    });
    const list = pageOf('docs/adr/README.md').text.split('\n');
    expect(files.length).toBeGreaterThan(0);
    expect(list.filter((line) => line.startsWith('- ['))).toEqual(titles);
  });
});

describe('every page', () => {
  /** Links to other places of the repository. */
  const linksOf = ({ name, text }: Page) =>
    [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, link = '']) => {
      if (/^[a-z]+:/.test(link)) return [];
      const [path = '', anchor] = link.split('#');
      const target = path === '' ? name : join(dirname(name), path);
      // A folder is read as GitHub shows it.
      const inside = join(target, 'README.md');
      return [{ link, target: existsSync(join(root, inside)) ? inside : target, anchor }];
    });

  test('links to what exists', () => {
    const broken = pages.flatMap((page) =>
      linksOf(page)
        .filter(({ target, anchor }) => {
          if (!existsSync(join(root, target))) return true;
          return anchor !== undefined && !anchorsOf(readFileSync(join(root, target), 'utf8')).includes(anchor);
        })
        .map(({ link }) => `${page.name}: ${link}`),
    );
    expect(broken).toEqual([]);
  });

  test('is reached from README.md', () => {
    const reached = new Set(['README.md']);
    for (const name of reached) {
      const page = pages.find((one) => one.name === name);
      for (const { target } of page ? linksOf(page) : []) reached.add(target);
    }
    expect(pages.map(({ name }) => name).filter((name) => !reached.has(name))).toEqual([]);
  });

  test('has no command that needs something put in by hand, and none that no test runs', () => {
    const run = ['test', 'run', 'serve', 'container', 'build'];
    const found = pages.flatMap(({ name, blocks }) =>
      blocks
        .filter(({ language }) => language === 'sh')
        .filter(({ flags, text }) => {
          const isRun = flags.some((flag) => run.includes(flag)) || ['npm start', 'npm test'].includes(text.trim());
          return !isRun || /<[A-Z][\w -]*>|…|\bcg_|\bYOUR/i.test(text);
        })
        .map(({ line }) => `${name}:${line}`),
    );
    expect(found).toEqual([]);
  });

  test('takes a new key into a variable, as `keys create --quiet` prints it', () => {
    const makers = pages.flatMap(({ blocks }) => blocks).filter(({ text }) => text.includes('keys create'));
    expect(makers.length).toBeGreaterThan(1);
    for (const { text } of makers) expect(text).toMatch(/KEY=\$\(.*keys create .*--quiet\)/);
  });

  test('reckons the dates in its commands, so that none of them passes', () => {
    const found = pages.flatMap(({ name, blocks }) =>
      blocks
        .filter(({ language, flags }) => language !== 'yaml' && flags.length > 0)
        .filter(({ text }) => /\b20\d\d-\d\d-\d\d/.test(text))
        .map(({ line }) => `${name}:${line}`),
    );
    expect(found).toEqual([]);
  });

  test('is short', () => {
    // What is not read from the top to the end: the whole of the inside, and every failure.
    const reference = ['docs/architecture.md', 'docs/failure-modes.md', 'docs/policy-language.md'];
    const long = pages.filter(({ name, text }) => text.split('\n').length > 200 && !reference.includes(name));
    expect(long.map(({ name }) => name)).toEqual([]);
  });

  test('README.md names no setting that is not used yet', () => {
    const unused = settings.filter(({ meaning }) => meaning.includes('not used yet')).map(({ name }) => name);
    expect(unused.filter((name) => pageOf('README.md').text.includes(name))).toEqual([]);
  });

  test('README.md says about how many packages are downloaded', () => {
    interface Locked {
      readonly packages: Readonly<Record<string, { dev?: true; optional?: true; devOptional?: true }>>;
    }
    const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Locked;
    const entries = Object.entries(packages).filter(([path]) => path !== '');
    const toRun = entries.filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional).length;
    const said = [...pageOf('README.md').text.matchAll(/(\d+) packages/g)].map(([, count]) => Number(count));
    expect(said).toHaveLength(2);
    expect(Math.abs((said[0] ?? 0) - toRun)).toBeLessThan(8);
    // Of the rest, some are for other platforms.
    expect(said[1] ?? 0).toBeGreaterThan((entries.length - toRun) * 0.6);
    expect(said[1] ?? 0).toBeLessThanOrEqual(entries.length - toRun);
  });

  test('names only files that exist', () => {
    const missing = pages.flatMap(({ name, text }) =>
      [...text.matchAll(/`((?:src|test|policies|scripts|bench|examples)\/[\w./-]+)`/g)]
        .filter(([, path = '']) => !existsSync(join(root, path)))
        .map(([, path]) => `${name}: ${path}`),
    );
    expect(missing).toEqual([]);
  });
});

/** As GitHub names headings. */
function anchorsOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
