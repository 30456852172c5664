/** A PostgreSQL of the test's own: Debian's package, in a folder of its own, on a free port of this machine. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { canInstall, installFromDebian } from './debian.ts';
import { freePort } from './redis-process.ts';

export interface PostgresServer {
  readonly url: string;
  /** Ends it as a power cut would end the process; the data stays for `start`. */
  kill9(): Promise<void>;
  start(): Promise<void>;
  /** Silent, connections and all, until it is thawed. */
  freeze(): void;
  thaw(): void;
  query(text: string): Promise<Record<string, unknown>[]>;
  /** Ends it and removes its folder. */
  stop(): Promise<void>;
}

/** PostgreSQL refuses to run as root. */
const nobody = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

export async function startPostgres(): Promise<PostgresServer> {
  const bin = binFolder() ?? installed();
  const home = mkdtempSync(join(tmpdir(), 'contact-guard-postgres-'));
  const data = join(home, 'data');
  mkdirSync(data, { mode: 0o700 });
  if (nobody.uid !== undefined) for (const path of [home, data]) chownSync(path, nobody.uid, nobody.gid);
  const made = spawnSync(join(bin, 'initdb'), ['-A', 'trust', '-U', 'guard', '-E', 'UTF8', '--locale=C', '-D', data], {
    ...nobody,
    cwd: home,
    encoding: 'utf8',
  });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const url = `postgres://guard@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;

  const query = async (text: string): Promise<Record<string, unknown>[]> => {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
    try {
      await client.connect();
      return (await client.query(text)).rows as Record<string, unknown>[];
    } finally {
      await client.end().catch(() => {});
    }
  };
  const start = async (): Promise<void> => {
    // Those of a killed postmaster end by themselves; until then it does not start.
    for (let tries = 0; ; tries++) {
      server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', ''], {
        ...nobody,
        cwd: home,
        stdio: 'ignore',
      });
      for (let looks = 0; looks < 300 && server.exitCode === null; looks++) {
        if (
          await query('SELECT 1').then(
            () => true,
            () => false,
          )
        )
          return;
        await sleep(100);
      }
      if (tries > 20) throw new Error('PostgreSQL does not start');
      await sleep(200);
    }
  };
  const signalAll = (signal: NodeJS.Signals): void => {
    const pid = server?.pid;
    if (pid !== undefined) for (const one of [pid, ...childrenOf(pid)]) tryKill(one, signal);
  };
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (!server || server.exitCode !== null || server.signalCode !== null) return;
    const children = childrenOf(server.pid ?? 0);
    server.kill(signal);
    if (signal === 'SIGKILL') for (const child of children) tryKill(child, signal);
    await once(server, 'exit');
  };
  await start();
  return {
    url,
    start,
    query,
    freeze: () => signalAll('SIGSTOP'),
    thaw: () => signalAll('SIGCONT'),
    kill9: () => end('SIGKILL'),
    async stop() {
      await end('SIGQUIT');
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function tryKill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}

function childrenOf(pid: number): number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  } catch {
    return [];
  }
}

function binFolder(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  return [...versions.map((version) => join(debian, version, 'bin')), ...(process.env['PATH'] ?? '').split(':')].find(
    (folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')),
  );
}

function installed(): string {
  const missing = 'no PostgreSQL for the tests: put initdb and postgres on the PATH';
  if (!canInstall()) throw new Error(missing);
  installFromDebian('postgresql');
  const folder = binFolder();
  if (folder === undefined) throw new Error(missing);
  return folder;
}
