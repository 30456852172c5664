/** POST /can-contact and /can-contact/batch. */
import { z } from 'zod';
import { monotonicMs } from '../../clock.ts';
import { answerText } from '../../decisions/answer-text.ts';
import type { Caller, CanContactInput, DecideOptions, DecisionAnswer } from '../../guard-contract.ts';
import type { LineWork } from '../answer-queue.ts';
import { type Arrived, bodyAtHand, bodyKind, maxBatchBytes, maxRequestBytes, readBody } from '../body.ts';
import { check, parseJson } from '../check.ts';
import { type AppDeps, type Endpoint, type TextAnswer, textResponse } from '../endpoint.ts';
import { answerAll, answerLines } from '../lines.ts';
import { joinOperationId, prefersMinimal, refuseIdempotencyKey } from '../request.ts';
import {
  canContactBatchFrame,
  canContactBatchRequest,
  canContactRequest,
  readCanContact,
} from '../schemas/can-contact.ts';
import { decision } from '../schemas/decisions.ts';
import { problem } from '../schemas/problem.ts';

const fullHeaders = { 'content-type': 'application/json' };
const minimalHeaders = { 'content-type': 'application/json', 'preference-applied': 'return=minimal' };

const decisionOrProblem = z.union([decision, problem]);
const canContactBatch = z.strictObject({ decisions: z.array(decisionOrProblem) }).meta({ id: 'CanContactBatch' });

export function canContactEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, load } = deps;

  const decide = async (c: Arrived, caller: Caller): Promise<TextAnswer> => {
    bodyKind(c, ['json']);
    // What is at hand is not waited for.
    const bytes = bodyAtHand(c, maxRequestBytes) ?? (await readBody(c, maxRequestBytes));
    const arrivedMs = monotonicMs();
    const body = parseJson(bytes);
    const more = joinOperationId(c, body);
    const input = readCanContact(body, guard, more);
    const lean = prefersMinimal(c);
    load.enter();
    try {
      const answer = await guard.decide(input, caller, { minimal: lean, arrivedMs });
      return { status: 200, text: answerText(answer), headers: lean ? minimalHeaders : fullHeaders };
    } finally {
      load.leave();
    }
  };

  return [
    {
      method: 'POST',
      path: '/can-contact',
      scopes: ['decide'],
      doc: {
        operationId: 'canContact',
        summary: 'May this customer be contacted now?',
        description:
          '200 for every decision, allowed or not. Anything but 200 with `allowed: true` means: do not send.',
        json: canContactRequest,
        example: {
          customerId: 'c-1042',
          channel: 'email',
          purpose: 'marketing.promotions',
          address: 'ann@example.org',
          operationId: 'autumn-sale/c-1042',
        },
        headers: ['Idempotency-Key', 'Prefer'],
        answers: { 200: { description: 'The decision, with every reason', schema: decision } },
      },
      answerText: decide,
      handle: async (c, caller) => textResponse(await decide(c, caller)),
    },
    {
      method: 'POST',
      path: '/can-contact/batch',
      scopes: ['decide'],
      doc: {
        operationId: 'canContactBatch',
        summary: 'Many decisions at once',
        description:
          'JSON: 1 to 1000 requests, decisions in the same order. NDJSON: a stream of any length, answered line by line in order. A bad element or line answers with a problem object in its place, and the others are decided. Requests for one customer are decided in their order.',
        json: canContactBatchRequest,
        example: {
          requests: [
            { customerId: 'c-1042', channel: 'email', purpose: 'marketing.promotions' },
            { customerId: 'c-1043', channel: 'sms', purpose: 'service.delivery', timeZone: 'Europe/Berlin' },
          ],
        },
        ndjson: canContactRequest,
        headers: ['Prefer'],
        answers: {
          200: {
            description: 'The decisions, in the order of the requests',
            schema: canContactBatch,
            lines: decisionOrProblem,
          },
        },
      },
      async handle(c, caller, refused) {
        const kind = bodyKind(c, ['json', 'ndjson']);
        refuseIdempotencyKey(c);
        const lean = prefersMinimal(c);
        const options: DecideOptions = { minimal: lean, stream: true };
        const work: LineWork<CanContactInput, DecisionAnswer> = {
          read: (value) => readCanContact(value, guard),
          keyOf: ({ customerId }) => customerId,
          run: (input) => guard.decide(input, caller, options),
          textOf: answerText,
          refused,
        };
        if (kind === 'ndjson')
          return answerLines(c, deps, work, lean ? { 'preference-applied': 'return=minimal' } : undefined);
        const { requests } = check(canContactBatchFrame, parseJson(await readBody(c, maxBatchBytes)), {
          shallow: true,
        });
        const decisions = await answerAll(requests, deps, work);
        return new Response(`{"decisions":[${decisions.join(',')}]}`, { headers: lean ? minimalHeaders : fullHeaders });
      },
    },
  ];
}
