/** The running service, as the command line asks it. */
import { deadlines } from '../deadlines.ts';
import type { FieldProblem } from '../errors.ts';
import { CommandError, flagProblems } from './terminal.ts';

/** All throw CommandError with the service's words where it refuses, ServiceGone where it does not answer, or breaks off. */
export interface ServiceClient {
  readonly url: string;
  /** Whose key we hold, as far as that can be told from here. */
  readonly caller: string;
  get<T>(path: string): Promise<T>;
  /** @param under its Idempotency-Key */
  post<T>(path: string, body: object, under?: string): Promise<T>;
  /** NDJSON both ways. @param under the lines' Idempotency-Key */
  postLines(path: string, body: string, under?: string): Promise<{ text: string; headers: Headers }>;
  /** A raw message to a webhook. @param token its own, instead of the key */
  postMail<T>(path: string, raw: Buffer<ArrayBuffer>, token: string, under: string): Promise<T>;
}

/** Nothing answered (exit code 2, as where GUARD_URL never did), or 503: it may in a while. */
export class ServiceGone extends CommandError {}

/** @returns why no service of ours answers at `url`, as the end of a sentence; undefined: one does */
export async function probe(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(`${url}/healthz`, {
      signal: AbortSignal.timeout(deadlines.probeMs),
      redirect: 'error',
    });
    return isOurs(await response.text()) ? undefined : 'answers, but is no contact-guard';
  } catch (error) {
    return `does not answer (${reasonOf(error)})`;
  }
}

/** Something else may listen on the port. */
function isOurs(text: string): boolean {
  try {
    const { status, type } = JSON.parse(text) as { status?: unknown; type?: unknown };
    return status === 'ok' || String(type).startsWith('urn:contact-guard:');
  } catch {
    return false;
  }
}

export function createClient(url: string, key: string | undefined): ServiceClient {
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const ask = async (
    path: string,
    init: RequestInit,
    secret = 'GUARD_KEY',
  ): Promise<{ text: string; headers: Headers }> => {
    let response: Response;
    let text: string;
    try {
      response = await fetch(url + path, {
        ...init,
        headers: { ...authorization, ...init.headers },
        redirect: 'error',
      });
      text = await response.text();
    } catch (error) {
      throw new ServiceGone(`the service at ${url} does not answer (${reasonOf(error)})`, 2);
    }
    if (!response.ok) throw refusalOf(url, response.status, text, secret);
    return { text, headers: response.headers };
  };
  const post = (path: string, body: string, headers: Record<string, string>) =>
    ask(path, { method: 'POST', body, headers });
  const parsed = <T>({ text }: { text: string }): T => {
    try {
      return JSON.parse(text) as T;
    } catch {
      throw new CommandError(`what answers at ${url} is no contact-guard: its answer is not JSON`);
    }
  };
  return {
    url,
    // The id of a key is no secret: cg_<id>_<secret>.
    caller: key === undefined ? 'local' : (key.split('_')[1] ?? 'key'),
    get: async (path) => parsed(await ask(path, { headers: { accept: 'application/json' } })),
    post: async (path, body, under) => parsed(await post(path, JSON.stringify(body), typed('application/json', under))),
    postLines: (path, body, under) => post(path, body, typed('application/x-ndjson', under)),
    postMail: async (path, raw, token, under) =>
      parsed(
        await ask(
          path,
          {
            method: 'POST',
            body: raw,
            headers: { ...typed('message/rfc822', under), authorization: `Bearer ${token}` },
          },
          'EMAIL_REPORT_TOKEN',
        ),
      ),
  };
}

/** @param under the Idempotency-Key */
function typed(type: string, under: string | undefined): Record<string, string> {
  return { 'content-type': type, ...(under === undefined ? {} : { 'idempotency-key': under }) };
}

const inPlainWords: ReadonlyMap<string, string> = new Map([
  ['ECONNREFUSED', 'nothing listens there'],
  ['ECONNRESET', 'the connection was cut'],
  ['UND_ERR_SOCKET', 'the connection was cut'],
  ['ENOTFOUND', 'there is no host of this name'],
  ['EAI_AGAIN', 'the name of the host cannot be looked up'],
  ['EHOSTUNREACH', 'the host cannot be reached'],
  ['ENETUNREACH', 'the network cannot be reached'],
  ['ETIMEDOUT', 'no connection in time'],
  ['UND_ERR_CONNECT_TIMEOUT', 'no connection in time'],
]);

/** fetch says no more than that it failed; its cause has a code. */
function reasonOf(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `not within ${deadlines.probeMs / 1000} s`;
  const { code, message } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  if (message === 'unexpected redirect') return 'it redirects to another address';
  return inPlainWords.get(code ?? '') ?? code ?? 'no connection';
}

function refusalOf(url: string, status: number, text: string, secret: string): CommandError {
  if (status === 401)
    return new CommandError(
      `${secret}: the service at ${url} wants ${secret === 'GUARD_KEY' ? 'one of its API keys' : 'its own'}`,
    );
  let document: { title?: string; detail?: string; errors?: readonly FieldProblem[] } = {};
  try {
    document = JSON.parse(text) as typeof document;
  } catch {
    // A proxy in between answers in its own way: the status says what there is to say.
  }
  const { title = `HTTP ${status}`, detail = '', errors = [] } = document;
  const message = [title, flagProblems(errors) || detail].filter(Boolean).join(': ');
  if (status === 503) return new ServiceGone(`the service at ${url} cannot answer now: ${message}`);
  return new CommandError(message, status === 422 ? 2 : 1);
}
