/** What a sender needs of the guard, with nothing but fetch. Copy it. */
import { setTimeout as sleep } from 'node:timers/promises';

export interface Question {
  readonly customerId: string;
  readonly channel: 'email';
  readonly purpose: string;
  readonly address: string;
  readonly keys?: Readonly<Record<string, string>>;
  readonly timeZone?: string | undefined;
  readonly region?: string | undefined;
}

export interface Decision {
  readonly allowed: boolean;
  readonly contactId: string | null;
  readonly reasons: readonly { readonly code: string; readonly rule?: string; readonly retryAt: string | null }[];
  readonly retryAt: string | null;
  /** The operation id met the contact that an earlier request was granted. */
  readonly replayed: boolean;
  /** To be put on the message as they are; only where the guard knows its public address. */
  readonly headers?: Readonly<Record<string, string>>;
  /** To be put where people look for them; as `headers`. */
  readonly links?: { readonly preferences: string; readonly unsubscribe?: string };
}

/** No decision was made, so nothing may be sent. */
export class GuardError extends Error {
  /** HTTP status; undefined where no answer came. */
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.status = status;
  }
}

export interface GuardOptions {
  readonly url: string;
  readonly key?: string | undefined;
  readonly attempts?: number;
  /** For one attempt at a single request; the guard itself answers within 500 ms. */
  readonly timeoutMs?: number;
}

export interface GuardClient {
  /** @returns the decision, and whether it took more than one attempt: then `replayed` may only mean that the first one's answer was lost. */
  canContact(question: Question, operationId: string): Promise<{ decision: Decision; retried: boolean }>;
  /** Sends many lines to an NDJSON endpoint. @returns one answer for each, in order: a result, or a problem with its `status`. */
  postLines(path: string, lines: readonly object[]): Promise<Record<string, unknown>[]>;
  post(path: string, body: object): Promise<unknown>;
}

/** A problem document in one line; what is none, as it is. */
function wordsOf(text: string): string {
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: string };
    if (detail !== undefined) return detail;
  } catch {
    // Not the guard's own answer, such as a proxy's page.
  }
  return text;
}

const streamTimeoutMs = 30_000;
const linesAtOnce = 1000;

export function createGuardClient({ url, key, attempts = 6, timeoutMs = 2000 }: GuardOptions): GuardClient {
  const authorization: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };

  /** Safe to repeat only because everything posted here counts once however often it arrives. */
  async function send(path: string, body: string, headers: Record<string, string>, limitMs: number) {
    for (let attempt = 1; ; attempt++) {
      const { failure, waitMs, text } = await tryOnce(path, body, headers, limitMs);
      if (failure === undefined) return { text, retried: attempt > 1 };
      const transient = failure.status === undefined || failure.status === 429 || failure.status >= 502;
      if (!transient || attempt >= attempts) throw failure;
      // The wait doubles and is spread out, so that many senders do not come back in one instant.
      await sleep(Math.max(waitMs, 100 * 2 ** attempt * (0.5 + Math.random() / 2)));
    }
  }

  async function tryOnce(path: string, body: string, headers: Record<string, string>, limitMs: number) {
    try {
      const signal = AbortSignal.timeout(limitMs);
      const response = await fetch(url + path, {
        method: 'POST',
        body,
        headers: { ...authorization, ...headers },
        signal,
      });
      const text = await response.text();
      if (response.ok) return { text, waitMs: 0 };
      const waitMs = Number(response.headers.get('retry-after') ?? 0) * 1000 || 0;
      const failure = new GuardError(`${path} answered ${response.status}: ${wordsOf(text)}`, response.status);
      return { text, waitMs, failure };
    } catch (error) {
      const { cause, message } = error as Error;
      const failure = new GuardError(`${path} did not answer: ${cause instanceof Error ? cause.message : message}`);
      return { text: '', waitMs: 0, failure };
    }
  }

  return {
    async canContact(question, operationId) {
      const headers = { 'content-type': 'application/json', 'idempotency-key': operationId };
      const { text, retried } = await send('/can-contact', JSON.stringify(question), headers, timeoutMs);
      return { decision: JSON.parse(text) as Decision, retried };
    },
    async postLines(path, lines) {
      const answers: Record<string, unknown>[] = [];
      for (let from = 0; from < lines.length; from += linesAtOnce) {
        const body = lines.slice(from, from + linesAtOnce).map((line) => `${JSON.stringify(line)}\n`);
        const { text } = await send(path, body.join(''), { 'content-type': 'application/x-ndjson' }, streamTimeoutMs);
        for (const line of text.split('\n')) if (line !== '') answers.push(JSON.parse(line));
      }
      return answers;
    },
    async post(path, body) {
      const headers = { 'content-type': 'application/json' };
      return JSON.parse((await send(path, JSON.stringify(body), headers, timeoutMs)).text);
    },
  };
}
