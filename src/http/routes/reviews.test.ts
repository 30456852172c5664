import { expect, test } from 'vitest';
import { post, testApp } from '../testing/test-app.ts';

test('a review is decided with who decides, and nothing else is taken for a decision', async () => {
  const { app, guard } = testApp();
  const decided = await post(app, '/refusals/review/ref_1', { decision: 'refusal', by: 'ana' });
  expect(decided.status).toBe(200);
  expect(guard.asked).toMatchObject([
    { method: 'decideReview', input: { id: 'ref_1', decision: 'refusal', by: 'ana' } },
  ]);
  for (const body of [{ decision: 'unsure', by: 'ana' }, { decision: 'refusal' }, { decision: 'refusal', by: '' }])
    expect((await post(app, '/refusals/review/ref_1', body)).status).toBe(422);
});

test('the list is no refusal of that name, and its page is bounded', async () => {
  const { app, guard } = testApp();
  expect(await (await app.request('/refusals/review?limit=7&cursor=x')).json()).toEqual({
    reviews: [],
    nextCursor: null,
  });
  expect(guard.asked).toMatchObject([{ method: 'reviews', input: { limit: 7, cursor: 'x' } }]);
  for (const query of ['limit=0', 'limit=1001', 'customerId=c'])
    expect((await app.request(`/refusals/review?${query}`)).status).toBe(422);
});

test('the signal text needs a text', async () => {
  const { app } = testApp();
  const said = { customerId: 'c', channel: 'sms', signal: 'text', source: 's' };
  const refused = await post(app, '/refusals', said);
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ errors: [{ path: 'text' }] });
  expect((await post(app, '/refusals', { ...said, text: 'hello' })).status).toBe(201);
});
