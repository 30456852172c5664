/** The app behind Node's HTTP server: limits on slow and odd clients, and an orderly end. */

import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import type { Log } from '../telemetry/log.ts';
import type { App } from './app.ts';
import { answerMessage } from './direct.ts';
import { type PlainConnections, servePlain } from './plain-connections.ts';
import type { ProblemDocument } from './problem.ts';
import { problemDocument, problemResponse, problemType } from './problem.ts';

export interface ServerOptions {
  readonly host: string;
  readonly port: number;
  readonly log: Log;
  /** A connection on which nothing moves for so long is ended; default 30 s. Longer than the heartbeat of event streams. */
  readonly idleMs?: number;
}

export interface RunningServer {
  readonly host: string;
  readonly port: number;
  /** Takes no new connections, answers what was begun, and ends what is still open after `deadlineMs`. */
  stop(deadlineMs: number): Promise<void>;
}

const limits = {
  headersTimeout: 5000,
  /** Bodies have their own clock (`body.ts`): a stream of lines may run for hours. */
  requestTimeout: 0,
  connectionsCheckingInterval: 1000,
  /** `idleMs` ends a connection between two requests as well: a second clock for these would be set and taken back with each. */
  keepAliveTimeout: 0,
  maxHeaderSize: 16 * 1024,
  /** A missing Host is answered with a problem document like everything else. */
  requireHostHeader: false,
  noDelay: true,
} as const;

const maxConnections = 10_000;

/** @throws the listening error (EADDRINUSE, …). */
export async function startServer(
  app: App,
  { host, port, log, idleMs = 30_000 }: ServerOptions,
): Promise<RunningServer> {
  const errorHandler = (error: unknown): Response => {
    log.debug({ err: error }, 'a request could not be read');
    return problemResponse(problemDocument('bad-request', 'The request line or the Host header cannot be read.'));
  };
  const listener = getRequestListener(app.fetch, { errorHandler });
  const server = createServer(limits, (incoming, outgoing) => {
    // HTTP/1.0 knows no Host, and probes of load balancers still speak it.
    if (incoming.httpVersion === '1.0') incoming.headers.host ??= 'localhost';
    const answerWith = (response: Response): void => {
      void getRequestListener(async () => response, { errorHandler })(incoming, outgoing);
    };
    // Of two Node takes the first, and a proxy before it may have gone by the other.
    if ((incoming.headersDistinct['host']?.length ?? 0) > 1) answerWith(errorHandler('more than one Host'));
    else if (!takeAbsoluteForm(incoming)) answerWith(errorHandler('a target that is none'));
    else if (!answerMessage(app.direct, incoming, outgoing, answerWith)) void listener(incoming, outgoing);
  });
  server.maxConnections = maxConnections;
  server.timeout = idleMs;
  server.on('clientError', answerClientError);
  server.on('checkExpectation', (_incoming: IncomingMessage, outgoing: ServerResponse) => {
    const document = problemDocument('expectation-failed', 'Only 100-continue is understood.');
    const body = JSON.stringify(document);
    const headers = { 'content-type': problemType, 'content-length': Buffer.byteLength(body), connection: 'close' };
    outgoing.writeHead(document.status, headers).end(body);
  });
  const plain = servePlain(server, app.direct, {
    firstMs: limits.headersTimeout,
    refuse: answerClientError,
    idleMs,
  });
  await listen(server, host, port);
  const address = server.address() as AddressInfo;
  return { host: address.address, port: address.port, stop: (deadlineMs) => stop(server, plain, deadlineMs) };
}

/**
 * A whole URL as the target of a request goes before the Host header (RFC 9112, 3.2.2): from here on path and Host say what it says.
 * @returns false where it names a user, which a target may not, or there is no Host beside it, which HTTP/1.1 has
 */
function takeAbsoluteForm(incoming: IncomingMessage): boolean {
  const [, authority, rest = ''] = /^https?:\/\/([^/?#]*)(.*)$/i.exec(incoming.url ?? '') ?? [];
  if (authority === undefined) return true;
  if (authority.includes('@') || incoming.headers.host === undefined) return false;
  incoming.headers.host = authority;
  incoming.url = rest.startsWith('/') ? rest : `/${rest}`;
  return true;
}

/** @throws the listening error where somebody has the port; who takes it afterwards is met by `startServer`. */
export async function portIsFree(host: string, port: number): Promise<void> {
  const probe = createServer();
  await listen(probe, host, port);
  await new Promise((resolve) => probe.close(resolve));
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** How long what is still asked on open connections is answered, each with `Connection: close`, before the door is shut. */
const graceMs = 500;

async function stop(server: Server, plain: PlainConnections, deadlineMs: number): Promise<void> {
  plain.drain();
  server.prependListener('request', (_incoming, outgoing) => outgoing.setHeader('connection', 'close'));
  await new Promise((resolve) => setTimeout(resolve, Math.min(graceMs, deadlineMs)));
  await close(server, plain, deadlineMs);
}

function close(server: Server, plain: PlainConnections, deadlineMs: number): Promise<void> {
  return new Promise((resolve) => {
    const endIdle = (): void => {
      server.closeIdleConnections();
      plain.endIdle();
    };
    const sweep = setInterval(endIdle, 50);
    const end = setTimeout(() => {
      server.closeAllConnections();
      plain.destroyAll();
    }, deadlineMs);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(end);
      resolve();
    });
    endIdle();
  });
}

/** What the parser refused never became a request: the answer is written by hand. */
function answerClientError(error: { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable || (socket as Socket).bytesWritten > 0) {
    socket.destroy();
    return;
  }
  const document = clientProblem(error.code);
  const body = JSON.stringify(document);
  socket.end(
    `HTTP/1.1 ${document.status} ${document.title}\r\ncontent-type: ${problemType}\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}

function clientProblem(code: string | undefined): ProblemDocument {
  if (code === 'HPE_HEADER_OVERFLOW')
    return problemDocument('header-too-large', `At most ${limits.maxHeaderSize / 1024} KiB.`);
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT')
    return problemDocument('timeout', `The header was not whole after ${limits.headersTimeout / 1000} s.`);
  return problemDocument('bad-request', 'The bytes are not HTTP/1.1.');
}
