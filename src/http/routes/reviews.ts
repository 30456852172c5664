/** Words that may be no refusal: a person reads them and decides (contract 3). */
import type { AppDeps, Endpoint } from '../endpoint.ts';
import { json } from '../endpoint.ts';
import { pathId, readJson, readQuery, underLoad } from '../request.ts';
import { reviewAnswer, reviewPage, reviewQuery, reviewRequest } from '../schemas/reviews.ts';

export function reviewEndpoints({ guard, load }: AppDeps): readonly Endpoint[] {
  return [
    {
      method: 'GET',
      path: '/refusals/review',
      scopes: ['read'],
      doc: {
        operationId: 'listReviews',
        summary: 'Words in doubt that wait for a person',
        description: 'Each suppresses its channel until it is decided.',
        query: reviewQuery,
        answers: { 200: { description: 'What is open', schema: reviewPage } },
      },
      async handle(c) {
        const query = readQuery(c, reviewQuery);
        return json(await underLoad(load, () => guard.reviews(query)));
      },
    },
    {
      method: 'POST',
      path: '/refusals/review/{id}',
      scopes: ['refuse'],
      doc: {
        operationId: 'decideReview',
        summary: 'Decide whether words in doubt were a refusal',
        description: 'A refusal lasts from then on; what is none lifts only what these words made.',
        json: reviewRequest,
        example: { decision: 'not-a-refusal', by: 'ana', note: 'asked about the bus stop' },
        answers: { 200: { description: 'Decided', schema: reviewAnswer } },
        problems: [404, 409],
      },
      async handle(c, caller) {
        const id = pathId(c, 'id');
        const decision = await readJson(c, reviewRequest);
        return json(await underLoad(load, () => guard.decideReview(id, decision, caller)));
      },
    },
  ];
}
