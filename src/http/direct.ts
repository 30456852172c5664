/**
 * Endpoints that are asked all the time, answered past Hono: the router and the web's Request and Response would take longer than many of the
 * endpoint's own parts. The checks are the same (guarded.ts), and whatever is not usual goes to Hono like everything else.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Arrived } from './body.ts';
import type { AppDeps, Endpoint, TextAnswer } from './endpoint.ts';
import { guarded } from './guarded.ts';
import type { Refused } from './refused-log.ts';

export type DirectAnswer = (c: Arrived) => Promise<TextAnswer | Response>;

/** @returns how a POST to this path is answered; undefined where Hono must be asked. */
export type Direct = (path: string | undefined, host: string | undefined) => DirectAnswer | undefined;

/** What Hono's server takes as it stands; any other host it reads or refuses. */
const plainHost = /^[a-z0-9._-]+(?::(?:[1-5]\d{3,4}|[6-9]\d{3}))?$/;

export function createDirect(served: readonly Endpoint[], deps: AppDeps, refused: Refused): Direct {
  const answers = new Map<string, DirectAnswer>();
  for (const endpoint of served)
    if (endpoint.answerText && endpoint.method === 'POST')
      answers.set(endpoint.path, guarded(endpoint, endpoint.answerText, deps, refused));

  return (path = '', host = '') => {
    const answer = answers.get(path);
    return answer !== undefined && plainHost.test(host) ? answer : undefined;
  };
}

/**
 * Answers Node's message where `direct` knows how.
 * @param otherwise told of an answer that is none of the usual ones: a problem, before which the body may not have been read to its end
 * @returns false where Hono must be asked
 */
export function answerMessage(
  direct: Direct,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  otherwise: (response: Response) => void,
): boolean {
  const answer = incoming.method === 'POST' ? direct(incoming.url, incoming.headers.host) : undefined;
  if (answer === undefined) return false;
  void answer({ env: { incoming, outgoing } }).then((found) => {
    if (!isText(found)) otherwise(found);
    else {
      const { status, text, headers } = found;
      outgoing.writeHead(status, { ...headers, 'content-length': Buffer.byteLength(text) });
      outgoing.end(text);
    }
  });
  return true;
}

export function isText(answer: TextAnswer | Response): answer is TextAnswer {
  return typeof answer.text === 'string';
}
