import { describe, expect, test } from 'vitest';
import { policySet, shippedPolicies } from '../../test/support/policies.ts';
import { sqliteService } from '../../test/support/sqlite-service.ts';
import { crm, hourMs, startMs } from '../../test/support/world.ts';
import type { DecideOptions, DecisionAnswer } from '../guard-contract.ts';
import { answerText } from './answer-text.ts';

const rules = `
- { id: a.b_c-D9, because: "Say \\"no\\".", when: { channels: [email] }, cap: { limit: 2, window: 24h } }
- { id: watched, mode: shadow, because: Watched., when: { channels: [email] }, cap: { limit: 1, window: 24h } }
- { id: gone, because: Gone., cap: { limit: 1000, window: 1h } }`;

describe('an answer as text', () => {
  test.each([
    ['the shipped policies', shippedPolicies()],
    ['rules in shadow and none that bind', policySet(rules)],
    ['no rule at all', policySet('')],
  ])('is what JSON.stringify makes of it, with %s', async (_, policies) => {
    const { service, world } = await sqliteService({ policies });
    const texts: string[] = [];
    const look = async (fields: object, options: DecideOptions = {}): Promise<DecisionAnswer> => {
      const input = { customerId: 'c1', channel: 'email', purpose: 'marketing.promotions', mode: 'reserve', ...fields };
      const answer = await service.guard.decide(input as never, crm, options);
      expect(answerText(answer)).toBe(JSON.stringify(answer));
      texts.push(answerText(answer));
      return answer;
    };
    for (const mode of ['check', 'reserve'] as const) {
      for (const minimal of [false, true]) {
        await look({ mode }, { minimal });
        await look({ mode, channel: 'in_app', purpose: 'service.delivery' }, { minimal });
        await look({ mode, operationId: 'again' }, { minimal });
        await look({ mode: 'reserve', confirmByMs: startMs + hourMs, customerId: 'held' }, { minimal });
      }
    }
    await world.suppress({ customerId: 'c1', reason: 'said "no"\n' });
    await look({});
    expect(texts.filter((text) => text.includes('"allowed":true')).length).toBeGreaterThan(5);
    expect(texts.some((text) => text.includes('"allowed":false'))).toBe(true);
    await service.close();
  });

  test('keeps every field that an answer may have beside the usual ones', () => {
    const answer = {
      decisionId: 'dec_a',
      allowed: true,
      contactId: null,
      reasons: [],
      retryAt: null,
      shadow: [],
      caps: [],
    };
    const full = { ...answer, replayed: false, degraded: false, policyRevision: 'sha256:0', decidedAt: 'now' };
    const links = { preferences: '"', unsubscribe: 'https://a.example/u' };
    const linked = { ...full, links, headers: { 'List-Unsubscribe': '<https://a.example/u>' } };
    for (const one of [full, { ...full, links }, linked, answer, { allowed: true, decisionId: '"' }])
      expect(answerText(one)).toBe(JSON.stringify(one));
  });
});
