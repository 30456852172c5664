/** What the peers have in common: Hono on Node's server, one POST that answers with a body as long as the service's own. */
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { tellParent } from '../support/child.ts';

const cap = (rule: string, limit: number) => ({ policy: 'default', rule, limit, used: 1, remaining: limit - 1 });

/** An allowed decision as the default policy answers it. */
export const sampleAnswer = {
  decisionId: 'dec_vdP4Oc4UN4nHPyWyvPF-0A',
  allowed: true,
  contactId: 'con_pKX8ANlAkiWeCqBQE4jZxw',
  reasons: [],
  retryAt: null,
  shadow: [],
  caps: [
    cap('email-daily', 3),
    cap('email-weekly', 7),
    cap('marketing-daily', 5),
    cap('marketing-weekly', 12),
    cap('runaway-guard', 30),
  ],
  replayed: false,
  degraded: false,
  policyRevision: `sha256:${'0123456789abcdef'.repeat(4)}`,
  decidedAt: '2026-01-01T00:00:00.000Z',
};

export function servePost(answer: (c: Context) => Promise<Response> | Response): void {
  const app = new Hono();
  app.post('/can-contact', answer);
  serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' }, ({ port }) => tellParent({ port }));
}
