/**
 * Endpoints that are asked all the time, answered from Node's own message: the router and the web's Request and Response would take longer than
 * many of the endpoint's own parts. The checks are the same (guarded.ts), and whatever is not usual goes to Hono like everything else.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Arrived } from './body.ts';
import type { AppDeps, Endpoint, TextAnswer } from './endpoint.ts';
import { guarded } from './guarded.ts';
import type { Refused } from './refused-log.ts';

/**
 * @param otherwise told of an answer that is none of the usual ones: a problem, before which the body may not have been read to its end
 * @returns false where Hono must be asked
 */
export type Direct = (
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  otherwise: (response: Response) => void,
) => boolean;

/** What Hono's server takes as it stands; any other host it reads or refuses. */
const plainHost = /^[a-z0-9._-]+(?::(?:[1-5]\d{3,4}|[6-9]\d{3}))?$/;

export function createDirect(served: readonly Endpoint[], deps: AppDeps, refused: Refused): Direct {
  const answers = new Map<string, (c: Arrived) => Promise<TextAnswer | Response>>();
  for (const endpoint of served)
    if (endpoint.answerText && endpoint.method === 'POST')
      answers.set(endpoint.path, guarded(endpoint, endpoint.answerText, deps, refused));

  return (incoming, outgoing, otherwise) => {
    const answer = incoming.method === 'POST' ? answers.get(incoming.url ?? '') : undefined;
    if (answer === undefined || !plainHost.test(incoming.headers.host ?? '')) return false;
    void answer({ env: { incoming, outgoing } }).then((found) => {
      if (typeof found.text === 'string') write(outgoing, found as TextAnswer);
      else otherwise(found as Response);
    });
    return true;
  };
}

function write(outgoing: ServerResponse, { status, text, headers }: TextAnswer): void {
  outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
  outgoing.end(text);
}
