/** Streams of lines keep the embedded store busy without end; whoever asks one thing beside them is answered as ever. */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { createCli } from '../support/cli.ts';

const streams = 4;
const customers = 20_000;
const rounds = 20;

async function* lines(stream: number, signal: AbortSignal): AsyncGenerator<string> {
  for (let at = 0; !signal.aborted; ) {
    let chunk = '';
    for (const end = at + 200; at < end; at++) {
      const customerId = `c${(at * streams + stream) % customers}`;
      chunk += `${JSON.stringify({ customerId, channel: 'email', purpose: 'service.account', operationId: `${stream}-${at}` })}\n`;
    }
    yield chunk;
  }
}

test('beside four streams of lines a check, a decision and a look-up are answered soon, and none degraded', async ({
  onTestFinished,
}) => {
  const cli = createCli();
  onTestFinished(() => cli.remove());
  cli.set({ PORT: '0' });
  const running = cli.start('serve');
  onTestFinished(async () => {
    running.kill('SIGKILL');
    await running.ended;
  });
  const { url } = JSON.parse(await running.line((line) => line.includes('"service.started"'))) as { url: string };

  const stop = new AbortController();
  let answers = 0;
  const stream = async (number: number): Promise<void> => {
    const response = await fetch(`${url}/can-contact/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: Readable.toWeb(Readable.from(lines(number, stop.signal))) as ReadableStream,
      duplex: 'half',
      signal: stop.signal,
    });
    for await (const chunk of response.body ?? []) answers += Buffer.from(chunk).toString().split('\n').length - 1;
  };
  const streaming = Promise.allSettled(Array.from({ length: streams }, (_, number) => stream(number)));

  const ask = async (mode: 'check' | 'reserve') => {
    const body = JSON.stringify({ customerId: 'one', channel: 'sms', purpose: 'service.account', mode });
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${url}/can-contact`, { method: 'POST', body, headers });
    expect(await response.json(), mode).toMatchObject({ degraded: false });
  };
  const lookUp = async () => {
    const response = await fetch(`${url}/suppressions?customerId=one`);
    expect([response.status, await response.json()]).toEqual([200, { suppressions: [] }]);
  };
  const questions = { check: () => ask('check'), reserve: () => ask('reserve'), suppressions: lookUp };
  const taken = new Map<string, number[]>();
  while (answers < 1000) await sleep(50);
  for (let round = 0; round < rounds; round++) {
    for (const [what, question] of Object.entries(questions)) {
      const begun = performance.now();
      await question();
      taken.set(what, [...(taken.get(what) ?? []), performance.now() - begun]);
    }
  }
  const before = answers;
  while (answers === before) await sleep(10);
  stop.abort();
  await streaming;
  for (const [what, times] of taken) {
    times.sort((a, b) => a - b);
    expect(times[rounds / 2], `${what} at the median`).toBeLessThan(250);
    expect(times.at(-1), `${what} at the slowest`).toBeLessThan(1000);
  }
});
