/** Refusals, suppressions and consents (contract 3). */
import { requireScope } from '../../auth/scopes.ts';
import { bodyKind } from '../body.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { pathId, readJson, readQuery, underLoad } from '../request.ts';
import { customerQuery } from '../schemas/decisions.ts';
import {
  consent,
  consentList,
  consentRequest,
  liftRequest,
  lookupRequest,
  refusalAnswer,
  refusalRequest,
  suppression,
  suppressionList,
  suppressionRequest,
  toConsentInput,
  toRefusalInput,
  toSuppressionInput,
} from '../schemas/refusals.ts';

export function refusalEndpoints(deps: AppDeps): readonly Endpoint[] {
  return [...refusals(deps), ...suppressions(deps), ...consents(deps)];
}

function refusals({ guard, load }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/refusals',
      scopes: ['refuse'],
      doc: {
        operationId: 'refuse',
        summary: 'The customer said no',
        description: 'In force for every decision from the moment the 201 was sent.',
        json: refusalRequest,
        example: { address: '+49 30 901820', channel: 'sms', signal: 'stop', source: 'sms-gateway' },
        answers: { 201: { description: 'The suppressions in force because of it', schema: refusalAnswer } },
      },
      async handle(c, caller) {
        bodyKind(c, ['json']);
        const input = toRefusalInput(
          await readJson(c, refusalRequest, (fitting) => guard.problemsOf('scope', fitting)),
        );
        return json(await underLoad(load, () => guard.refuse(input, caller)), 201);
      },
    },
  ];
}

function suppressions({ guard, load }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/suppressions',
      scopes: ['suppress'],
      doc: {
        operationId: 'suppress',
        summary: 'Hold back contacts to a customer, an address, or either of both',
        json: suppressionRequest,
        example: { customerId: 'c-1042', channel: '*', purpose: 'marketing', reason: 'in mourning', source: 'support' },
        answers: { 201: { description: 'The suppression', schema: suppression } },
      },
      async handle(c, caller) {
        bodyKind(c, ['json']);
        const input = toSuppressionInput(
          await readJson(c, suppressionRequest, (fitting) => guard.problemsOf('scope', fitting)),
        );
        return json(await underLoad(load, () => guard.suppress(input, caller)), 201);
      },
    },
    {
      method: 'GET',
      path: '/suppressions',
      scopes: ['read'],
      doc: {
        operationId: 'listSuppressions',
        summary: 'The suppressions of a customer',
        query: customerQuery,
        answers: { 200: { description: 'Those in force', schema: suppressionList } },
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
        description: 'A body, because no address belongs in a URL.',
        json: lookupRequest,
        example: { address: 'ann@example.org', channel: 'email' },
        answers: { 200: { description: 'Those in force', schema: suppressionList } },
      },
      async handle(c) {
        bodyKind(c, ['json']);
        const input = await readJson(c, lookupRequest, (fitting) => guard.problemsOf('scope', fitting));
        return json({ suppressions: await underLoad(load, () => guard.suppressionsOfAddress(input)) });
      },
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
        answers: { 204: { description: 'Lifted' } },
        problems: [404],
      },
      async handle(c, caller) {
        bodyKind(c, ['json']);
        const suppressionId = pathId(c, 'suppressionId');
        const why = await readJson(c, liftRequest);
        const standing = await underLoad(load, () => guard.lift(suppressionId, why, caller));
        return standing === undefined ? new Response(null, { status: 204 }) : json(standing);
      },
    },
  ];
}

function consents({ guard, load }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'POST',
      path: '/consents',
      scopes: ['consent'],
      doc: {
        operationId: 'recordConsent',
        summary: 'Record what the customer agreed to, or withdrew',
        description: '`lifts: true` needs scope suppress:lift as well.',
        json: consentRequest,
        example: {
          customerId: 'c-1042',
          channel: 'email',
          purpose: 'marketing',
          level: 'express',
          source: 'sign-up form',
        },
        answers: { 201: { description: 'The consent', schema: consent } },
      },
      async handle(c, caller) {
        bodyKind(c, ['json']);
        const given = await readJson(c, consentRequest, ({ purpose }) => guard.problemsOf('scope', { purpose }));
        if (given.lifts) requireScope(caller, ['suppress:lift']);
        return json(await underLoad(load, () => guard.consent(toConsentInput(given), caller)), 201);
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
        answers: { 200: { description: 'All of them', schema: consentList } },
      },
      async handle(c) {
        const { customerId } = readQuery(c, customerQuery);
        return json({ consents: await underLoad(load, () => guard.consentsOf(customerId)) });
      },
    },
  ];
}
