/** Two (or three) services on one store, their clock set, whose questions run in lanes and are noted with what was answered. */
import pino from 'pino';
import { manualClock } from '../../../src/clock.ts';
import { type Acts, createActs } from '../../../src/refusals/acts.ts';
import { createService } from '../../../src/service.ts';
import type { RedisLink } from '../../../src/store/redis/client.ts';
import { createRedisStore } from '../../../src/store/redis/redis-store.ts';
import { policySet } from '../policies.ts';
import { redisUrl } from '../redis-service.ts';
import { testPepper } from '../sqlite-service.ts';
import { createWorld, startMs } from '../world.ts';
import { type Actor, createActor } from './actor.ts';
import { beginLane, heldLink, type Lane, mortal, watched } from './lanes.ts';
import { lookAround } from './look-around.ts';
import type { Asked } from './question.ts';
import { type Run, type WalkOptions, walk } from './walk.ts';

/** What is the same in each order: what happened before, and what happens at once, each by a process of its own. */
export interface Race {
  readonly before?: (actor: Actor) => Promise<Record<string, string>>;
  readonly at: readonly ((actor: Actor, ids: Record<string, string>) => Promise<void>)[];
  /** The first process is killed before its command of this number; then somebody finds what it left. */
  readonly killAt?: number;
  /** The first process is killed after so many of its commands, which lie anywhere among those of the others. */
  readonly killAfter?: number;
}

export interface Stage {
  walk(race: Race, options?: WalkOptions): ReturnType<typeof walk>;
  /** How many commands the first process of a race has, alone. */
  commandsOf(race: Race): Promise<number>;
  close(): Promise<void>;
}

let stages = 0;

export async function openStage(url: string): Promise<Stage> {
  const prefix = `race${process.pid}-${stages++}`;
  const clock = manualClock(startMs);
  const parts = await Promise.all(
    Array.from({ length: 3 }, async () => {
      let link: RedisLink | undefined;
      let acts: Acts | undefined;
      const service = createService({
        pepper: testPepper,
        policies: policySet(''),
        clock,
        log: pino({ level: 'silent' }),
        makeStore: (made) => {
          const around = (real: RedisLink) => {
            link = heldLink(real);
            return link;
          };
          const store = createRedisStore({
            url: redisUrl(url),
            prefix,
            checks: 'report',
            setClock: true,
            around,
            ...made,
          });
          acts = createActs(store, made.tools, () => {});
          return store;
        },
      });
      await service.open();
      return {
        service,
        world: createWorld(service, clock),
        link: link as unknown as RedisLink,
        acts: acts as unknown as Acts,
      };
    }),
  );

  const begin = async (race: Race): Promise<Run & { asked: Asked[] }> => {
    clock.set(startMs);
    const touched = new Set<string>();
    const asked: Asked[] = [];
    let counter = 0;
    const now = (): number => ++counter;
    const actorOf = (at: number): Actor => createActor(parts[at] as (typeof parts)[number], asked, now);
    const ids = (await watched(async () => race.before?.(actorOf(2)), touched)) ?? {};
    // What was said before is older than what is said at once.
    clock.advance(1000);
    const lanes: Lane[] = [];
    for (const [at, act] of race.at.entries()) lanes.push(await beginLane(() => act(actorOf(at), ids), touched));
    if (race.killAt !== undefined) {
      const [first] = lanes;
      for (let step = 0; step < race.killAt; step++) await first?.step();
      await first?.kill();
      lanes.shift();
      clock.advance(6000);
    }
    const [first, ...others] = lanes;
    const isKilled = race.killAfter !== undefined && first !== undefined;
    return {
      asked,
      lanes: isKilled ? [mortal(first, race.killAfter), ...others] : lanes,
      async check(order) {
        await Promise.all((isKilled ? others : lanes).map(({ ended }) => ended)).catch((error: unknown) => {
          throw new Error(`${String(error)}\nin the order ${order}`);
        });
        const isWhole = race.killAt === undefined && race.killAfter === undefined;
        const look = async (): Promise<void> => {
          if (!isWhole) {
            clock.advance(6000);
            await parts[1]?.acts.recover();
          }
          await lookAround({ parts, asked, now, isWhole, order });
        };
        await watched(look, touched);
      },
      async end() {
        await Promise.all(lanes.map((lane) => lane.kill()));
        const mine = [...touched].filter((key) => /\{[\da-f]{2}\}/.test(key));
        await Promise.all(mine.map((key) => parts[0]?.link.client.del(key)));
      },
    };
  };

  return {
    walk: (race, options) => walk(() => begin(race), options),
    async commandsOf(race) {
      const run = await begin({ ...race, at: race.at.slice(0, 1) });
      let count = 0;
      try {
        for (const [first] = run.lanes; first && !first.isDone(); count++) await first.step();
      } finally {
        await run.end();
      }
      return count;
    },
    close: async () => void (await Promise.all(parts.map(({ service }) => service.close()))),
  };
}
