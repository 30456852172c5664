/** What customers agreed to, and withdrew (contract 3). */
import { z } from 'zod';
import { requireScope } from '../../auth/scopes.ts';
import { check } from '../check.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { answerOneOrLines } from '../json-or-lines.ts';
import { readQuery, saidUnder, underLoad } from '../request.ts';
import { customerQuery } from '../schemas/decisions.ts';
import { problem } from '../schemas/problem.ts';
import { consent, consentList, consentRequest, toConsentInput } from '../schemas/refusals.ts';

export function consentEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, load } = deps;
  return [
    {
      method: 'POST',
      path: '/consents',
      scopes: ['consent'],
      doc: {
        operationId: 'recordConsent',
        summary: 'Record what the customer agreed to, or withdrew',
        description:
          '`lifts: true` needs scope suppress:lift as well. NDJSON: a stream of any length, answered line by line in order.',
        json: consentRequest,
        example: {
          customerId: 'c-1042',
          channel: 'email',
          purpose: 'marketing',
          level: 'express',
          source: 'sign-up form',
        },
        ndjson: consentRequest,
        headers: ['Idempotency-Key'],
        answers: {
          201: { description: 'The consent', schema: consent },
          200: { description: 'NDJSON: one line for each', lines: z.union([consent, problem]) },
        },
      },
      handle(c, caller, refused) {
        const said = saidUnder(c);
        return answerOneOrLines(c, deps, {
          read(value) {
            const also = ({ purpose }: { purpose?: string | undefined }) => guard.problemsOf('scope', { purpose });
            const given = check(consentRequest, value, { also });
            if (given.lifts) requireScope(caller, ['suppress:lift']);
            return toConsentInput(given);
          },
          keyOf: ({ customerId }) => customerId,
          run: (input) => guard.consent({ ...input, ...said }, caller),
          refused,
        });
      },
    },
    {
      method: 'GET',
      path: '/consents',
      scopes: ['read'],
      doc: {
        operationId: 'listConsents',
        summary: 'The consents of a customer',
        query: customerQuery,
        answers: { 200: { description: 'Of each scope the latest', schema: consentList } },
      },
      async handle(c) {
        const { customerId } = readQuery(c, customerQuery);
        return json({ consents: await underLoad(load, () => guard.consentsOf(customerId)) });
      },
    },
  ];
}
