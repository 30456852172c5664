/** The decision's script called as fast as Redis answers: commands written out beforehand, replies only counted. */
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { createHashes } from '../../src/identity/hashes.ts';
import { createKeys } from '../../src/store/redis/keys.ts';
import { benchPepper, caller, customerId, openService, prefix, request } from './service.ts';

const connections = 8;
const pipeline = 16;

type Arguments = readonly (string | number | Buffer)[];

/** Sent for a customer that no round asks about. */
const nobody = 9_999_999;

/** @returns the arguments of EVALSHA as the store sends them for one decision; the script is loaded on that server */
export async function captureCommand(storeUrl: string): Promise<Arguments> {
  const service = await openService({ storeUrl });
  const original = Redis.prototype.sendCommand;
  let seen: Arguments | undefined;
  Redis.prototype.sendCommand = function (command, ...rest) {
    if (command.name === 'evalsha' && seen === undefined) seen = [...(command.args as Arguments)];
    return original.call(this, command, ...rest);
  };
  // The first one teaches the store the names of purpose and caller.
  for (let time = 0; time < 2; time++) {
    seen = undefined;
    await service.guard.decide(request(nobody), caller);
  }
  Redis.prototype.sendCommand = original;
  await service.close();
  if (seen === undefined) throw new Error('bench: the store called no script');
  // The last argument is a deadline: these calls have none.
  return [...seen.slice(0, -1), String(Number.MAX_SAFE_INTEGER)];
}

/** Calls the script once for each customer, a multiple of the pipeline. @returns calls a second */
export async function rawCalls(port: number, command: Arguments, customers: readonly number[]): Promise<number> {
  if (customers.length % pipeline !== 0) throw new RangeError(`bench: the calls go out by ${pipeline}`);
  const hashes = createHashes(benchPepper);
  const placeOf = createKeys(prefix).customer;
  const [sha = '', count = 1, , ...args] = command;
  const tail = args.map(bulk);
  const head = Buffer.concat([Buffer.from(`*${4 + args.length}\r\n`), bulk('EVALSHA'), bulk(sha), bulk(count)]);
  const batches: Buffer[] = [];
  for (let at = 0; at < customers.length; at += pipeline) {
    const some = customers.slice(at, at + pipeline);
    batches.push(
      Buffer.concat(some.flatMap((index) => [head, bulk(placeOf(hashes.customer(customerId(index))).hot), ...tail])),
    );
  }
  const lines = await linesOfReply(port, batches[0] as Buffer);
  const startMs = performance.now();
  await Promise.all(
    Array.from({ length: connections }, (_, lane) =>
      callAll(
        port,
        batches.filter((_, at) => at > 0 && at % connections === lane),
        lines,
      ),
    ),
  );
  return (customers.length - pipeline) / ((performance.now() - startMs) / 1000);
}

function bulk(value: string | number | Buffer): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]);
}

/** An allowed decision's reply is a list of numbers: as many lines for everybody. */
async function linesOfReply(port: number, batch: Buffer): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  socket.write(batch);
  const reply = await new Promise<string>((resolve) =>
    socket.once('data', (chunk: Buffer) => resolve(chunk.toString('latin1'))),
  );
  socket.destroy();
  if (!/^\*2\r\n:\d+\r\n\$\d+\r\n/.test(reply))
    throw new Error(`bench: the script did not allow: ${reply.slice(0, 80)}`);
  return 4;
}

function callAll(port: number, batches: readonly Buffer[], linesOfOne: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    let next = 0;
    let linesLeft = 0;
    const write = (): void => {
      const batch = batches[next++];
      if (batch === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      linesLeft = linesOfOne * pipeline;
      socket.write(batch);
    };
    socket
      .on('error', reject)
      .on('connect', write)
      .on('data', (chunk: Buffer) => {
        for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) linesLeft--;
        if (linesLeft === 0) write();
        else if (chunk.includes('*3\r\n:0\r\n')) reject(new Error('bench: the script did not allow'));
      });
  });
}
