import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { kindsOfStage, openStageOn } from './support/races/open.ts';
import type { Race, Stage } from './support/races/stage.ts';

/**
 * `all` (the run of all checks): also the longest races and those of three. `every`: also the orders that differ only in commands which do not
 * touch each other. By default what a change is most likely to break.
 */
const asked = process.env['RACES'];
const everyOrder = asked === 'every';
const isLong = (name: string, { at }: Race): boolean =>
  at.length > 2 ||
  /^lift × lift, by (address|both)|^refuse again × lift, by both|confirm .*by both|decide .*by both/.test(name);
const walks = (name: string, race: Race): boolean => asked !== undefined || !isLong(name, race);

const both = { customer: 'ann', address: 'one@example.org' };
const byCustomer = { customer: 'ann' };
const byAddress = { address: 'one@example.org' };
const [one, two] = ['one@example.org', 'two@example.org'];
const reached = async (actor: Parameters<NonNullable<Race['before']>>[0]) => {
  await actor.decide('ann', one);
  return {};
};

const races: Record<string, Race> = {};
for (const [name, who] of Object.entries({ customer: byCustomer, address: byAddress, both })) {
  const refused: Race['before'] = async (actor) => {
    await reached(actor);
    return { id: await actor.refuse(who) };
  };
  races[`suppress × suppress, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.suppress(who)), async (b) => void (await b.suppress(who))],
  };
  races[`refuse × refuse, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), async (b) => void (await b.refuse(who))],
  };
  races[`refuse again × lift, by ${name}`] = {
    before: refused,
    at: [async (a) => void (await a.refuse(who)), (b, { id = '' }) => b.lift(id)],
  };
  races[`lift × lift, by ${name}`] = {
    before: refused,
    at: [(a, { id = '' }) => a.lift(id), (b, { id = '' }) => b.lift(id)],
  };
  races[`lift × first contact, by ${name}`] = {
    before: async (actor) => ({ id: await actor.refuse(who) }),
    at: [(a, { id = '' }) => a.lift(id), async (b) => void (await b.decide('ann', one))],
  };
  races[`refuse × decide with the address, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), async (b) => void (await b.decide('ann', one))],
  };
  races[`refuse × first contact, by ${name}`] = {
    at: [async (a) => void (await a.refuse(who)), async (b) => void (await b.decide('ann', one))],
  };
  races[`refuse × decide without an address, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), async (b) => void (await b.decide('ann'))],
  };
  races[`refuse × decide for another customer, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), async (b) => void (await b.decide('bob', one))],
  };
  races[`refuse × decide at another address, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), async (b) => void (await b.decide('ann', two))],
  };
  for (const [kind, address] of [
    ['with', one],
    ['without', undefined],
  ] as const)
    races[`refuse × confirm of a hold ${kind} an address, by ${name}`] = {
      before: async (actor) => {
        await reached(actor);
        return { hold: await actor.hold('ann', address) };
      },
      at: [async (a) => void (await a.refuse(who)), (b, { hold = '' }) => b.confirm(hold)],
    };
}
races['refuse × hold, by customer'] = {
  before: reached,
  at: [async (a) => void (await a.refuse(byCustomer)), async (b) => void (await b.hold('ann'))],
};
races['hold × confirm of another × refuse'] = {
  before: async (actor) => {
    await reached(actor);
    return { hold: await actor.hold('ann') };
  },
  at: [
    async (a) => void (await a.hold('ann')),
    (b, { hold = '' }) => b.confirm(hold),
    async (c) => void (await c.refuse(byCustomer)),
  ],
};
races['removal × hold'] = {
  before: reached,
  at: [(a) => a.remove('ann'), async (b) => void (await b.hold('ann', one))],
};
races['two first contacts at one address × refuse by it'] = {
  at: [
    async (a) => void (await a.decide('ann', one)),
    async (b) => void (await b.decide('bob', one)),
    async (c) => void (await c.refuse(byAddress)),
  ],
};
races['refuse × refuse × lift, by both'] = {
  before: async (actor) => ({ id: await actor.refuse(both) }),
  at: [
    async (a) => void (await a.refuse(both)),
    async (b) => void (await b.refuse(both)),
    (c, { id = '' }) => c.lift(id),
  ],
};
races['removal × decide'] = {
  before: reached,
  at: [(a) => a.remove('ann'), async (b) => void (await b.decide('ann', one))],
};
races['removal × decide, suppressed'] = {
  before: async (actor) => {
    await reached(actor);
    await actor.suppress(byCustomer);
    return {};
  },
  at: [(a) => a.remove('ann'), async (b) => void (await b.decide('ann', one))],
};
races['removal × refuse by customer'] = {
  before: reached,
  at: [(a) => a.remove('ann'), async (b) => void (await b.refuse(byCustomer))],
};
races['removal × refuse by address'] = {
  before: reached,
  at: [(a) => a.remove('ann'), async (b) => void (await b.refuse(byAddress))],
};
races['removal × refuse by both'] = {
  before: reached,
  at: [(a) => a.remove('ann'), async (b) => void (await b.refuse(both))],
};
races['removal × contact elsewhere, where somebody refused'] = {
  before: async (actor) => {
    await actor.refuse(byAddress);
    return {};
  },
  at: [(a) => a.remove('ann'), async (b) => void (await b.elsewhere('ann', one))],
};
// Thousands of orders each: races-drawn.test.ts draws some of them.
for (const decision of everyOrder ? (['refusal', 'not-a-refusal'] as const) : [])
  races[`words in doubt again × read as ${decision}`] = {
    before: async (actor) => {
      await reached(actor);
      return actor.sayInDoubt(both);
    },
    at: [
      async (a) => void (await a.sayInDoubt(both)),
      (b, { sup = '', review = '' }) => b.decideReview({ sup, review }, decision),
    ],
  };

