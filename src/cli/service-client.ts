/** The running service, as the command line asks it. */
import type { Config } from '../config.ts';
import { deadlines } from '../deadlines.ts';
import type { FieldProblem } from '../errors.ts';
import { CommandError, fieldProblems } from './terminal.ts';

export interface ServiceClient {
  readonly url: string;
  /** Whose key we hold, as far as that can be told from here. */
  readonly caller: string;
  /** @throws CommandError with the service's words where it refuses, ServiceGone where it does not answer. */
  get(path: string, accept?: string): Promise<Response>;
  post(path: string, body: string, contentType?: string): Promise<Response>;
}

/** Nothing answered, or 503: it may in a while. */
export class ServiceGone extends CommandError {}

/** @returns the service at `GUARD_URL` (else where one would run here), or undefined where none answers. */
export async function findService({
  guardUrl,
  guardKey,
}: Pick<Config, 'guardUrl' | 'guardKey'>): Promise<ServiceClient | undefined> {
  try {
    const response = await fetch(`${guardUrl}/healthz`, {
      signal: AbortSignal.timeout(deadlines.probeMs),
      redirect: 'error',
    });
    if (!isOurs(await response.text())) return undefined;
  } catch {
    return undefined;
  }
  return createClient(guardUrl, guardKey);
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

function createClient(url: string, key: string | undefined): ServiceClient {
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    let response: Response;
    try {
      response = await fetch(url + path, {
        ...init,
        headers: { ...authorization, ...init.headers },
        redirect: 'error',
      });
    } catch (error) {
      throw new ServiceGone(`the service at ${url} does not answer: ${reasonOf(error)}`);
    }
    if (!response.ok) throw await refusalOf(url, response);
    return response;
  };
  return {
    url,
    // The id of a key is no secret: cg_<id>_<secret>.
    caller: key === undefined ? 'local' : (key.split('_')[1] ?? 'key'),
    get: (path, accept = 'application/json') => ask(path, { headers: { accept } }),
    post: (path, body, contentType = 'application/json') =>
      ask(path, { method: 'POST', body, headers: { 'content-type': contentType } }),
  };
}

/** fetch says no more than that it failed; its cause says why. */
function reasonOf(error: unknown): string {
  const { cause } = error as { cause?: NodeJS.ErrnoException };
  return cause?.code ?? cause?.message ?? (error as Error).message;
}

async function refusalOf(url: string, response: Response): Promise<CommandError> {
  if (response.status === 401) return new CommandError(`GUARD_KEY: the service at ${url} wants one of its API keys`);
  let document: { title?: string; detail?: string; errors?: readonly FieldProblem[] } = {};
  try {
    document = (await response.json()) as typeof document;
  } catch {
    // A proxy in between answers in its own way: the status says what there is to say.
  }
  const { title = `HTTP ${response.status}`, detail = '', errors = [] } = document;
  const message = [title, fieldProblems(errors) || detail].filter(Boolean).join(': ');
  if (response.status === 503) return new ServiceGone(`the service at ${url} cannot answer now: ${message}`);
  return new CommandError(message, response.status === 422 ? 2 : 1);
}
