import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FullAnswer } from '../src/decisions/answer.ts';
import { post, testApp } from '../src/http/testing/test-app.ts';
import { policySet } from './support/policies.ts';
import { runs } from './support/property.ts';
import { sqliteService } from './support/sqlite-service.ts';
import { dayMs, hourMs, iso, minuteMs, startMs, type World } from './support/world.ts';

const policies = policySet(`
  - { id: two, because: Two., when: { channels: [email] }, cap: { limit: 2, window: 6h } }
  - { id: all, because: All., cap: { limit: 4, window: { days: 2, clock: recipient } } }
  - { id: campaign, because: Campaign., when: { purposes: [marketing] }, cap: { limit: 1, window: 3d, per: [campaign] } }
  - { id: day, because: Day., when: { channels: [sms] }, hours: { allow: ["08:00-20:00"], clock: recipient } }
  - { id: agreed, because: Agreed., when: { purposes: [experiment] }, consent: { level: express } }
  - { id: tried, because: Tried., mode: shadow, cap: { limit: 1, window: 1h } }`);

const fields = fc.record(
  {
    customerId: fc.constantFrom('a', 'b'),
    channel: fc.constantFrom('email', 'sms', 'push'),
    purpose: fc.constantFrom('marketing.promotions', 'experiment', 'service.account', 'collections.debt'),
    keys: fc.constantFrom({ campaign: 'x' }, { campaign: 'y' }, {}),
    timeZone: fc.constantFrom('Europe/Berlin', 'America/New_York'),
    region: fc.constantFrom('DE', 'US', 'US-FL'),
    operationId: fc.constantFrom('op-1', 'op-2', 'op-3'),
    confirmByMs: fc.constantFrom(hourMs, dayMs),
  },
  { requiredKeys: ['customerId', 'channel', 'purpose'] },
);
const instant = fc.record({
  passMs: fc.constantFrom(minuteMs, hourMs, 5 * hourMs, 13 * hourMs, dayMs),
  requests: fc.array(fields, { minLength: 1, maxLength: 6 }),
});

/** The verdict: everything but the names that each asking gets anew, and what only a recorded contact changes. */
function verdict(answer: FullAnswer): unknown {
  const { decisionId: _d, contactId, caps: _c, ...rest } = answer;
  // Each service made the suppression itself.
  const reasons = rest.reasons.map(({ suppressionId: _s, ...reason }) => reason);
  return { ...rest, reasons, contact: contactId !== null };
}

test('check, reserve, a batch, a stream, and the logged request asked again give one verdict (I8)', async () => {
  const one = async () => {
    const made = await sqliteService({ policies });
    const { app } = testApp(made.service.guard);
    await made.world.suppress({ customerId: 'b', channel: 'push', expiresAtMs: startMs + 2 * dayMs });
    await made.world.consent({ customerId: 'a', purpose: 'experiment', expiresAtMs: startMs + dayMs });
    return { ...made, app };
  };
  await fc.assert(
    fc.asyncProperty(fc.array(instant, { minLength: 1, maxLength: 6 }), async (instants) => {
      const [single, batch, stream] = await Promise.all([one(), one(), one()]);
      const by = { name: 'local', scopes: new Set(['admin']) };
      for (const { passMs, requests } of instants) {
        for (const { world } of [single, batch, stream]) world.pass(passMs);
        const nowMs = single.world.nowMs();
        const reserved: FullAnswer[] = [];
        const replayable = new Set<number>();
        for (const { confirmByMs, ...request } of requests) {
          const asked = {
            ...request,
            ...(confirmByMs === undefined ? {} : { confirmByMs: nowMs + confirmByMs }),
          } as Parameters<World['ask']>[0];
          const mismatch = (error: Error) => error.message.slice(0, 20);
          const checked = await single.world
            .check(
              { ...asked, confirmByMs: undefined, ...(confirmByMs === undefined ? {} : { operationId: undefined }) },
              by,
            )
            .catch(mismatch);
          const answer = await single.world.ask(asked, by).catch(mismatch);
          if (typeof answer === 'string') {
            reserved.push({ status: 422 } as never);
            continue;
          }
          reserved.push(answer);
          const freshly = typeof checked !== 'string' && checked.replayed === answer.replayed;
          if (freshly) expect(verdict({ ...checked, contactId: answer.contactId })).toEqual(verdict(answer));
          if (answer.allowed) continue;
          replayable.add(reserved.length - 1);
          const entry = await single.world.guard.decision(answer.decisionId);
          const {
            addressHash: _a,
            confirmBy: _b,
            operationId: _o,
            ...logged
          } = entry['request'] as Record<string, unknown>;
          if (!answer.replayed && request.operationId === undefined)
            expect(verdict(await single.world.ask({ ...logged, mode: 'check' } as never, by))).toEqual(verdict(answer));
        }
        const bodies = requests.map(({ confirmByMs, ...request }) => ({
          ...request,
          ...(confirmByMs === undefined ? {} : { confirmBy: iso(nowMs + confirmByMs) }),
        }));
        const shown = (answer: unknown) => ('status' in (answer as object) ? 422 : verdict(answer as FullAnswer));
        const batched = (await (await post(batch.app, '/can-contact/batch', { requests: bodies })).json()) as {
          decisions: unknown[];
        };
        expect(batched.decisions.map(shown)).toEqual(reserved.map(shown));
        const lines = bodies.map((body) => JSON.stringify(body)).join('\n');
        const streamed = await (
          await post(stream.app, '/can-contact/batch', lines, { 'content-type': 'application/x-ndjson' })
        ).text();
        expect(
          streamed
            .trim()
            .split('\n')
            .map((line) => shown(JSON.parse(line))),
        ).toEqual(reserved.map(shown));
      }
      await Promise.all([single, batch, stream].map(({ service }) => service.close()));
    }),
    runs(60),
  );
});
