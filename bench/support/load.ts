/** As many requests as a server answers: wrk where it is on the PATH, else autocannon. */
import { execFile, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { addressOf, customerId, walk } from './service.ts';

export interface LoadOptions {
  readonly port: number;
  readonly seconds: number;
  readonly customers: number;
  /** The first customer's number. */
  readonly from?: number;
  readonly withAddress?: boolean;
}

const connections = 64;
const run = promisify(execFile);
const script = fileURLToPath(new URL('can-contact.lua', import.meta.url));
/** Requests sent to each port, by who the first customer is: the next round goes on where the last one ended, so that nobody reaches a cap early. */
const sent = new Map<string, number>();

/** Requests sent in all. */
export function requestsSent({ port, from = 0 }: Pick<LoadOptions, 'port' | 'from'>): number {
  return sent.get(`${port} ${from}`) ?? 0;
}

export const loadTool = spawnSync('wrk', ['-v']).error === undefined ? 'wrk' : 'autocannon';

/** @returns requests a second @throws Error where one was not answered with 200 */
export async function mostRequests(options: LoadOptions): Promise<number> {
  const first = requestsSent(options);
  const { requests, seconds } = await (loadTool === 'wrk' ? byWrk(options, first) : byAutocannon(options, first));
  sent.set(`${options.port} ${options.from ?? 0}`, first + requests);
  return requests / seconds;
}

const warmRequests = 40_000;
const longestWarmUpMs = 15_000;

/** A server is fast only once its code is compiled: as many requests for each, whatever it makes of a second. */
export async function warmUp(options: Omit<LoadOptions, 'seconds'>): Promise<void> {
  const startMs = performance.now();
  while (requestsSent(options) < warmRequests && performance.now() - startMs < longestWarmUpMs) {
    await mostRequests({ ...options, seconds: 2 });
  }
}

async function byWrk({ port, seconds, customers, from = 0, withAddress }: LoadOptions, first: number) {
  const args = ['-t1', `-c${connections}`, `-d${seconds}s`, '-s', script, `http://127.0.0.1:${port}/can-contact`];
  const { stdout } = await run('wrk', [
    ...args,
    '--',
    String(first),
    String(customers),
    String(from),
    withAddress ? 'address' : 'none',
  ]);
  const [, requests, time, unit] = /(\d+) requests in ([\d.]+)(ms|s|m),/.exec(stdout) ?? [];
  if (requests === undefined || /Non-2xx|Socket errors/.test(stdout)) throw new Error(`wrk on port ${port}: ${stdout}`);
  return { requests: Number(requests), seconds: Number(time) * (unit === 'ms' ? 0.001 : unit === 'm' ? 60 : 1) };
}

async function byAutocannon({ port, seconds, customers, from = 0, withAddress }: LoadOptions, first: number) {
  let step = first;
  const result = await autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        path: '/can-contact',
        headers: { 'content-type': 'application/json' },
        setupRequest(request) {
          const index = from + walk(customers, step++);
          const address = withAddress ? { address: addressOf(index) } : {};
          const body = { customerId: customerId(index), channel: 'email', purpose: 'marketing.promotions', ...address };
          return { ...request, body: JSON.stringify(body) };
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`autocannon on port ${port}: ${result.non2xx} refused, ${result.errors} errors`);
  return { requests: result.requests.total, seconds: result.duration };
}
