/** The decision log: pages, one entry, and entries as they come. */

import type { DecisionPage } from '../../decision-query.ts';
import { Problem } from '../../errors.ts';
import type { HttpContext } from '../body.ts';
import { header, mediaTypes, ndjsonNames } from '../body.ts';
import { entriesAsCsv } from '../decisions-csv.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { eventStream, eventStreamHeaders } from '../event-stream.ts';
import { preferredType } from '../negotiate.ts';
import { pathId, readQuery, underLoad } from '../request.ts';
import { decisionEntry, decisionPage, decisionQuery, noQuery, toDecisionQuery } from '../schemas/decisions.ts';
import { policyRevision, policySet } from '../schemas/policies.ts';
import { standingOf } from '../standing.ts';

const csv = 'text/csv';

export function decisionEndpoints({ guard, auth, load, draining, log }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/decisions',
      scopes: ['read'],
      doc: {
        operationId: 'listDecisions',
        summary: 'The decision log, newest first',
        description:
          'As JSON, NDJSON or CSV by `Accept`; the address of the next page is in `nextCursor` and in the `Link` header.',
        query: decisionQuery,
        answers: {
          200: {
            description: 'A page of entries',
            schema: decisionPage,
            lines: decisionEntry,
            texts: [csv],
          },
        },
      },
      async handle(c) {
        const query = toDecisionQuery(readQuery(c, decisionQuery));
        const page = await underLoad(load, () => guard.decisions(query, c.req.raw.signal));
        return pageAs(preferredType(header(c, 'accept'), [mediaTypes.json, ...ndjsonNames, csv]), page, c);
      },
    },
    {
      method: 'GET',
      path: '/decisions/stream',
      scopes: ['read'],
      doc: {
        operationId: 'streamDecisions',
        summary: 'Entries as they are stored, as server-sent events',
        description:
          'Each event `decision` carries one entry; a comment every 15 seconds keeps the connection. Events have no ids and none is sent again: after a reconnection read `GET /decisions?from=` with the `decidedAt` of the last entry, and leave out what is there already, by `decisionId`.',
        query: noQuery,
        answers: { 200: { description: 'Events without end', texts: ['text/event-stream'] } },
      },
      handle(c) {
        readQuery(c, noQuery);
        // Nobody reads what HEAD asks for.
        if (c.req.raw.method === 'HEAD') return new Response(null, { headers: eventStreamHeaders });
        const standing = standingOf(c, { auth });
        return eventStream((signal) => guard.follow(signal), { draining, log, standing, onEnd: load.enterReader() });
      },
    },
    {
      method: 'GET',
      path: '/decisions/{decisionId}',
      scopes: ['read'],
      doc: {
        operationId: 'getDecision',
        summary: 'One entry',
        answers: { 200: { description: 'The entry', schema: decisionEntry } },
        problems: [404],
      },
      async handle(c) {
        return json(await underLoad(load, () => guard.decision(pathId(c, 'decisionId'))));
      },
    },
  ];
}

function pageAs(type: string, page: DecisionPage, c: HttpContext): Response {
  const headers: Record<string, string> = { vary: 'Accept', 'cache-control': 'no-store' };
  if (page.nextCursor !== null) {
    const next = new URLSearchParams(new URL(c.req.url).search);
    next.set('cursor', page.nextCursor);
    headers.link = `</decisions?${next}>; rel="next"`;
  }
  if (type === mediaTypes.json) return json(page, 200, headers);
  if (page.unreadable) headers['unreadable-entries'] = String(page.unreadable);
  if (type === csv)
    return new Response(entriesAsCsv(page.decisions), {
      headers: { ...headers, 'content-type': `${csv}; charset=utf-8; header=present` },
    });
  const lines = page.decisions.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return new Response(lines, { headers: { ...headers, 'content-type': mediaTypes.ndjson } });
}

export function policyEndpoints({ guard, load }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/policies',
      scopes: ['read'],
      doc: {
        operationId: 'getPolicies',
        summary: 'The active set and its revision',
        answers: { 200: { description: 'The set', schema: policySet } },
      },
      handle: () => json(guard.policies()),
    },
    {
      method: 'GET',
      path: '/policies/{revision}',
      scopes: ['read'],
      doc: {
        operationId: 'getPolicyRevision',
        summary: 'What a past revision said, and when it was active',
        answers: { 200: { description: 'The revision', schema: policyRevision } },
        problems: [404],
      },
      async handle(c) {
        const revision = await underLoad(load, () => guard.policyRevision(pathId(c, 'revision')));
        if (revision === undefined) throw new Problem('not-found', 'No set of this revision is known.');
        return json(revision);
      },
    },
  ];
}
