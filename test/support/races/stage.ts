/** Two (or three) services on one store, their clock set, whose questions run in lanes and are noted with what was answered. */
import pino from 'pino';
import { manualClock } from '../../../src/clock.ts';
import type { KeyedHash } from '../../../src/engine/request.ts';
import { type Acts, createActs } from '../../../src/refusals/acts.ts';
import { createService, type Service } from '../../../src/service.ts';
import type { RedisLink } from '../../../src/store/redis/client.ts';
import { createRedisStore } from '../../../src/store/redis/redis-store.ts';
import { policySet } from '../policies.ts';
import { redisUrl } from '../redis-service.ts';
import { testPepper } from '../sqlite-service.ts';
import { admin, createWorld, hourMs, problemOf, startMs, type World } from '../world.ts';
import { type Asked, orderThatAgrees, type Question } from './agree.ts';
import { beginLane, heldLink, type Lane, watched } from './lanes.ts';
import { type Run, type WalkOptions, walk } from './walk.ts';

/** What a process can be asked; everything is noted. */
export interface Actor {
  suppress(who: Who): Promise<string>;
  refuse(who: Who): Promise<string>;
  lift(id: string): Promise<void>;
  /** @returns the contact's id, null where it is denied */
  decide(customer: string, address?: string): Promise<string | null>;
  hold(customer: string, address?: string): Promise<string>;
  confirm(contactId: string): Promise<void>;
  remove(customer: string): Promise<void>;
  recover(): Promise<void>;
}

interface Who {
  readonly customer?: string | undefined;
  readonly address?: string | undefined;
}

/** What is the same in each order: what happened before, and what happens at once, each by a process of its own. */
export interface Race {
  readonly before?: (actor: Actor) => Promise<Record<string, string>>;
  readonly at: readonly ((actor: Actor, ids: Record<string, string>) => Promise<void>)[];
  /** The first process is killed before its command of this number; then somebody finds what it left. */
  readonly killAt?: number;
}

export interface Stage {
  walk(race: Race, options?: WalkOptions): ReturnType<typeof walk>;
  /** How many commands the first process of a race has, alone. */
  commandsOf(race: Race): Promise<number>;
  close(): Promise<void>;
}

