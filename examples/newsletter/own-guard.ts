/** Starts the guard as a process of its own, on a free port and with a store that is thrown away. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface OwnGuard {
  readonly url: string;
  /** @throws where it does not end in order */
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../', import.meta.url));
const startWithinMs = 30_000;

/** @param folder for its files; the caller removes it. @param settings beside those that a guard of one's own needs */
export async function startOwnGuard(
  folder: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<OwnGuard> {
  const env = {
    PATH: process.env['PATH'],
    NODE_OPTIONS: process.env['NODE_OPTIONS'],
    PORT: '0',
    STORE_URL: `sqlite:${join(folder, 'guard.db')}`,
    SPOOL_DIR: join(folder, 'spool'),
    POLICY_DIR: join(root, 'policies'),
    ...settings,
  };
  const child = spawn(process.execPath, [join(root, 'src/main.ts')], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit');
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  const complaint = text(child.stderr);

  const url = await new Promise<string>((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`the guard did not start within ${startWithinMs / 1000} s`)),
      startWithinMs,
    );
    // Also reads on afterwards: each block is a line of its log, and a full pipe would stop it.
    createInterface(child.stdout).on('line', (line) => {
      if (!line.includes('"service.started"')) return;
      clearTimeout(late);
      resolve((JSON.parse(line) as { url: string }).url);
    });
    child.once('exit', async () => reject(new Error(`the guard did not start: ${await complaint}`)));
  }).catch((error: unknown) => {
    kill();
    throw error;
  });

  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await exited;
      process.removeListener('exit', kill);
      if (code !== 0) throw new Error(`the guard ended with ${code}: ${await complaint}`);
    },
  };
}
