import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Runs the server under a shell that reads from a pipe to the test process. However that process ends, kill -9 included, the pipe
 * closes, and the shell ends the server it started and removes its folder. Prints the server's process id.
 */
const supervisor = `
exec 3<&0
"$@" </dev/null 3<&- >>"$SERVER_LOG" 2>&1 &
server=$!
(read -r _ <&3; trap '' TERM; kill -9 "$server"; [ -z "$SERVER_SCRATCH" ] || rm -rf "$SERVER_SCRATCH") >/dev/null 2>&1 &
watch=$!
exec 3<&-
echo "$server"
wait "$server" 2>/dev/null; code=$?
kill -TERM "$watch" 2>/dev/null
exit "$code"
`;

export interface RedisProcessOptions {
  readonly appendfsync?: 'always' | 'everysec' | 'no';
  /** Data folder, kept after `stop`; absent: one of its own, removed. */
  readonly dir?: string;
  readonly port?: number;
  /** More server options, such as `['--maxmemory', '50mb']`; a later one replaces an earlier one. */
  readonly args?: readonly string[];
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  /** Process id; a new one after each `restart`. */
  readonly pid: number;
  /** Ends it in order; its own folder is removed. Does nothing where it is not running. */
  stop(): Promise<void>;
  /** Ends it as a power cut would end the process; the data folder stays for `restart`. */
  kill9(): Promise<void>;
  /** Starts it again on the same port and data, after `kill9` or while it runs; resolves when it answers. */
  restart(): Promise<void>;
  /** Freezes it (SIGSTOP): connections stay open and nothing answers. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** The options every test server gets: durable, never evicting, reachable from this machine only. */
export function serverArguments(port: number, options: RedisProcessOptions): string[] {
  return [
    ...[
      '--port',
      String(port),
      '--save',
      '',
      '--appendonly',
      'yes',
      '--appendfsync',
      options.appendfsync ?? 'everysec',
    ],
    ...['--maxmemory-policy', 'noeviction', ...(options.args ?? [])],
  ];
}

export async function startRedisProcess(binary: string, options: RedisProcessOptions): Promise<RedisServer> {
  const attempts = options.port === undefined ? 5 : 1;
  for (let attempt = 1; ; attempt += 1) {
    const server = createRedisProcess(binary, options.port ?? (await freePort()), options);
    try {
      await server.restart();
      return server;
    } catch (error) {
      await server.stop();
      // Another process may have taken the port between the look and the start.
      if (attempt === attempts || !String(error).includes('Address already in use')) throw error;
    }
  }
}

function createRedisProcess(binary: string, port: number, options: RedisProcessOptions): RedisServer {
  const scratch = options.dir === undefined ? mkdtempSync(join(tmpdir(), 'contact-guard-redis-')) : undefined;
  const dir = options.dir ?? scratch ?? '.';
  const log = join(dir, 'server.log');
  const args = ['--bind', '127.0.0.1', '--dir', dir, ...serverArguments(port, options)];
  const removeScratch = () => {
    if (scratch !== undefined) rmSync(scratch, { recursive: true, force: true });
  };
  let running: { readonly shell: ChildProcess; readonly pid: number; readonly ended: Promise<unknown> } | undefined;

  const start = async () => {
    const shell = spawn('sh', ['-c', supervisor, 'sh', binary, ...args], {
      detached: true,
      stdio: ['pipe', 'pipe', 'ignore'],
      env: { ...process.env, SERVER_LOG: log, SERVER_SCRATCH: scratch ?? '' },
    });
    const ended = once(shell, 'exit');
    const [said] = (await once(shell.stdout, 'data')) as [Buffer];
    running = { shell, pid: Number(said.toString()), ended };
    process.removeListener('exit', removeScratch);
    process.once('exit', removeScratch);
    for (const part of [shell, shell.stdin, shell.stdout]) (part as unknown as { unref(): void }).unref();
    const over = { yet: false };
    void ended.then(() => {
      over.yet = true;
    });
    await untilItAnswers(port, () => over.yet, log);
  };
  const end = async (signal: 'SIGTERM' | 'SIGKILL') => {
    if (running === undefined) return;
    const { shell, pid, ended } = running;
    running = undefined;
    shell.ref();
    if (shell.exitCode === null && shell.signalCode === null) {
      tell(pid, signal);
      // A frozen server takes a SIGTERM only once it runs again.
      if (signal === 'SIGTERM') tell(pid, 'SIGCONT');
      // One that is writing its first append-only file, as after a synchronisation, refuses to stop in order.
      const insist = setTimeout(() => tell(pid, 'SIGKILL'), 3000);
      await ended;
      clearTimeout(insist);
    }
    shell.stdin?.destroy();
  };
  const signal = async (name: 'SIGSTOP' | 'SIGCONT') => {
    if (running === undefined) throw new Error('the server is not running');
    process.kill(running.pid, name);
  };

  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    get pid() {
      return running?.pid ?? Number.NaN;
    },
    stop: async () => {
      await end('SIGTERM');
      process.removeListener('exit', removeScratch);
      removeScratch();
    },
    kill9: () => end('SIGKILL'),
    restart: async () => {
      await end('SIGTERM');
      await start();
    },
    pause: () => signal('SIGSTOP'),
    resume: () => signal('SIGCONT'),
  };
}

/** One that has just ended by itself needs no signal any more. */
function tell(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** Below the range the system gives to outgoing connections, and with the cluster bus port (10,000 above) free as well. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 12_000 + Math.floor(Math.random() * 10_000);
    if ((await isFree(port)) && (await isFree(port + 10_000))) return port;
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

async function untilItAnswers(port: number, isOver: () => boolean, log: string): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  while (!isOver() && performance.now() < deadlineMs) {
    if (await answersPing('127.0.0.1', port)) return;
    await sleep(10);
  }
  const said = readFileSync(log, 'utf8').trimEnd().split('\n').slice(-8).join('\n');
  throw new Error(
    `the test's Redis on port ${port} ${isOver() ? 'ended at once' : 'did not answer within a minute'}:\n${said}`,
  );
}

/** False while it loads its data, too. */
export function answersPing(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, host, () => socket.write('PING\r\n'));
    const answer = (isUp: boolean) => {
      socket.destroy();
      resolve(isUp);
    };
    socket.setTimeout(10_000, () => answer(false));
    socket.once('error', () => answer(false));
    socket.once('end', () => answer(false));
    socket.once('data', (data) => answer(data.toString().startsWith('+PONG')));
  });
}
