/** /healthz: this process can answer. /readyz: everything is as it should be. /metrics. */
import { z } from 'zod';
import type { Auth } from '../../auth/auth.ts';
import { hasScope } from '../../auth/scopes.ts';
import type { HttpContext } from '../body.ts';
import { header } from '../body.ts';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { problemDocument, problemResponse } from '../problem.ts';

const health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
const readiness = z
  .strictObject({
    status: z.literal('ready'),
    details: z
      .record(z.string(), z.unknown())
      .describe('What is only reported: with scope `read` or `metrics`')
      .optional(),
  })
  .meta({ id: 'Readiness' });

const detailScopes = ['read', 'metrics'] as const;

/** Versions, patch levels and counts help an attacker; a probe needs none of them, and a wrong key fails no probe. */
function seesDetails(c: HttpContext, auth: Auth): boolean {
  try {
    return hasScope(auth.callerOf(header(c, 'authorization')), detailScopes);
  } catch {
    return false;
  }
}

export function healthEndpoints({ guard, auth, draining, metrics }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      scopes: 'open',
      doc: {
        operationId: 'getHealth',
        summary: 'Whether this process can answer',
        description: 'Degraded answers included; 503 while it drains. For load balancers.',
        answers: { 200: { description: 'It can', schema: health } },
        problems: [503],
      },
      handle() {
        if (draining.aborted)
          return problemResponse(problemDocument('draining', 'Requests begun are answered; ask another instance.'));
        return json({ status: 'ok' });
      },
    },
    {
      method: 'GET',
      path: '/readyz',
      scopes: 'open',
      doc: {
        operationId: 'getReadiness',
        summary: 'Whether store, ledger and policies are as they should be',
        description:
          '503 with `reasons` otherwise. For alerts and roll-outs. Without a key of scope `read` or `metrics`, `reasons` only names the parts that are not ready.',
        answers: { 200: { description: 'They are', schema: readiness } },
        problems: [503],
      },
      async handle(c) {
        const found = await guard.readiness();
        const isOpen = seesDetails(c, auth);
        const reasons = isOpen ? [...found.reasons] : found.parts.map((part) => `not ready: ${part}`);
        if (draining.aborted) reasons.unshift('the service is stopping');
        const shown = isOpen ? { details: found.details } : {};
        if (reasons.length === 0) return json({ status: 'ready', ...shown });
        return problemResponse({ ...problemDocument('not-ready', reasons.join('; ')), reasons, ...shown });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      scopes: detailScopes,
      doc: {
        operationId: 'getMetrics',
        summary: 'Metrics in the text format of Prometheus',
        answers: { 200: { description: 'Every metric', texts: ['text/plain'] } },
      },
      async handle() {
        return new Response(await metrics(), {
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        });
      },
    },
  ];
}