/** The first of them is killed, and another process finds what it left, while somebody else goes on. */
const killed: Record<string, Race> = {};
for (const [name, who] of Object.entries({ address: byAddress, both })) {
  const refused: Race['before'] = async (actor) => {
    await reached(actor);
    return { id: await actor.refuse(who) };
  };
  killed[`refuse × finding it, by ${name}`] = {
    before: async (actor) => {
      await reached(actor);
      await actor.hold('ann', one);
      return {};
    },
    at: [async (a) => void (await a.refuse(who)), (b) => b.recover()],
  };
  killed[`refuse × finding it × finding it, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), (b) => b.recover(), (c) => c.recover()],
  };
  killed[`refuse × finding it × refuse again, by ${name}`] = {
    before: reached,
    at: [async (a) => void (await a.refuse(who)), (b) => b.recover(), async (c) => void (await c.refuse(who))],
  };
  killed[`refuse again × finding it × lift, by ${name}`] = {
    before: refused,
    at: [async (a) => void (await a.refuse(who)), (b) => b.recover(), (c, { id = '' }) => c.lift(id)],
  };
  killed[`lift × finding it × lift, by ${name}`] = {
    before: refused,
    at: [(a, { id = '' }) => a.lift(id), (b) => b.recover(), (c, { id = '' }) => c.lift(id)],
  };
}

describe.each(kindsOfStage)('%s', (kind) => {
  let stage: Stage;
  let orders = 0;
  let again = 0;
  let violations = 0;
  beforeAll(async () => {
    stage = await openStageOn(kind);
  });
  afterAll(async () => {
    process.stdout.write(
      `${kind}: ${orders} orders walked, ${violations} races with a violation, ${again} runs that were one of them again\n`,
    );
    await stage.close();
  });
  const walked = async (race: Race): Promise<void> => {
    const found = await stage.walk(race, { everyOrder }).catch((error: unknown) => {
      violations++;
      throw error;
    });
    orders += found.orders;
    again += found.again;
    expect(found.orders).toBeGreaterThan(0);
  };

  for (const [name, race] of Object.entries(races))
    if (walks(name, race)) test(name, { timeout: 900_000 }, () => walked(race));

  for (const [name, race] of Object.entries(killed))
    if (walks(name, race))
      test(`${name}, killed before each of its commands`, { timeout: 900_000 }, async () => {
        const commands = await stage.commandsOf(race);
        for (let killAt = 0; killAt < commands; killAt++) await walked({ ...race, killAt });
      });
});
