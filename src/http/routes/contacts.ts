/** Confirming holds, reporting outcomes, recording contacts made elsewhere. */
import { z } from 'zod';
import { monotonicMs } from '../../clock.ts';
import type { Caller, ElsewhereInput } from '../../guard-contract.ts';
import { bodyKind, maxRequestBytes, readBody } from '../body.ts';
import { check, parseJson } from '../check.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { answerDataLines } from '../json-or-lines.ts';
import { answerLines } from '../lines.ts';
import { joinOperationId, pathId, prefersMinimal, readJson, refuseIdempotencyKey, underLoad } from '../request.ts';
import {
  contact,
  contactAnswer,
  contactRequest,
  outcomeAnswer,
  outcomeLine,
  outcomeRequest,
  readElsewhere,
  toOutcomeInput,
} from '../schemas/contacts.ts';
import { decision } from '../schemas/decisions.ts';
import { problem } from '../schemas/problem.ts';

const sentAgain =
  'Sent again it is the same report and changes nothing, with an `Idempotency-Key` or without: none is needed.';

export function contactEndpoints(deps: AppDeps): readonly Endpoint[] {
  const { guard, load } = deps;
  return [
    {
      method: 'GET',
      path: '/contacts/{contactId}',
      scopes: ['read'],
      doc: {
        operationId: 'getContact',
        summary: 'One contact: the evidence of a message that was sent',
        description: 'When, what, by whom, what became of it, and the consent that was in force at that instant.',
        answers: { 200: { description: 'As it stands', schema: contact } },
        problems: [404],
      },
      handle: async (c) => json(await underLoad(load, () => guard.contact(pathId(c, 'contactId')))),
    },
    {
      method: 'POST',
      path: '/contacts/{contactId}/confirm',
      scopes: ['decide'],
      doc: {
        operationId: 'confirmContact',
        summary: 'Confirm a hold just before its message goes',
        description: 'Judges the kept request again as of now. No body.',
        headers: ['Prefer'],
        answers: {
          200: {
            description: 'The decision, with the same contactId where allowed',
            schema: decision,
          },
        },
        problems: [404, 409],
      },
      async handle(c, caller) {
        const minimal = prefersMinimal(c);
        const arrivedMs = monotonicMs();
        const answer = await underLoad(load, () =>
          guard.confirm(pathId(c, 'contactId'), caller, { minimal, arrivedMs }),
        );
        return json(answer, 200, minimal ? { 'preference-applied': 'return=minimal' } : undefined);
      },
    },
    {
      method: 'POST',
      path: '/contacts/{contactId}/outcome',
      scopes: ['decide', 'outcome'],
      doc: {
        operationId: 'recordOutcome',
        summary: 'Report what became of a contact',
        description: `\`refused\` and \`complained\` are refusals. Of a contact that was cancelled they are answered 409 as every other outcome is, and the refusal binds all the same. ${sentAgain}`,
        json: outcomeRequest,
        example: { outcome: 'delivered' },
        answers: { 200: { description: 'Whether the contact counts', schema: outcomeAnswer } },
        problems: [404, 409],
      },
      async handle(c, caller) {
        const contactId = pathId(c, 'contactId');
        const given = await readJson(c, outcomeRequest);
        return json(await underLoad(load, () => guard.outcome(toOutcomeInput({ contactId, ...given }), caller)));
      },
    },
    {
      method: 'POST',
      path: '/outcomes',
      scopes: ['decide', 'outcome'],
      doc: {
        operationId: 'recordOutcomes',
        summary: 'Report many outcomes',
        description: `A stream of any length, answered line by line in order. ${sentAgain}`,
        ndjson: outcomeLine,
        answers: {
          200: {
            description: 'One line for each',
            lines: z.union([outcomeAnswer, problem]),
          },
        },
      },
      handle(c, caller, refused) {
        bodyKind(c, ['ndjson']);
        return answerLines(c, deps, {
          read: (value) => toOutcomeInput(check(outcomeLine, value)),
          keyOf: ({ contactId }) => contactId,
          run: (input) => guard.outcome(input, caller),
          refused,
        });
      },
    },
    {
      method: 'POST',
      path: '/contacts',
      scopes: ['record'],
      doc: {
        operationId: 'recordContact',
        summary: 'Record contacts made elsewhere',
        description:
          'What happened, whatever the caps say: history at go-live, a customer who called in. NDJSON: a stream of any length, answered line by line in order.',
        json: contactRequest,
        example: {
          customerId: 'c-1042',
          channel: 'voice',
          purpose: 'service.account',
          at: '2026-11-20T09:12:00Z',
          operationId: 'call-8812',
          direction: 'inbound',
          outcome: 'conversation',
        },
        ndjson: contactRequest,
        headers: ['Idempotency-Key'],
        answers: {
          201: { description: 'Recorded', schema: contactAnswer },
          200: {
            description: 'Known already by its operationId; NDJSON: one line for each',
            schema: contactAnswer,
            lines: z.union([contactAnswer, problem]),
          },
        },
      },
      async handle(c, caller: Caller, refused) {
        if (bodyKind(c, ['json', 'ndjson']) === 'ndjson') {
          refuseIdempotencyKey(c);
          const work = {
            read: (value: unknown) => readElsewhere(value, guard),
            keyOf: ({ customerId }: { customerId: string }) => customerId,
            run: (input: ElsewhereInput) => guard.recordContact(input, caller),
            refused,
          };
          return answerDataLines(c, deps, work);
        }
        const body = parseJson(await readBody(c, maxRequestBytes));
        const more = joinOperationId(c, body);
        const input = readElsewhere(body, guard, more);
        const answer = await underLoad(load, () => guard.recordContact(input, caller));
        return json(answer, answer.replayed ? 200 : 201);
      },
    },
  ];
}
