/**
 * Connections on which plain questions are asked, one after the other: read and answered here, since Node's HTTP server would take longer than
 * all the rest of a decision (ADR 0073). A connection on which anything else comes is Node's from then on, with the bytes that were not answered.
 */
import type { Server } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { systemClock } from '../clock.ts';
import { type Direct, isText } from './direct.ts';
import type { TextAnswer } from './endpoint.ts';
import { type PlainHead, readPlain } from './plain-request.ts';

export interface PlainOptions {
  /** A connection that never asked anything for so long is refused. */
  readonly firstMs: number;
  /** What listens to `clientError` of Node's server: says why, and ends the connection. */
  readonly refuse: (error: { readonly code: string }, socket: Socket) => void;
  /** A connection on which nothing moves for so long is ended. */
  readonly idleMs: number;
}

export interface PlainConnections {
  /** What is asked from now on is for Node; what is under way is answered here, and its connection ended. */
  drain(): void;
  /** Ends the connections on which nothing is under way, whether or not their clients do. */
  endIdle(): void;
  destroyAll(): void;
}

interface Connection {
  readonly socket: Socket;
  /** Nothing is asked on it at the moment. */
  isIdle(): boolean;
  end(): void;
}

/** A body that was sent apart from its head follows at once; one that does not is waited for by Node's clocks. */
const restMs = 100;

/** Stands before Node's own handling of new connections. @param server before it listens */
export function servePlain(
  server: Server,
  direct: Direct,
  { firstMs, refuse, idleMs }: PlainOptions,
): PlainConnections {
  const connections = new Set<Connection>();
  const [takenByNode] = server.listeners('connection');
  let isDraining = false;

  function serve(socket: Socket): void {
    let isAnswering = false;
    /** What came and was not answered: a question that is not whole, or one that came before the last was answered. */
    let held: Buffer | undefined;
    let rest: NodeJS.Timeout | undefined;
    let last: PlainHead | undefined;
    let hasAsked = false;
    let hasEnded = false;
    const connection: Connection = { socket, isIdle: () => !isAnswering && held === undefined, end };

    function onData(chunk: Buffer): void {
      if (!hasAsked) socket.setTimeout(idleMs);
      hasAsked = true;
      const bytes = held === undefined ? chunk : Buffer.concat([held, chunk]);
      if (isAnswering) {
        held = bytes;
        socket.pause();
      } else read(bytes);
    }

    function read(bytes: Buffer): void {
      const request = isDraining ? undefined : readPlain(bytes, last);
      if (request === 'begun') {
        held = bytes;
        rest ??= setTimeout(() => leaveToNode(held as Buffer), restMs);
        return;
      }
      held = undefined;
      last = request?.head;
      if (rest !== undefined) clearTimeout(rest);
      rest = undefined;
      const answer = request && direct(request.path, request.headers.get('host'));
      if (answer === undefined) leaveToNode(bytes);
      else {
        isAnswering = true;
        void answer({ plain: request }).then(answered);
      }
    }

    function answered(found: TextAnswer | Response): void {
      if (isText(found)) send(found);
      else void textOf(found).then(send);
    }

    function send(answer: Answer): void {
      const { text, encoding } = written(answer, isDraining || hasEnded);
      if (socket.destroyed || socket.write(text, encoding)) sent();
      else socket.once('drain', sent);
    }

    /** Who does not read its answers is asked nothing more either. */
    function sent(): void {
      isAnswering = false;
      if (socket.destroyed) return;
      if (isDraining || hasEnded) end();
      else if (held !== undefined) leaveToNode(held);
    }

    /** What still comes is not looked at: nobody could be told what became of it. */
    function end(): void {
      held = undefined;
      clearTimeout(rest);
      socket.off('data', onData).destroySoon();
    }

    function leaveToNode(bytes: Buffer): void {
      forget();
      socket.off('data', onData).off('end', onEnd).off('error', ignore).off('timeout', onTimeout).off('close', forget);
      socket.pause();
      socket.unshift(bytes);
      takenByNode?.call(server, socket);
      socket.resume();
    }

    function onEnd(): void {
      hasEnded = true;
      if (isAnswering) return;
      // As Node's parser calls it.
      if (held !== undefined) refuse({ code: 'HPE_INVALID_EOF_STATE' }, socket);
      end();
    }

    function onTimeout(): void {
      if (hasAsked) socket.destroy();
      else refuse({ code: 'ERR_HTTP_REQUEST_TIMEOUT' }, socket);
    }

    function forget(): void {
      clearTimeout(rest);
      connections.delete(connection);
    }

    connections.add(connection);
    socket.setTimeout(firstMs);
    socket.on('data', onData).on('end', onEnd).on('error', ignore).on('timeout', onTimeout).on('close', forget);
  }

  server.removeAllListeners('connection').on('connection', serve);
  return {
    drain() {
      isDraining = true;
    },
    endIdle() {
      for (const { isIdle, end } of connections) if (isIdle()) end();
    },
    destroyAll() {
      for (const { socket } of connections) socket.destroy();
    },
  };
}

/** An error closes the socket, and nobody is there to be told. */
function ignore(): void {}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

async function textOf(response: Response): Promise<Answer> {
  return { status: response.status, text: await response.text(), headers: Object.fromEntries(response.headers) };
}

/** A whole answer as it goes out; Latin-1 is written faster than UTF-8, and is the same where all is ASCII. */
function written(answer: Answer, isLast: boolean): { text: string; encoding: 'latin1' | 'utf8' } {
  const { length } = answer.text;
  // Measured with its head, which is ASCII, so that both are put together once.
  const whole = withHead(answer, length, isLast);
  const more = Buffer.byteLength(whole) - whole.length;
  return more === 0
    ? { text: whole, encoding: 'latin1' }
    : { text: withHead(answer, length + more, isLast), encoding: 'utf8' };
}

function withHead({ status, text, headers }: Answer, length: number, isLast: boolean): string {
  let head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n`;
  for (const name in headers) head += `${name}: ${headers[name]}\r\n`;
  const connection = isLast ? 'close' : 'keep-alive';
  return `${head}content-length: ${length}\r\nDate: ${dateNow()}\r\nConnection: ${connection}\r\n\r\n${text}`;
}

let dateSecond = 0;
let date = '';

function dateNow(): string {
  const second = Math.floor(systemClock.nowMs() / 1000);
  if (second !== dateSecond) {
    dateSecond = second;
    date = new Date(second * 1000).toUTCString();
  }
  return date;
}
