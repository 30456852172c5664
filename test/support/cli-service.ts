/** A service in this process, on the store and with the policies of a command line (cli.ts). */
import { type RunningService, startService } from '../../src/start/start.ts';
import type { Cli } from './cli.ts';

export function startServiceOf(cli: Cli, env: Readonly<Record<string, string>> = {}): Promise<RunningService> {
  return startService({ ...cli.env, PORT: '0', LOG_LEVEL: 'silent', ...env });
}
