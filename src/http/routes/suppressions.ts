/** Who must not be contacted: set by operators, looked up, lifted (contract 3). */
import { z } from 'zod';
import { check } from '../check.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { answerOneOrLines } from '../json-or-lines.ts';
import { pathId, readJson, readQuery, saidUnder, underLoad } from '../request.ts';
import { customerQuery } from '../schemas/decisions.ts';
import { problem } from '../schemas/problem.ts';
import {
  boundSuppressionList,
  liftRequest,
  lookupRequest,
  suppression,
  suppressionList,
  suppressionRequest,
  toSuppressionInput,
} from '../schemas/refusals.ts';

export function suppressionEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, load } = deps;
  return [
    {
      method: 'POST',
      path: '/suppressions',
      scopes: ['suppress'],
      doc: {
        operationId: 'suppress',
        summary: 'Hold back contacts to a customer, an address, or either of both',
        description: 'NDJSON: a stream of any length, answered line by line in order.',
        json: suppressionRequest,
        example: { customerId: 'c-1042', channel: '*', purpose: 'marketing', reason: 'in mourning', source: 'support' },
        ndjson: suppressionRequest,
        headers: ['Idempotency-Key'],
        answers: {
          201: { description: 'The suppression', schema: suppression },
          200: { description: 'NDJSON: one line for each', lines: z.union([suppression, problem]) },
        },
      },
      handle(c, caller, refused) {
        const said = saidUnder(c);
        return answerOneOrLines(c, deps, {
          read: (value) =>
            toSuppressionInput(
              check(suppressionRequest, value, { also: (fitting) => guard.problemsOf('scope', fitting) }),
            ),
          keyOf: ({ customerId, address }) => customerId ?? address ?? '',
          run: (input) => guard.suppress({ ...input, ...said }, caller),
          refused,
        });
      },
    },
    {
      method: 'GET',
      path: '/suppressions',
      scopes: ['read'],
      doc: {
        operationId: 'listSuppressions',
        summary: 'The suppressions of a customer',
        description: "The customer's own, and those that bind through the address the customer was last reached at.",
        query: customerQuery,
        answers: { 200: { description: 'Those in force', schema: boundSuppressionList } },
      },
      async handle(c) {
        const { customerId } = readQuery(c, customerQuery);
        return json({ suppressions: await underLoad(load, () => guard.suppressionsOfCustomer(customerId)) });
      },
    },
    {
      method: 'POST',
      path: '/suppressions/lookup',
      scopes: ['read'],
      doc: {
        operationId: 'lookUpSuppressions',
        summary: 'The suppressions of an address',
        description:
          'A body, because no address belongs in a URL. `addressHash` is what decisions and suppressions say.',
        json: lookupRequest,
        example: { address: 'ann@example.org', channel: 'email' },
        answers: { 200: { description: 'Those in force', schema: suppressionList } },
      },
      async handle(c) {
        const input = await readJson(c, lookupRequest, (fitting) => guard.problemsOf('scope', fitting));
        return json({ suppressions: await underLoad(load, () => guard.suppressionsOfAddress(input)) });
      },
    },
    {
      method: 'GET',
      path: '/suppressions/{suppressionId}',
      scopes: ['read'],
      doc: {
        operationId: 'getSuppression',
        summary: 'One suppression, also when it is over',
        description: '`refusalId` leads to what the customer said: GET /refusals/{refusalId}.',
        answers: { 200: { description: 'As it is in force, or as it was', schema: suppression } },
        problems: [404],
      },
      handle: async (c) => json(await underLoad(load, () => guard.suppression(pathId(c, 'suppressionId')))),
    },
    {
      method: 'DELETE',
      path: '/suppressions/{suppressionId}',
      scopes: ['suppress'],
      doc: {
        operationId: 'liftSuppression',
        summary: 'Lift a suppression',
        description: "What was a customer's own refusal needs scope suppress:lift as well.",
        json: liftRequest,
        example: { reason: 'entered by mistake', source: 'support' },
        answers: {
          204: { description: 'Lifted: nothing of it stands' },
          200: {
            description: 'It stands all the same: it was refused again after the lift was asked',
            schema: suppression,
          },
        },
        problems: [404],
      },
      async handle(c, caller) {
        const suppressionId = pathId(c, 'suppressionId');
        const why = await readJson(c, liftRequest);
        const standing = await underLoad(load, () => guard.lift(suppressionId, why, caller));
        return standing === undefined ? new Response(null, { status: 204 }) : json(standing);
      },
    },
  ];
}