const customers = ['ann', 'bob'];
const addresses = ['one@example.org', 'two@example.org'];
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
    const actorOf = (at: number): Actor => actor(parts[at] as (typeof parts)[number], asked, () => ++counter);
    const ids = (await watched(async () => race.before?.(actorOf(2)), touched)) ?? {};
    const lanes: Lane[] = [];
    for (const [at, act] of race.at.entries()) lanes.push(await beginLane(() => act(actorOf(at), ids), touched));
    if (race.killAt !== undefined) {
      const [first] = lanes;
      for (let step = 0; step < race.killAt; step++) await first?.step();
      await first?.kill();
      lanes.shift();
      clock.advance(6000);
    }
    return {
      asked,
      lanes,
      async check(order) {
        await Promise.all(lanes.map(({ ended }) => ended));
        await watched(() => lookAround(parts, race, asked, () => ++counter, clock, order), touched);
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

const subjectOf = ({ customer, address }: Who) => ({
  ...(customer === undefined ? {} : { customerId: customer }),
  ...(address === undefined ? {} : { address }),
});

function actor(
  { world, service, acts }: { world: World; service: Service; acts: Acts },
  asked: Asked[],
  now: () => number,
): Actor {
  const noted = async <T>(question: Question, work: () => Promise<T>, told: (value: T) => object): Promise<T> => {
    const place = asked.push({ what: question, beganAt: now(), endedAt: undefined }) - 1;
    const value = await work();
    const begun = asked[place] as Asked;
    asked[place] = { ...begun, what: { ...question, ...told(value) } as Question, endedAt: now() };
    return value;
  };
  const decide = async (customer: string, address: string | undefined, isHold: boolean) => {
    const answer = await noted(
      { kind: 'decide', customer, ...(address === undefined ? {} : { address }) },
      async () => {
        const given = await world.ask({
          ...subjectOf({ customer, address }),
          ...(isHold ? { confirmByMs: world.nowMs() + hourMs } : {}),
        });
        if (given.degraded) throw new Error('the store did not answer');
        return given;
      },
      ({ allowed, contactId }) => ({ allowed, ...(isHold && contactId !== null ? { hold: contactId } : {}) }),
    );
    return answer.contactId;
  };
  return {
    async suppress(who) {
      const made = await noted(
        { kind: 'suppress', ...who, reaches: false },
        () => world.suppress({ channel: 'email', ...subjectOf(who) }),
        ({ suppressionId }) => ({ id: suppressionId }),
      );
      return made.suppressionId;
    },
    async refuse(who) {
      const crm = { name: 'crm', scopes: new Set(['refuse']) };
      const made = await noted(
        { kind: 'suppress', ...who, reaches: true },
        () => service.guard.refuse({ channel: 'email', signal: 'stop', source: 'test', ...subjectOf(who) }, crm),
        (answer) => ({
          id: (answer.suppressions[0] as { suppressionId: string }).suppressionId,
          revoked: answer.revoked,
          event: answer.refusalId,
        }),
      );
      return (made.suppressions[0] as { suppressionId: string }).suppressionId;
    },
    async lift(id) {
      await noted(
        { kind: 'lift', id },
        async () => {
          const lifted = world.lift(id).then((standing) => (standing ? ('stands' as const) : ('gone' as const)));
          return lifted.catch(async () =>
            (await problemOf(lifted)).status === 404 ? ('unknown' as const) : undefined,
          );
        },
        (result) => ({ result }),
      );
    },
    decide: (customer, address) => decide(customer, address, false),
    hold: async (customer, address) => (await decide(customer, address, true)) ?? '',
    async confirm(contactId) {
      await noted(
        { kind: 'confirm', hold: contactId },
        () => world.confirm(contactId),
        ({ allowed }) => ({ allowed }),
      );
    },
    async remove(customer) {
      await noted(
        { kind: 'remove', customer },
        () => world.guard.erase(customer, admin),
        () => ({}),
      );
    },
    async recover() {
      await acts.recover();
    },
  };
}

/** Asks both processes about everybody, and lifts all that is listed: then everybody is free. @throws with the order where something does not agree */
async function lookAround(
  parts: readonly { world: World; service: Service; acts: Acts }[],
  race: Race,
  asked: Asked[],
  now: () => number,
  clock: { advance(ms: number): void },
  order: string,
): Promise<void> {
  const fail = (why: string): never => {
    const lines = asked.map(({ what, beganAt, endedAt }) => `${beganAt}-${endedAt ?? ''} ${JSON.stringify(what)}`);
    throw new Error(`${why}\nin the order ${order}\n${lines.join('\n')}`);
  };
  const note = (what: Question) => asked.push({ what, beganAt: now(), endedAt: now() });
  const worlds = parts.slice(0, 2).map(({ world }) => world);
  const listed = new Set<string>();
  const idsOf = (found: readonly object[]) => found.map((one) => (one as { suppressionId: string }).suppressionId);
  // Nothing is under way any more: what is asked at once is as good as asked one after the other.
  const list = async (): Promise<void> => {
    const looks = worlds.flatMap(({ guard }) => [
      ...customers.map(async (customer) => ({ customer, ids: idsOf(await guard.suppressionsOfCustomer(customer)) })),
      ...addresses.map(async (address) => ({
        address,
        ids: idsOf(await guard.suppressionsOfAddress({ address, channel: 'email' })),
      })),
    ]);
    for (const look of await Promise.all(looks)) {
      note({ kind: 'list', ...look });
      for (const id of look.ids) listed.add(id);
    }
  };
  const checks = async (): Promise<boolean[]> => {
    const looks = customers.flatMap((customer, turn) =>
      [undefined, ...addresses].map(async (address, at) => {
        const { allowed } = await (worlds[(turn + at) % 2] as World).check(subjectOf({ customer, address }));
        return { customer, ...(address === undefined ? {} : { address }), allowed };
      }),
    );
    const found = await Promise.all(looks);
    for (const one of found) note({ kind: 'decide', isCheck: true, ...one });
    return found.map(({ allowed }) => allowed);
  };
  if (race.killAt !== undefined) {
    clock.advance(6000);
    await parts[1]?.acts.recover();
  }
  await checks();
  await list();
  if (!orderThatAgrees(asked)) fail('no order explains the answers');
  for (const { what } of asked) {
    if (what.kind !== 'suppress' || !('event' in what)) continue;
    const refusalId = String(what.event);
    const found = (await worlds[1]?.guard.refusal(refusalId).catch(() => undefined)) as
      | { refusalId?: string }
      | undefined;
    if (found?.refusalId !== refusalId) fail(`the refusal ${refusalId} was acknowledged and is not kept`);
  }
  for (const address of race.killAt === undefined ? addresses.slice(0, 1) : addresses) {
    const ref = { kind: 'email' as const, hash: parts[0]?.service.hashes.address('email', address) as KeyedHash };
    const pending = await parts[0]?.service.store.readAddress(ref, ({ cold }) => cold.pending.length);
    if (pending !== 0) fail(`${pending} events are pending for ever`);
  }
  for (const id of listed) {
    const left = await worlds[0]
      ?.lift(id)
      .catch((error: unknown) => fail(`${id} is listed and cannot be lifted: ${String(error)}`));
    if (left) fail(`${id} stands though nobody said it again`);
  }
  if ((await checks()).includes(false)) fail('somebody is bound though all that is listed was lifted');
  const before = listed.size;
  listed.clear();
  await list();
  if (listed.size > 0) fail(`${listed.size} of ${before} suppressions are listed after all were lifted`);
}
