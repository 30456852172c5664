/** The customer said no: what was said, kept as events (contract 3). */
import { z } from 'zod';
import { check } from '../check.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { answerOneOrLines } from '../json-or-lines.ts';
import { pathId, readQuery, saidUnder, underLoad } from '../request.ts';
import { eventPage, eventQuery, saidEvent } from '../schemas/events.ts';
import { problem } from '../schemas/problem.ts';
import { refusalAnswer, refusalRequest, toRefusalInput } from '../schemas/refusals.ts';

export function refusalEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, load } = deps;
  return [
    {
      method: 'POST',
      path: '/refusals',
      scopes: ['refuse'],
      doc: {
        operationId: 'refuse',
        summary: 'The customer said no',
        description:
          'In force for every decision from the moment the 201 was sent. NDJSON: a stream of any length, answered line by line in order.',
        json: refusalRequest,
        example: { address: '+49 30 901820', channel: 'sms', signal: 'stop', source: 'sms-gateway' },
        ndjson: refusalRequest,
        headers: ['Idempotency-Key'],
        answers: {
          201: {
            description: 'The suppressions in force because of it, and the holds it ended',
            schema: refusalAnswer,
          },
          200: { description: 'NDJSON: one line for each', lines: z.union([refusalAnswer, problem]) },
        },
        problems: [404],
      },
      handle(c, caller, refused) {
        const said = saidUnder(c);
        return answerOneOrLines(c, deps, {
          read: (value) =>
            toRefusalInput(check(refusalRequest, value, { also: (fitting) => guard.problemsOf('scope', fitting) })),
          keyOf: ({ customerId, address, contactId }) => customerId ?? address ?? contactId ?? '',
          run: (input) => guard.refuse({ ...input, ...said }, caller),
          refused,
        });
      },
    },
    {
      method: 'GET',
      path: '/refusals',
      scopes: ['read'],
      doc: {
        operationId: 'listRefusals',
        summary: 'What was said of a customer',
        description:
          "Refusals, and lifts, consents and operators' suppressions beside them: none is left out for being repeated.",
        query: eventQuery,
        answers: { 200: { description: 'Newest first', schema: eventPage } },
      },
      async handle(c) {
        const query = readQuery(c, eventQuery);
        return json(await underLoad(load, () => guard.refusalEvents(query)));
      },
    },
    {
      method: 'GET',
      path: '/refusals/{refusalId}',
      scopes: ['read'],
      doc: {
        operationId: 'getRefusal',
        summary: 'One refusal with its evidence',
        description:
          'Also a withdrawn consent, by its `consentId` (`signal` is `withdrawn`): what it suppressed names that as its `refusalId`.',
        answers: { 200: { description: 'As it was received', schema: saidEvent } },
        problems: [404],
      },
      handle: async (c) => json(await underLoad(load, () => guard.refusal(pathId(c, 'refusalId')))),
    },
  ];
}
