/** What stands around every endpoint: who asks, whether the key opens it, and that it is counted and, where it is refused, said. */
import { requireLoopbackHost } from '../auth/loopback.ts';
import { requireScope } from '../auth/scopes.ts';
import { invalidAll } from '../errors.ts';
import { pathText } from '../field-problems.ts';
import type { Caller } from '../guard-contract.ts';
import { type Arrived, header } from './body.ts';
import { type AppDeps, type Endpoint, takesNoQuery } from './endpoint.ts';
import { answerError } from './problem.ts';
import type { Asked, Refused } from './refused-log.ts';

const nothing = (): void => {};
const nobody: Caller = { name: '', scopes: new Set() };

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** @returns answers with what `handle` does, or with a problem document. */
export function guarded<C extends Arrived, A extends { readonly status: number }>(
  endpoint: Endpoint,
  handle: (c: C, caller: Caller, refused: (error: unknown) => void) => Promise<A> | A,
  deps: AppDeps,
  refused: Refused,
): (c: C) => Promise<A | Response> {
  const { auth, log } = deps;
  const { path: route, method } = endpoint;
  const needed = endpoint.scopes === 'open' ? undefined : endpoint.scopes;
  const meter = deps.meter.route(route, method);
  const noQuery = takesNoQuery(endpoint);
  const isLong = answersLong(endpoint);

  const work = (c: C, asked: Mutable<Asked>): Promise<A> | A => {
    admitHost(c, deps);
    if (needed === undefined) return handle(c, nobody, nothing);
    const caller = auth.callerOf(header(c, 'authorization'));
    asked.caller = caller.name;
    requireScope(caller, needed);
    if (noQuery) refuseQuery(c);
    return handle(c, caller, (error) => refused(error, asked));
  };

  return async (c) => {
    const beganMs = meter.begin();
    const asked: Mutable<Asked> = { route, method, caller: undefined };
    let response: A | Response;
    try {
      response = await work(c, asked);
    } catch (error) {
      refused(error, asked);
      response = answerError(error, log, needed);
    }
    const outgoing = isLong ? c.env?.outgoing : undefined;
    if (outgoing === undefined || outgoing.destroyed) meter.end(beganMs, response.status, asked.caller);
    else outgoing.once('close', () => meter.end(beganMs, response.status, asked.caller));
    return response;
  };
}

/** `POST /can-contact?mode=check` would count: what is asked for in the wrong place is said, not passed over. */
function refuseQuery(c: Arrived): void {
  const url = c.env?.incoming?.url ?? c.req?.url ?? '';
  const at = url.indexOf('?');
  if (at < 0 || at === url.length - 1) return;
  const names = [...new Set(new URLSearchParams(url.slice(at + 1)).keys())];
  throw invalidAll(names.map((name) => ({ path: pathText([name]), message: unknownParameter })));
}

const unknownParameter = 'is an unknown query parameter: this path takes none';

/** Whether the answer may go on long after its head: lines, and what is followed live. */
function answersLong({ doc }: Endpoint): boolean {
  return Object.values(doc.answers).some(
    ({ lines, texts }) => lines !== undefined || texts?.includes('text/event-stream'),
  );
}

/** Without keys everything is open, so only this machine may ask. */
export function admitHost(c: Arrived, { auth }: AppDeps): void {
  if (!auth.loopbackOnly) return;
  const origin = header(c, 'origin');
  // A page of ours that sends no referrer says `null`; the browser vouches for where it came from.
  const isOwn = origin === 'null' && header(c, 'sec-fetch-site') === 'same-origin';
  requireLoopbackHost(header(c, 'host') ?? (c.req && new URL(c.req.url).host), isOwn ? undefined : origin);
}
