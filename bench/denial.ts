/** A denial, explained and stored, against an allow: through `/can-contact` on Redis, and through the guard on the embedded store. */
import { startServer } from './support/child.ts';
import { walk } from './support/customers.ts';
import { withDataFolder } from './support/data-folder.ts';
import { type Bench, type Figure, inTurns, ratio } from './support/figure.ts';
import { mostRequests, requestsSent, warmUp } from './support/load.ts';
import { denials, startBenchRedis } from './support/redis.ts';
import { decideAs, flood, hourMs, olderContacts, openService, request, seed } from './support/service.ts';

const customers = 200_000;
/** Whose day is full: three marketing e-mails in the last hours. */
const full = { from: 2_000_000, customers: 30_000 };
const fullHere = 5000;
/** At the ends of all rounds. */
const mostUnderWay = 1000;
const what = 'a denial, explained and stored / an allowed decision, same store';
const goal = { atLeast: 0.6 };

export const denial: Bench = {
  name: 'denial',
  run: async () => [await onRedis(), await embedded()],
};

async function onRedis(): Promise<Figure> {
  const redis = await startBenchRedis();
  await seed(redis, { customers, agoMs: olderContacts });
  await seed(redis, { ...full, agoMs: [...olderContacts, 3 * hourMs, 2 * hourMs, hourMs] });
  const guard = await startServer('guard.ts', { STORE_URL: redis.url });
  const { port } = guard;
  const load = (who: { from?: number; customers: number }, seconds = 2) => mostRequests({ port, seconds, ...who });
  try {
    await warmUp({ port, customers });
    await load(full);
    const rounds = await inTurns(5, { denied: () => load(full), allowed: () => load({ customers }) });
    // Those under way at the end of a round are not among those asked.
    const [denied, asked] = [await denials(redis.client), requestsSent({ port, from: full.from })];
    if (denied < asked || denied > asked + mostUnderWay) throw new Error(`bench: ${denied} of ${asked} were denied`);
    return ratio({ name: 'denial, redis', what: `${what}, over HTTP`, goal }, rounds, 'denied', 'allowed');
  } finally {
    await guard.stop();
    await redis.stop();
  }
}

function embedded(): Promise<Figure> {
  return withDataFolder(async (folder) => {
    const service = await openService({ storeUrl: `sqlite:${folder}/guard.db` });
    const next = { allowed: 0, denied: 0 };
    const perSecond = async (expected: keyof typeof next, times: number) => {
      const ask = () =>
        expected === 'denied'
          ? request(full.from + walk(fullHere, next.denied++))
          : request(walk(customers, next.allowed++));
      return times / (await flood(times, 64, () => decideAs(expected, service, ask())));
    };
    try {
      await flood(fullHere * 3, 64, (step) => decideAs('allowed', service, request(full.from + walk(fullHere, step))));
      await perSecond('allowed', 10_000);
      await perSecond('denied', 5000);
      const rounds = await inTurns(5, {
        denied: () => perSecond('denied', 10_000),
        allowed: () => perSecond('allowed', 20_000),
      });
      return ratio({ name: 'denial, embedded', what: `${what}, 64 in flight`, goal }, rounds, 'denied', 'allowed');
    } finally {
      await service.close();
    }
  });
}
