/** The one place where an error becomes an answer: RFC 9457 problem documents. Internal text goes to the log only. */

import type { FieldProblem, ProblemCode } from '../errors.ts';
import { Problem, problems, StoreUnavailable, storeProblem } from '../errors.ts';
import type { Log } from '../telemetry/log.ts';

export interface ProblemDocument {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly errors?: readonly FieldProblem[];
}

/** The client went away while it was still sending: nobody is there to be answered. */
export class ClientGone extends Error {}

export function problemDocument(
  code: ProblemCode,
  detail: string,
  errors: readonly FieldProblem[] = [],
): ProblemDocument {
  const { status, title } = problems[code];
  const document = { type: `urn:contact-guard:problem:${code}`, title, status, detail };
  return errors.length > 0 ? { ...document, errors } : document;
}

/** @returns what the caller may know of `error`; what nobody expected is logged and answered as 500. */
export function documentOf(error: unknown, log: Log): ProblemDocument {
  if (error instanceof Problem) return problemDocument(error.code, error.message, error.errors);
  if (error instanceof StoreUnavailable) {
    log.debug({ err: error }, 'a request could not reach the store');
    const { code, message } = storeProblem(error);
    return problemDocument(code, message);
  }
  if (error instanceof ClientGone) return problemDocument('bad-request', 'The request ended before it was whole.');
  log.error({ err: error }, 'a request failed unexpectedly');
  return problemDocument('internal', 'The fault is on our side and was logged.');
}

export const problemType = 'application/problem+json';

export function problemResponse<T extends { readonly status: number }>(
  document: T,
  headers: Readonly<Record<string, string>> = {},
): Response {
  const all: Record<string, string> = { 'content-type': problemType, 'cache-control': 'no-store', ...headers };
  if (document.status === 503) all['retry-after'] ??= '1';
  return new Response(JSON.stringify(document), { status: document.status, headers: all });
}

/** The answer to whatever a route threw. */
export function answerError(error: unknown, log: Log, scopes?: readonly string[]): Response {
  const document = documentOf(error, log);
  const headers: Record<string, string> = {};
  if (document.status === 401) {
    const scheme = error instanceof Problem ? error.scheme : 'Bearer';
    headers['www-authenticate'] = `${scheme} realm="contact-guard"`;
  }
  if (error instanceof Problem && error.code === 'forbidden' && scopes) {
    headers['www-authenticate'] =
      `Bearer realm="contact-guard", error="insufficient_scope", scope="${scopes.join(' ')}"`;
  }
  // The rest of a slow body is not waited for.
  if (document.status === 408) headers.connection = 'close';
  return problemResponse(document, headers);
}
