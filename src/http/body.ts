/** Request bodies: counted as they arrive, bounded in size and time, whole or as a stream of chunks. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Context } from 'hono';
import { Problem } from '../errors.ts';
import type { PlainRequest } from './plain-request.ts';
import { ClientGone } from './problem.ts';

export const maxRequestBytes = 64 * 1024;
export const maxBatchBytes = 1024 * 1024;
/** An ordinary body that is not whole by then is given up. */
const bodyTimeoutMs = 5000;

/** Where a request arrives: Node's own message, absent where the app is asked without a server. */
export interface NodeBindings {
  readonly incoming?: IncomingMessage;
  readonly outgoing?: ServerResponse;
}

export type HttpContext = Context<{ Bindings: NodeBindings }>;

/** What is read of a request: of Hono's context, or, where no router is asked, of Node's message (direct.ts) or of the bytes (plain-connections.ts). */
export interface Arrived {
  readonly env?: NodeBindings;
  readonly req?: HttpContext['req'];
  readonly plain?: PlainRequest;
}

/** A header of the request; names in lower case. */
export function header(c: Arrived, name: string): string | undefined {
  if (c.plain !== undefined) return c.plain.headers.get(name);
  const incoming = c.env?.incoming;
  if (incoming === undefined) return c.req?.header(name);
  const value = incoming.headers[name];
  return typeof value === 'string' ? value : value?.join(', ');
}

export type BodyKind = 'json' | 'ndjson';

/** @throws Problem 415 where the content type is none of `kinds`, or the body is compressed. */
export function bodyKind(c: Arrived, kinds: readonly BodyKind[]): BodyKind {
  const type = header(c, 'content-type');
  if (type === 'application/json' && kinds.includes('json') && header(c, 'content-encoding') === undefined)
    return 'json';
  const encoding = header(c, 'content-encoding');
  if (encoding !== undefined && encoding.toLowerCase() !== 'identity') {
    throw new Problem('unsupported-media-type', 'Send the body without a content encoding.');
  }
  const [name = '', ...parameters] = (type ?? '')
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const utf8 = parameters.every(
    (parameter) => !parameter.startsWith('charset=') || /^charset="?utf-?8"?$/.test(parameter),
  );
  const kind = kinds.find((candidate) => namesOf[candidate].includes(name));
  if (kind !== undefined && utf8) return kind;
  const accepted = kinds.map((candidate) => mediaTypes[candidate]).join(' or ');
  throw new Problem('unsupported-media-type', `Send ${accepted} in UTF-8.`);
}

export const mediaTypes = { json: 'application/json', ndjson: 'application/x-ndjson' } as const;

/** Lines go by several names. */
export const ndjsonNames = [mediaTypes.ndjson, 'application/ndjson', 'application/jsonl'] as const;
const namesOf: Readonly<Record<BodyKind, readonly string[]>> = { json: [mediaTypes.json], ndjson: ndjsonNames };

/** The body of a request that came whole; undefined where it is still to be read. @throws Problem 413 */
export function bodyAtHand({ plain }: Arrived, maxBytes: number): Buffer | undefined {
  if (plain !== undefined && plain.body.length > maxBytes) throw tooLarge(maxBytes);
  return plain?.body;
}

/**
 * The whole body.
 * @throws Problem 413 as soon as more than `maxBytes` have come (or are announced), 408 where it takes too long; ClientGone.
 */
export async function readBody(c: Arrived, maxBytes: number): Promise<Buffer> {
  const atHand = bodyAtHand(c, maxBytes);
  if (atHand !== undefined) return atHand;
  const announced = Number(header(c, 'content-length') ?? 0);
  if (announced > maxBytes) throw tooLarge(maxBytes);
  const incoming = c.env?.incoming;
  return incoming === undefined ? readWebBody(c.req?.raw.body, maxBytes) : readNodeBody(incoming, maxBytes);
}

/** The body's chunks; the caller may stop early and still answer. */
export function bodyChunks(c: HttpContext): AsyncIterable<Uint8Array> {
  const incoming = c.env?.incoming;
  if (incoming !== undefined) return incoming.iterator({ destroyOnReturn: false });
  return c.req.raw.body ?? emptyBody();
}

/** True where nothing more of the body will come, and all of it was taken up. */
export function isHereWhole(c: HttpContext): boolean {
  const incoming = c.env?.incoming;
  return incoming?.complete === true && incoming.readableLength === 0;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

function tooLarge(maxBytes: number): Problem {
  return new Problem('too-large', `At most ${maxBytes / 1024} KiB.`);
}

interface Wait {
  ticksLeft: number;
  isOver: boolean;
  readonly expire: () => void;
}

const tickMs = 500;

/** One timer for all bodies that are on their way. Nearly all are whole within the turn that they begin in, and never come to it. */
const startWait = (() => {
  let begun: Wait[] = [];
  let waits: Wait[] = [];
  let timer: NodeJS.Timeout | undefined;

  function tick(): void {
    waits = waits.filter(({ isOver }) => !isOver);
    for (const wait of waits) if (wait.ticksLeft-- <= 0) wait.expire();
    if (waits.length > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function endTurn(): void {
    for (const wait of begun) if (!wait.isOver) waits.push(wait);
    begun = [];
    if (waits.length > 0) timer ??= setInterval(tick, tickMs).unref();
  }

  return (expire: () => void): Wait => {
    const wait = { ticksLeft: bodyTimeoutMs / tickMs, isOver: false, expire };
    if (begun.push(wait) === 1) setImmediate(endTurn);
    return wait;
  };
})();

function readNodeBody(incoming: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const wait = startWait(() =>
      fail(new Problem('timeout', `The body was not whole after ${bodyTimeoutMs / 1000} s.`)),
    );

    function fail(error: Error): void {
      wait.isOver = true;
      incoming.off('data', onData);
      // Whoever answers drains or ends the connection.
      incoming.pause();
      reject(error);
    }
    function onData(chunk: Buffer): void {
      size += chunk.length;
      if (size > maxBytes) fail(tooLarge(maxBytes));
      else chunks.push(chunk);
    }
    function onEnd(): void {
      wait.isOver = true;
      resolve(chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, size));
    }
    // Every message closes: nearly always after it was read.
    function onGone(): void {
      if (!wait.isOver) fail(new ClientGone());
    }
    incoming.on('data', onData).on('end', onEnd).on('close', onGone);
    if (incoming.destroyed) onGone();
  });
}

async function readWebBody(body: AsyncIterable<Uint8Array> | null | undefined, maxBytes: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body ?? emptyBody()) {
    size += chunk.length;
    if (size > maxBytes) throw tooLarge(maxBytes);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size);
}
