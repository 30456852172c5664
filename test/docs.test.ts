/**
 * The documentation is true: README's commands are run as they stand against a service, and their answers compared; settings and error codes are
 * the code's own; links and named files exist. Blocks are marked behind their language: `sh test` is run, `file=NAME` is written first.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scopes } from '../src/auth/scopes.ts';
import { settings } from '../src/config.ts';
import { problems } from '../src/errors.ts';
import { type RunningService, startService } from '../src/start.ts';
import { reasonCodes } from '../src/vocabulary.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const run = promisify(execFile);

interface Block {
  readonly language: string;
  readonly flags: readonly string[];
  readonly line: number;
  readonly text: string;
}

function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
  let open: { language: string; flags: string[]; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    if (!line.startsWith('```')) open?.lines.push(line);
    else if (open) {
      blocks.push({ ...open, text: `${open.lines.join('\n')}\n` });
      open = undefined;
    } else {
      const [language = '', ...flags] = line.slice(3).trim().split(' ');
      open = { language, flags, line: index + 1, lines: [] };
    }
  }
  return blocks;
}

function flagOf({ flags }: Block, name: string): string | undefined {
  return flags.find((flag) => flag.startsWith(`${name}=`))?.slice(name.length + 1);
}

const tomorrow = () => new Date(Date.now() + 86_400_000).toISOString();
const yesterday = () => new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);

/** What differs from run to run: identifiers, keys, hashes, instants, speed. */
function withoutVolatile(text: string): string {
  return text
    .replace(/sha256:[0-9a-f]{64}/g, '<revision>')
    .replace(/cg_[0-9a-f]{12}_[0-9a-f]{64}/g, '<key>')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, '<instant>')
    .replace(/\(\d[\d,]* rows a second\)/g, '(<speed>)')
    .replace(/"(\w*Id|\w*Hash)":\s*"[\w-]{14,22}"/g, '"$1":"<id>"')
    .trim();
}

describe('README', () => {
  const blocks = blocksOf(readme);
  const runnable = blocks.filter(({ language, flags }) => language === 'sh' && flags.includes('test'));
  let service: RunningService;
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'contact-guard-docs-'));
    cpSync(join(root, 'policies'), join(folder, 'policies'), { recursive: true });
    for (const block of blocks) {
      const name = flagOf(block, 'file');
      if (name === undefined) continue;
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      // History may be 400 days old, README older.
      writeFileSync(
        join(folder, name),
        name.endsWith('.csv') ? block.text.replace(/\d{4}-\d\d-\d\d(?=T)/g, yesterday()) : block.text,
      );
    }
    const env = {
      PORT: '0',
      STORE_URL: 'sqlite::memory:',
      POLICY_DIR: join(root, 'policies'),
      SPOOL_DIR: join(folder, 'spool'),
      LOG_LEVEL: 'silent',
    };
    service = await startService(env);
  });
  afterAll(async () => {
    await service?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const shell = async (script: string, exitCode: number): Promise<string> => {
    const asThere = script
      .replaceAll('http://127.0.0.1:8080', service.url)
      .replace(/"(confirmBy|expiresAt)": "[^"]+"/g, (_all, name) => `"${name}": "${tomorrow()}"`);
    const prelude = `set -e\nnpx() { shift; "${process.execPath}" "${join(root, 'src/cli/main.ts')}" "$@"; }\n`;
    const env = { PATH: process.env['PATH'], GUARD_URL: service.url, NO_COLOR: '1' };
    try {
      const { stdout } = await run('bash', ['-c', prelude + asThere], { cwd: folder, env });
      expect(exitCode).toBe(0);
      return stdout;
    } catch (error) {
      const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string };
      if (code !== exitCode) throw new Error(`ended with ${code}: ${stdout}${stderr}`, { cause: error });
      return stdout ?? '';
    }
  };

  test('its commands give the answers that stand below them', { timeout: 240_000 }, async () => {
    expect(runnable.length).toBeGreaterThan(12);
    for (const block of runnable) {
      const printed = await shell(block.text, Number(flagOf(block, 'exit') ?? 0));
      const below = blocks[blocks.indexOf(block) + 1];
      const where = `README.md:${block.line}`;
      if (below?.language === 'json') {
        const said = JSON.parse(withoutVolatile(printed)) as unknown;
        expect(said, where).toEqual(JSON.parse(withoutVolatile(below.text)));
      } else if (below?.language === 'text') expect(withoutVolatile(printed), where).toBe(withoutVolatile(below.text));
      else throw new Error(`${where}: no answer stands below`);
    }
  });

  test('its TypeScript asks, repeats itself safely, and takes an unreachable guard for a no', async () => {
    const program = `
      import { mayContact, reportOutcome } from '${join(folder, 'ask-guard.ts')}';
      const question = { customerId: 'c-ts', channel: 'email', purpose: 'marketing.newsletter', operationId: 'issue-47/c-ts' };
      const first = await mayContact(question);
      const again = await mayContact(question);
      await reportOutcome(first.contactId, 'sent');
      const wrong = await mayContact({ ...question, purpose: 'unheard.of' });
      console.log(JSON.stringify([first.allowed, first.contactId === again.contactId, wrong.reasons[0].code]));`;
    const ask = (url: string) =>
      run(process.execPath, ['--input-type=module-typescript', '--eval', program], {
        cwd: folder,
        env: { GUARD_URL: url },
      });
    expect(JSON.parse((await ask(service.url)).stdout)).toEqual([true, true, 'no-decision']);
    const alone = "import { mayContact } from './ask-guard.ts'; console.log((await mayContact({})).allowed);";
    const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '--eval', alone], {
      cwd: folder,
      env: { GUARD_URL: 'http://127.0.0.1:1' },
    });
    expect(stdout.trim()).toBe('false');
  });

  test('its Python asks the same way', async (context) => {
    const program = `
import json, ask_guard
q = {"customerId": "c-py", "channel": "email", "purpose": "marketing.newsletter", "operationId": "issue-47/c-py"}
first, again = ask_guard.may_contact(q), ask_guard.may_contact(q)
wrong = ask_guard.may_contact({**q, "purpose": "unheard.of"})
ask_guard.GUARD_URL = "http://127.0.0.1:1"
print(json.dumps([first["allowed"], first["contactId"] == again["contactId"], wrong["allowed"], ask_guard.may_contact(q)["allowed"]]))`;
    const env = { PATH: process.env['PATH'], GUARD_URL: service.url, PYTHONDONTWRITEBYTECODE: '1' };
    const ran = await run('python3', ['-c', program], { cwd: folder, env }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    });
    if (!ran) return context.skip('this machine has no python3');
    expect(JSON.parse(ran.stdout)).toEqual([true, true, false, false]);
  });

  test('its table of settings is the one in src/config.ts', () => {
    const table = /<!-- settings[\s\S]*?<!-- \/settings -->/.exec(readme)?.[0] ?? '';
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const wanted = settings.map(({ name, default: value, meaning, fromFile }) => {
      const names = fromFile ? `\`${name}\`, \`${name}_FILE\`` : `\`${name}\``;
      return `| ${names} | ${value === '' ? '' : `\`${value}\``} | ${meaning} |`;
    });
    expect(rows).toEqual(wanted);
  });

  test('its table of scopes names every one', () => {
    const [, section = ''] = readme.split('## Keys and scopes');
    const named = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([a-z:]+)` \|/gm)].map(([, scope]) => scope);
    expect(named).toEqual([...scopes]);
  });
});

