/** What one endpoint is: the part that OpenAPI describes and the part that answers. Routes convert; the guard decides. */
import type { z } from 'zod';
import type { Auth } from '../auth/auth.ts';
import type { Scope } from '../auth/scopes.ts';
import type { PageDeps } from '../customer-pages/page-deps.ts';
import type { Caller, Guard } from '../guard-contract.ts';
import type { Claim } from '../refusals/intake/claims.ts';
import type { IntakeResult } from '../refusals/intake/intake.ts';
import type { Source } from '../refusals/intake/source.ts';
import type { SourceName } from '../refusals/intake/sources.ts';
import type { Log } from '../telemetry/log.ts';
import type { HttpMeter } from '../telemetry/measure-http.ts';
import type { Arrived, HttpContext } from './body.ts';
import type { Load } from './load.ts';

export interface AppDeps {
  readonly guard: Guard;
  readonly auth: Auth;
  readonly log: Log;
  readonly load: Load;
  readonly meter: HttpMeter;
  readonly webhooks: Webhooks;
  /** The metrics in Prometheus' text format. */
  readonly metrics: () => Promise<string>;
  /** Aborted when the service begins to stop: `/healthz` says so, streams end. */
  readonly draining: AbortSignal;
  readonly version: string;
  readonly pages: PageDeps;
}

/** Providers' webhooks and mail reports, as they are set up. */
export interface Webhooks {
  readonly sources: ReadonlyMap<SourceName, Source>;
  readonly count: (source: string, result: IntakeResult) => void;
  nowMs(): number;
  readonly claim?: Claim;
}

/** One way to answer. */
export interface AnswerDoc {
  readonly description: string;
  /** Of a JSON answer. */
  readonly schema?: z.ZodType;
  /** Of one line, where the answer may be NDJSON. */
  readonly lines?: z.ZodType;
  /** Other content types. */
  readonly texts?: readonly string[];
}

export interface EndpointDoc {
  /** What generated clients call the operation. */
  readonly operationId: string;
  readonly summary: string;
  readonly description?: string;
  readonly query?: z.ZodObject;
  readonly json?: z.ZodType;
  /** A body that one could send as it stands; the document shows it, and a test holds it to the schema. */
  readonly example?: object;
  /** The content type of a body that is neither JSON nor lines. */
  readonly body?: string;
  /** The schema of one line, where the body may be NDJSON. */
  readonly ndjson?: z.ZodType;
  readonly headers?: readonly ('Idempotency-Key' | 'Prefer')[];
  readonly answers: Readonly<Record<number, AnswerDoc>>;
  /** Statuses of problem documents beside those that every endpoint has. */
  readonly problems?: readonly number[];
}

export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** As OpenAPI writes it: `/contacts/{contactId}/outcome`. */
  readonly path: string;
  /** One of these opens it; `open`: no key is needed. */
  readonly scopes: readonly Scope[] | 'open';
  readonly doc: EndpointDoc;
  /** Errors are thrown: they become problem documents in one place. `refused` is told of those that answer one line alone. */
  handle(c: HttpContext, caller: Caller, refused: (error: unknown) => void): Promise<Response> | Response;
  /** The same as a text, for an endpoint that is asked so often that Hono is left out (direct.ts). */
  answerText?(c: Arrived, caller: Caller): Promise<TextAnswer>;
}

/** A whole answer that is a success. */
export interface TextAnswer {
  readonly status: 200;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

export function textResponse({ status, text, headers }: TextAnswer): Response {
  return new Response(text, { status, headers });
}

/** Whether any query parameter is an error. What probes and scrapers add to their paths is nothing to anybody. */
export function takesNoQuery({ scopes, doc }: Pick<Endpoint, 'scopes' | 'doc'>): boolean {
  return doc.query === undefined && scopes !== 'open' && !scopes.includes('metrics');
}

const jsonHeaders = { 'content-type': 'application/json' };

export function json(value: unknown, status = 200, headers?: Readonly<Record<string, string>>): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: headers ? { ...jsonHeaders, ...headers } : jsonHeaders,
  });
}

/** `/contacts/{contactId}` as Hono writes it. */
export function honoPath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
