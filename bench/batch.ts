/** Decisions a second of an NDJSON stream with whole answers, against the same script called by a client that does nothing else. */
import { request as httpRequest } from 'node:http';
import { type Server, startServer } from './support/child.ts';
import { walk } from './support/customers.ts';
import { captureCommand, rawCalls } from './support/evalsha.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { requireNoDenials, startBenchRedis } from './support/redis.ts';
import { olderContacts, request, seed } from './support/service.ts';

const customers = 200_000;
/** A multiple of the pipeline of the bare client. */
const lines = 44_800;

export const batch: Bench = {
  name: 'batch',
  async run() {
    const redis = await startBenchRedis();
    const raw = await startBenchRedis();
    for (const one of [redis, raw]) await seed(one, { customers, agoMs: olderContacts });
    const guard = await startServer('guard.ts', { STORE_URL: redis.url });
    const command = await captureCommand(raw.url);
    const next = { stream: 0, raw: 0 };
    const steps = (side: keyof typeof next) => Array.from({ length: lines }, () => walk(customers, next[side]++));
    try {
      await stream(guard, steps('stream').slice(0, 20_000));
      await rawCalls(raw, command, steps('raw').slice(0, 20_000));
      const rounds = await inTurns(5, {
        NDJSON: () => stream(guard, steps('stream')),
        EVALSHA: () => rawCalls(raw, command, steps('raw')),
      });
      await requireNoDenials(redis.client);
      const what =
        'NDJSON stream with whole answers / the same script by a bare client, 8 connections with 16 calls each under way';
      return [ratio({ name: 'batch', what, goal: { atLeast: 0.5 } }, rounds, 'NDJSON', 'EVALSHA')];
    } finally {
      await guard.stop();
      await Promise.all([redis.stop(), raw.stop()]);
    }
  },
};

/** @returns decisions a second of one stream */
function stream({ port }: Server, steps: readonly number[]): Promise<number> {
  const body = Buffer.from(
    steps.map((index) => `${JSON.stringify({ ...request(index), mode: undefined })}\n`).join(''),
  );
  return new Promise((resolve, reject) => {
    const startMs = performance.now();
    const headers = { 'content-type': 'application/x-ndjson', 'content-length': body.length };
    const asked = httpRequest(
      { port, host: '127.0.0.1', method: 'POST', path: '/can-contact/batch', headers },
      (response) => {
        let answered = 0;
        response.on('data', (chunk: Buffer) => {
          for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) answered++;
        });
        response.on('end', () => {
          if (answered === steps.length) resolve(answered / ((performance.now() - startMs) / 1000));
          else reject(new Error(`batch: ${answered} answers to ${steps.length} lines`));
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
}
