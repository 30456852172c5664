/** As many requests as a server answers, from a process of its own (closed-loop.ts). */
import { startChild } from './child.ts';
import type { LoadResult } from './closed-loop.ts';
import { isQuick } from './figure.ts';
import type { Asked } from './requests.ts';

export interface LoadOptions extends Asked {
  readonly port: number;
  readonly seconds: number;
}

/** Requests sent to each port, by who the first customer is: the next round goes on where the last one ended, so that nobody reaches a cap early. */
const sent = new Map<string, number>();

/** Requests sent in all. */
export function requestsSent({ port, from = 0 }: Pick<LoadOptions, 'port' | 'from'>): number {
  return sent.get(`${port} ${from}`) ?? 0;
}

/** @returns requests a second @throws Error where one was not answered with 200 */
export async function mostRequests(options: LoadOptions): Promise<number> {
  const { port, seconds, customers, from = 0, withAddress = false } = options;
  const first = requestsSent(options);
  const { said, stop } = await startChild<LoadResult>('support/closed-loop.ts', {
    PORT: String(port),
    SECONDS: String(isQuick() ? 1 : seconds),
    FIRST: String(first),
    CUSTOMERS: String(customers),
    FROM: String(from),
    ADDRESS: withAddress ? 'yes' : 'no',
  });
  await stop();
  if (said.failed > 0) throw new Error(`bench: ${said.failed} requests on port ${port} were not answered with 200`);
  sent.set(`${port} ${from}`, first + said.requests);
  return said.requests / said.seconds;
}

const warmRequests = 40_000;
const longestWarmUpMs = 15_000;

/** A server is fast only once its code is compiled: as many requests for each, whatever it makes of a second. */
export async function warmUp(options: Omit<LoadOptions, 'seconds'>): Promise<void> {
  const startMs = performance.now();
  while (requestsSent(options) < (isQuick() ? 1 : warmRequests) && performance.now() - startMs < longestWarmUpMs) {
    await mostRequests({ ...options, seconds: 2 });
  }
}
