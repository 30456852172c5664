/** /healthz: this process can answer. /readyz: everything is as it should be. /metrics. */
import { z } from 'zod';
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { problemDocument, problemResponse } from '../problem.ts';

const health = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
const readiness = z
  .strictObject({ status: z.literal('ready'), details: z.looseObject({}).describe('What is only reported') })
  .meta({ id: 'Readiness' });

export function healthEndpoints({ guard, draining, metrics }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/healthz',
      scopes: 'open',
      doc: {
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
        summary: 'Whether store and policies are as they should be',
        description: '503 with `reasons` otherwise. For alerts and roll-outs.',
        answers: { 200: { description: 'They are', schema: readiness } },
        problems: [503],
      },
      async handle() {
        const { ready, reasons, details } = await guard.readiness();
        const all = draining.aborted ? ['the service is stopping', ...reasons] : reasons;
        if (ready && all.length === 0) return json({ status: 'ready', details });
        return problemResponse({
          ...problemDocument('not-ready', all.join('; ') || 'not ready'),
          reasons: all,
          details,
        });
      },
    },
    {
      method: 'GET',
      path: '/metrics',
      scopes: ['read'],
      doc: {
        summary: 'Metrics in the text format of Prometheus',
        answers: { 200: { description: 'Every metric', content: { 'text/plain': 'text' } } },
      },
      async handle() {
        return new Response(await metrics(), {
          headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
        });
      },
    },
  ];
}
