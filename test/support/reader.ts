/**
 * A reader of a page: types its blocks in a folder that holds the page's files and the shipped policies, beside a running service.
 * Flags of a block: `file=NAME` is written first; `test` is run, and what it prints is compared with the block below; `run` is run, and must end well; `exit=1` says how it
 * ends instead; `serve` starts a service with the settings that it names, in the place of the one on that port; `stopped`: no service runs.
 * `container` and `build` are for test/containers/page.test.ts. What is set in one block (`KEY=…`) is known in the next ones.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { startService } from '../../src/start/start.ts';
import { type Block, flagOf, type Page, root, withoutVolatile } from './docs.ts';
import { inherited } from './inherited.ts';

const run = promisify(execFile);

export interface Reader {
  readonly folder: string;
  /** Of the service on the port that the pages name. */
  url(): string;
  /** Does what the block says. @returns what it printed. @throws Error where it ends otherwise than the page says. */
  follow(block: Block): Promise<string>;
  leave(): Promise<void>;
}

export interface ReaderOptions {
  /** Environment of the blocks and of services that they start. */
  readonly env?: Readonly<Record<string, string>>;
  /** Texts of a block that stand for something else here, such as a port that another process may hold. */
  readonly replace?: Readonly<Record<string, string>>;
}

interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

const firstPort = '8080';

export async function readerOf(page: Page, { env = {}, replace = {} }: ReaderOptions = {}): Promise<Reader> {
  const folder = mkdtempSync(join(tmpdir(), 'contact-guard-docs-'));
  cpSync(join(root, 'policies'), join(folder, 'policies'), { recursive: true });
  for (const block of page.blocks) {
    const name = flagOf(block, 'file');
    if (name === undefined) continue;
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), block.text);
  }
  const servers = new Map<string, Server>();
  const stop = async (port: string): Promise<void> => {
    await servers.get(port)?.stop();
    servers.delete(port);
  };
  // Pages that start the service themselves have it on a file in the folder; for the others memory will do.
  if (!page.blocks.some(({ flags }) => flags.includes('serve'))) servers.set(firstPort, await serviceInMemory(folder));

  const asHere = (text: string): string => {
    let here = text;
    for (const [port, { url }] of servers) here = here.replaceAll(`http://127.0.0.1:${port}`, url);
    for (const [there, ours] of Object.entries(replace)) here = here.replaceAll(there, ours);
    return here;
  };

  const shell = async (script: string, exitCode: number): Promise<string> => {
    const prelude = `npx() { shift; "${process.execPath}" "${join(root, 'src/cli/main.ts')}" "$@"; }
[ -f .variables ] && . ./.variables 2> /dev/null
trap 'declare -p > .variables' EXIT
set -e\n`;
    const guard = servers.get(firstPort)?.url;
    const settings = { ...inherited(), NO_COLOR: '1', ...env, ...(guard && { GUARD_URL: guard }) };
    const ended = await run('bash', ['--norc', '-c', prelude + asHere(script)], { cwd: folder, env: settings }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
      (error: { code?: number; stdout?: string; stderr?: string }) => ({ stdout: '', stderr: '', ...error }),
    );
    if (ended.code !== exitCode) throw new Error(`ended with ${ended.code}: ${ended.stdout}${ended.stderr}`);
    return ended.stdout;
  };

  return {
    folder,
    url: () => servers.get(firstPort)?.url ?? '',
    async follow(block) {
      if (block.flags.includes('stopped')) for (const port of [...servers.keys()]) await stop(port);
      if (!block.flags.includes('serve')) return await shell(block.text, Number(flagOf(block, 'exit') ?? 0));
      const settings = settingsOf(asHere(block.text));
      const port = settings['PORT'] ?? firstPort;
      await stop(port);
      servers.set(port, await serviceIn(folder, { ...env, ...settings }));
      return '';
    },
    async leave() {
      for (const port of [...servers.keys()]) await stop(port);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Follows the blocks of a page, or of a part of it, in their order, and compares what they print with what stands below them. */
export async function readBlocks(reader: Reader, page: Page, blocks: readonly Block[] = page.blocks): Promise<void> {
  for (const block of blocks) {
    if (!block.flags.some((flag) => ['test', 'run', 'serve'].includes(flag))) continue;
    const where = `${page.name}:${block.line}`;
    const printed = await reader.follow(block).catch((error: Error) => {
      throw new Error(`${where} ${error.message}`);
    });
    if (block.flags.includes('test')) compare(printed, page.blocks[page.blocks.indexOf(block) + 1], where);
  }
}

export function compare(printed: string, below: Block | undefined, where: string): void {
  if (below?.language === 'json') {
    const said = JSON.parse(withoutVolatile(printed)) as unknown;
    expect(said, where).toEqual(JSON.parse(withoutVolatile(below.text)));
  } else if (below?.language === 'text') expect(withoutVolatile(printed), where).toBe(withoutVolatile(below.text));
  else throw new Error(`${where}: no answer stands below`);
}

async function serviceInMemory(folder: string): Promise<Server> {
  return await startService({
    PORT: '0',
    STORE_URL: 'sqlite::memory:',
    POLICY_DIR: join(root, 'policies'),
    SPOOL_DIR: join(folder, 'spool'),
    LOG_LEVEL: 'silent',
  });
}

/** `NAME=value NAME=value npm start`. */
function settingsOf(line: string): Record<string, string> {
  const words = line.trim().split(/\s+/);
  if (words.splice(-2).join(' ') !== 'npm start')
    throw new Error(`a block that serves must end with npm start: ${line}`);
  return Object.fromEntries(words.map((word) => [word.slice(0, word.indexOf('=')), word.slice(word.indexOf('=') + 1)]));
}

/** As a process of its own in the folder; on a free port of this machine alone, whatever the page says. */
async function serviceIn(folder: string, settings: Readonly<Record<string, string>>): Promise<Server> {
  const env = { ...inherited(), ...settings, PORT: '0', HOST: '127.0.0.1' };
  const child = spawn(process.execPath, [join(root, 'src/main.ts')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout });
  const url = await new Promise<string>((resolve, reject) => {
    lines.on('line', (line) => {
      const { event, url: said } = JSON.parse(line) as { event?: string; url?: string };
      if (event === 'service.started' && said !== undefined) resolve(said);
    });
    void ended.then(() => reject(new Error(`the service did not start: ${errors}`)));
  });
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
