/** The decision's script called as fast as Redis answers, one decision a call: commands written out beforehand, replies only counted. */
import { connect } from 'node:net';
import { Redis } from 'ioredis';
import { createHashes } from '../../src/identity/hashes.ts';
import { createKeys } from '../../src/store/redis/keys.ts';
import { customerId } from './customers.ts';
import { benchPepper, decideAs, openService, prefix, request } from './service.ts';

const hashes = createHashes(benchPepper);
const keys = createKeys(prefix);
const connections = 8;
const pipeline = 16;

/** Asked about where the command is captured, and by no round. */
const nobody = 9_999_999;

/** One command as it goes over the wire, with the places that name the customer: names of all customers are of one length. */
export interface Command {
  readonly bytes: Buffer;
  readonly names: readonly { readonly at: number; readonly name: keyof ReturnType<typeof namesOf> }[];
}

function namesOf(index: number) {
  const hash = hashes.customer(customerId(index));
  const { hot, cold } = keys.customer(hash);
  return { hot: Buffer.from(hot), cold: Buffer.from(cold), hash: Buffer.from(hash, 'latin1') };
}

/** @returns EVALSHA as the store sends it for one decision; the script is loaded on that server */
export async function captureCommand(storeUrl: string): Promise<Command> {
  const service = await openService({ storeUrl });
  const original = Redis.prototype.sendCommand;
  let seen: readonly (string | number | Buffer)[] | undefined;
  Redis.prototype.sendCommand = function (command, ...rest) {
    if (command.name === 'evalsha' && seen === undefined) seen = [...(command.args as (string | number | Buffer)[])];
    return original.call(this, command, ...rest);
  };
  // The first one teaches the store the names of purpose and caller.
  for (let time = 0; time < 2; time++) {
    seen = undefined;
    await decideAs('allowed', service, request(nobody));
  }
  Redis.prototype.sendCommand = original;
  await service.close();
  if (seen === undefined) throw new Error('bench: the store called no script');
  // The last argument is a deadline: these calls have none.
  const args = [...seen.slice(0, -1), String(Number.MAX_SAFE_INTEGER)];
  const bytes = Buffer.concat([Buffer.from(`*${args.length + 1}\r\n`), bulk('EVALSHA'), ...args.map(bulk)]);
  const names = Object.entries(namesOf(nobody)).flatMap(([name, text]) =>
    placesOf(bytes, text).map((at) => ({ at, name: name as keyof ReturnType<typeof namesOf> })),
  );
  return { bytes, names };
}

function placesOf(bytes: Buffer, text: Buffer): number[] {
  const places: number[] = [];
  for (let at = bytes.indexOf(text); at !== -1; at = bytes.indexOf(text, at + 1)) places.push(at);
  return places;
}

function bulk(value: string | number | Buffer): Buffer {
  const bytes = Buffer.isBuffer(value) ? value : Buffer.from(String(value));
  return Buffer.concat([Buffer.from(`$${bytes.length}\r\n`), bytes, Buffer.from('\r\n')]);
}

function commandFor(command: Command, index: number): Buffer {
  const bytes = Buffer.from(command.bytes);
  const names = namesOf(index);
  for (const { at, name } of command.names) names[name].copy(bytes, at);
  return bytes;
}

/**
 * Calls the script once for each customer, a multiple of the pipeline.
 * @returns calls a second @throws Error where it did not record the contact of one of those looked at
 */
export async function rawCalls(
  redis: { readonly port: number; readonly client: Redis },
  command: Command,
  customers: readonly number[],
): Promise<number> {
  if (customers.length % pipeline !== 0) throw new RangeError(`bench: the calls go out by ${pipeline}`);
  const batches: Buffer[] = [];
  for (let at = 0; at < customers.length; at += pipeline)
    batches.push(Buffer.concat(customers.slice(at, at + pipeline).map((index) => commandFor(command, index))));
  const records = customers.slice(0, 100).map((index) => namesOf(index).hot);
  const before = await redis.client.mgetBuffer(records);
  const startMs = performance.now();
  const lanes = Array.from({ length: connections }, (_, lane) => batches.filter((_, at) => at % connections === lane));
  await Promise.all(lanes.map((lane) => callAll(redis.port, lane)));
  const seconds = (performance.now() - startMs) / 1000;
  const after = await redis.client.mgetBuffer(records);
  if (after.some((record, place) => record === null || before[place]?.equals(record)))
    throw new Error('bench: the script did not allow');
  return customers.length / seconds;
}

/** One batch after the other on a connection of its own, the next when all replies to the last are there. */
function callAll(port: number, batches: readonly Buffer[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true);
    let next = 0;
    let wanted = 0;
    let unread: Buffer = Buffer.alloc(0);
    const write = (): void => {
      const batch = batches[next++];
      if (batch === undefined) {
        socket.destroy();
        resolve();
        return;
      }
      wanted = pipeline;
      socket.write(batch);
    };
    socket
      .on('error', reject)
      .on('connect', write)
      .on('data', (chunk: Buffer) => {
        unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
        let at = 0;
        for (let end = endOfReply(unread, 0); end !== undefined; end = endOfReply(unread, at)) {
          at = end;
          wanted--;
        }
        unread = unread.subarray(at);
        if (wanted === 0) write();
      });
  });
}

/** Where the reply that begins at `at` ends; undefined: there is more to come. */
function endOfReply(bytes: Buffer, at: number): number | undefined {
  const lineEnd = bytes.indexOf(10, at);
  if (lineEnd === -1) return undefined;
  const type = bytes[at];
  const isNumbered = type === 36 || type === 42;
  if (!isNumbered) return lineEnd + 1;
  const count = Number(bytes.toString('latin1', at + 1, lineEnd - 1));
  let end: number | undefined = lineEnd + 1;
  if (type === 36) {
    if (count >= 0) end += count + 2;
    return end <= bytes.length ? end : undefined;
  }
  for (let item = 0; item < count && end !== undefined; item++) end = endOfReply(bytes, end);
  return end;
}
