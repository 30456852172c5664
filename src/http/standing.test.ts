/** Answers that go on for long, and the key that they were asked with. */
import { request } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { keyAuth } from '../auth/auth.ts';
import { createKey } from '../auth/keys.ts';
import { manualClock } from '../clock.ts';
import { testServer } from './testing/test-app.ts';

const clock = manualClock(Date.parse('2026-11-22T10:00:00Z'));
const { key, entry } = createKey('crm', ['read', 'decide'], clock.nowMs(), clock.nowMs() + 3_600_000);
const authorization = `Bearer ${key}`;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
  clock.set(Date.parse('2026-11-22T10:00:00Z'));
});

const ways = {
  'was revoked': (auth: ReturnType<typeof keyAuth>) => auth.replace([]),
  'lost one of its scopes': (auth: ReturnType<typeof keyAuth>) => auth.replace([{ ...entry, scopes: ['read'] }]),
  'has expired': () => clock.advance(3_600_000),
};

describe.each(Object.entries(ways))('with a key that %s', (_name, end) => {
  test('the live stream ends within a second, and hands no later entry out', async () => {
    const auth = keyAuth([entry], clock);
    let isOver = false;
    let say = (): void => {};
    const { url, server } = await testServer(
      {
        async *follow(signal) {
          signal.addEventListener('abort', () => {
            isOver = true;
          });
          yield { decisionId: 'd1' };
          await new Promise<void>((resolve) => {
            say = resolve;
          });
          yield { decisionId: 'd2' };
        },
      },
      { auth },
    );
    open.push(() => server.stop(0));
    const response = await fetch(`${url}/decisions/stream`, { headers: { authorization } });
    const text = response.text();
    await new Promise((resolve) => setTimeout(resolve, 50));
    end(auth);
    await expect.poll(() => isOver).toBe(true);
    say();
    expect(await text).toBe(': connected\n\nevent: decision\ndata: {"decisionId":"d1"}\n\n');
  });

  test('lines that come later are not looked at, and it is said', async () => {
    const auth = keyAuth([entry], clock);
    const { url, server, guard } = await testServer({}, { auth });
    open.push(() => server.stop(0));
    const line = (customerId: string) =>
      `${JSON.stringify({ customerId, channel: 'email', purpose: 'marketing.promotions' })}\n`;
    const sent = request(`${url}/can-contact/batch`, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/x-ndjson' },
      agent: false,
    });
    let text = '';
    const ended = new Promise<void>((resolve) => {
      sent.on('response', (answer) => {
        answer.on('data', (chunk) => {
          text += chunk;
        });
        answer.on('end', resolve);
      });
    });
    sent.write(line('a'));
    await expect.poll(() => text.split('\n').length).toBe(2);
    end(auth);
    sent.write(line('b') + line('c'));
    await ended;
    const answers = text
      .trimEnd()
      .split('\n')
      .map((answer) => JSON.parse(answer));
    expect(answers).toMatchObject([{ allowed: true }, { status: 401 }]);
    expect(guard.asked).toHaveLength(1);
    sent.destroy();
  });
});

test('a key that may more by now goes on', async () => {
  const auth = keyAuth([entry], clock);
  const { url, server } = await testServer(
    {
      async *follow() {
        await new Promise((resolve) => setTimeout(resolve, 600));
        yield { decisionId: 'd1' };
      },
    },
    { auth },
  );
  open.push(() => server.stop(0));
  const response = await fetch(`${url}/decisions/stream`, { headers: { authorization } });
  auth.replace([{ ...entry, scopes: ['admin'] }]);
  expect(await response.text()).toContain('{"decisionId":"d1"}');
});
