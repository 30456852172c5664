/** Servers and load generators run in processes of their own: what is measured shares no event loop with what measures. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export interface Child {
  readonly process: ChildProcess;
  stop(): Promise<void>;
}

export interface Server extends Child {
  readonly port: number;
}

/** @param file relative to bench/ @returns the child and the first message that it sends */
export async function startChild<T>(file: string, env: Readonly<Record<string, string>>): Promise<Child & { said: T }> {
  const child = fork(fileURLToPath(new URL(`../${file}`, import.meta.url)), [], {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    execArgv: process.env['BENCH_NODE_OPTIONS']?.split(' ') ?? [],
    serialization: 'advanced',
  });
  const exited = once(child, 'exit');
  const died = exited.then(([code]) => Promise.reject(new Error(`bench/${file} ended with ${code}`)));
  died.catch(() => {});
  const [said] = (await Promise.race([once(child, 'message'), died])) as [T];
  return {
    process: child,
    said,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.disconnect();
      child.kill('SIGTERM');
      await exited;
    },
  };
}

export async function startServer(file: string, env: Readonly<Record<string, string>> = {}): Promise<Server> {
  const { said, ...child } = await startChild<{ port: number }>(`servers/${file}`, env);
  return { ...child, port: said.port };
}

/** In the child: tells the parent, and ends with it. */
export function tellParent(message: unknown): void {
  process.send?.(message);
  process.on('disconnect', () => process.exit(0));
}