describe('every page', () => {
  const pages = ['README.md', 'CHANGELOG.md', ...markdownUnder('docs')];

  test('links to what exists', () => {
    const broken: string[] = [];
    for (const page of pages) {
      const text = withoutCode(readFileSync(join(root, page), 'utf8'));
      for (const [, link = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^[a-z]+:/.test(link)) continue;
        const [path = '', anchor] = link.split('#');
        const target = path === '' ? join(root, page) : join(root, dirname(page), path);
        if (!existsSync(target)) broken.push(`${page}: ${link}`);
        else if (anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor))
          broken.push(`${page}: ${link}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test('names only files that exist', () => {
    const missing: string[] = [];
    for (const page of pages) {
      for (const [, path = ''] of readFileSync(join(root, page), 'utf8').matchAll(
        /`((?:src|test|policies|scripts|bench|examples)\/[\w./-]+)`/g,
      )) {
        if (!existsSync(join(root, path))) missing.push(`${page}: ${path}`);
      }
    }
    expect(missing).toEqual([]);
  });

  test('docs/adr/README.md lists every decision, by its title', () => {
    const list = readFileSync(join(root, 'docs/adr/README.md'), 'utf8');
    const files = readdirSync(join(root, 'docs/adr')).filter((name) => /^\d{4}-.*\.md$/.test(name));
    const titles = files.map((name) => {
      const [title = ''] = readFileSync(join(root, 'docs/adr', name), 'utf8').split('\n');
      return `- [${title.replace(/^# /, '')}](${name})`;
    });
    expect(files.length).toBeGreaterThan(0);
    expect(list.split('\n').filter((line) => line.startsWith('- ['))).toEqual(titles);
  });

  test('docs/reference/errors.md has every code with its status and title', () => {
    const rows = readFileSync(join(root, 'docs/reference/errors.md'), 'utf8')
      .split('\n')
      .flatMap((line) => {
        const [, code, status, title] = /^\| `([a-z-]+)` \| (\d{3}) \| ([^|]+) \|/.exec(line) ?? [];
        return code === undefined ? [] : [{ code, status: Number(status), title: title?.trim() }];
      });
    const byCode = (a: { code: string }, b: { code: string }) => a.code.localeCompare(b.code);
    const wanted = Object.entries(problems).map(([code, { status, title }]) => ({ code, status, title }));
    expect(rows.sort(byCode)).toEqual(wanted.sort(byCode));
  });

  test('docs/reference/errors.md has every reason of a denial', () => {
    const [, section = ''] = readFileSync(join(root, 'docs/reference/errors.md'), 'utf8').split(
      '## Reasons of a denial',
    );
    const named = [...section.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, code]) => code);
    expect(named).toEqual([...reasonCodes]);
  });
});

function markdownUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

function withoutCode(markdown: string): string {
  return markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
}

/** As GitHub names headings. */
function anchorsOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );
}
