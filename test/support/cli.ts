/** The command line as a process of its own, in a folder of its own. */
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inherited } from './inherited.ts';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
const shippedPolicies = fileURLToPath(new URL('../../policies', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves with the first line of standard output for which `wanted` holds. */
  line(wanted: (line: string) => boolean): Promise<string>;
}

export interface Cli {
  readonly dir: string;
  /** The settings, for parts that are run in this process. */
  readonly env: Readonly<Record<string, string>>;
  path(name: string): string;
  /** Runs to the end. */
  run(...args: string[]): Promise<Ended>;
  /** Runs to the end with `input` on standard input. */
  feed(input: string, ...args: string[]): Promise<Ended>;
  start(...args: string[]): Running;
  /** Settings of every later run. */
  set(env: Record<string, string>): void;
  remove(): void;
}

/** With a store and the shipped policies of its own; no service answers where it looks for one. */
export function createCli(): Cli {
  const dir = mkdtempSync(join(tmpdir(), 'contact-guard-cli-'));
  const policies = join(dir, 'policies');
  mkdirSync(policies);
  cpSync(shippedPolicies, policies, { recursive: true });
  const env: Record<string, string> = {
    STORE_URL: `sqlite:${join(dir, 'guard.db')}`,
    POLICY_DIR: policies,
    SPOOL_DIR: join(dir, 'spool'),
    PORT: '9',
  };

  const start = (args: readonly string[], input?: string): Running => {
    const child = spawn(process.execPath, [main, ...args], {
      cwd: dir,
      env: { ...inherited(), ...env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    const watchers = new Set<() => void>();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      for (const watcher of watchers) watcher();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code, signal, out, err }));
    });
    return {
      pid: child.pid ?? Number.NaN,
      ended,
      kill: (signal) => child.kill(signal),
      line: (wanted) =>
        new Promise((resolve, reject) => {
          const look = (): void => {
            const found = out.split('\n').slice(0, -1).find(wanted);
            if (found === undefined) return;
            watchers.delete(look);
            resolve(found);
          };
          watchers.add(look);
          look();
          void ended.then(() => reject(new Error(`ended without that line:\n${out}${err}`)));
        }),
    };
  };

  return {
    dir,
    env,
    path: (name) => join(dir, name),
    run: (...args) => start(args).ended,
    feed: (input, ...args) => start(args, input).ended,
    start: (...args) => start(args),
    set: (more) => void Object.assign(env, more),
    remove: () => rmSync(dir, { recursive: true, force: true }),
  };
}
