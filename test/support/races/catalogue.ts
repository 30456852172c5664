/** What can be asked at once, and what may have happened before: sets of these are drawn for races. */
import type { Actor } from './actor.ts';
import type { Race } from './stage.ts';

type Ids = Readonly<Record<string, string>>;

interface Part {
  /** What it needs of what happened before. */
  readonly needs?: readonly string[];
  run(actor: Actor, ids: Ids): Promise<unknown>;
}

interface Before {
  readonly makes: readonly string[];
  run(actor: Actor): Promise<Record<string, string>>;
}

const [one, two] = ['one@example.org', 'two@example.org'];
const both = { customer: 'ann', address: one };
const byCustomer = { customer: 'ann' };
const byAddress = { address: one };

/** What the parts name: a contact, a hold, a suppression that stands, words that wait to be read. */
export const befores: Readonly<Record<string, Before>> = {
  nothing: { makes: [], run: async () => ({}) },
  reached: { makes: ['contact'], run: async (a) => ({ contact: (await a.decide('ann', one, 'mail-1')) ?? '' }) },
  'reached after somebody else': {
    makes: ['contact'],
    async run(a) {
      await a.decide('bob', one);
      return { contact: (await a.decide('ann', one, 'mail-1')) ?? '' };
    },
  },
  'held with the address': { makes: ['hold'], run: async (a) => ({ hold: await a.hold('ann', one) }) },
  'held without an address': {
    makes: ['contact', 'hold'],
    run: async (a) => ({ contact: (await a.decide('ann', one)) ?? '', hold: await a.hold('ann') }),
  },
  ...Object.fromEntries(
    Object.entries({ both, address: byAddress, customer: byCustomer }).map(([name, who]): [string, Before] => [
      `refused by ${name}`,
      {
        makes: ['contact', 'sup'],
        run: async (a) => ({ contact: (await a.decide('ann', one)) ?? '', sup: await a.refuse(who) }),
      },
    ]),
  ),
  'refused by address, nobody known': { makes: ['sup'], run: async (a) => ({ sup: await a.refuse(byAddress) }) },
  'suppressed by both, held': {
    makes: ['hold', 'sup'],
    run: async (a) => ({ hold: await a.hold('ann', one), sup: await a.suppress(both) }),
  },
  ...Object.fromEntries(
    Object.entries({ both, address: byAddress }).map(([name, who]): [string, Before] => [
      `in doubt by ${name}`,
      {
        makes: ['sup', 'review'],
        async run(a) {
          await a.decide('ann', one);
          return a.sayInDoubt(who);
        },
      },
    ]),
  ),
  'in doubt by address, nobody known': { makes: ['sup', 'review'], run: (a) => a.sayInDoubt(byAddress) },
};

const waiting = ({ sup = '', review = '' }: Ids) => ({ sup, review });

const parts: Readonly<Record<string, Part>> = {
  decide: { run: (a) => a.decide('ann', one) },
  'decide without an address': { run: (a) => a.decide('ann') },
  'decide for somebody else': { run: (a) => a.decide('bob', one) },
  'decide at another address': { run: (a) => a.decide('ann', two) },
  'decide again': { needs: ['contact'], run: (a) => a.decide('ann', one, 'mail-1') },
  hold: { run: (a) => a.hold('ann', one) },
  'hold without an address': { run: (a) => a.hold('ann') },
  confirm: { needs: ['hold'], run: (a, { hold = '' }) => a.confirm(hold) },
  ...Object.fromEntries(
    (['cancelled', 'failed', 'delivered', 'refused', 'complained'] as const).flatMap((outcome) =>
      ['hold', 'contact'].map((name): [string, Part] => [
        `${outcome} of the ${name}`,
        { needs: [name], run: (a, ids) => a.outcome(ids[name] ?? '', outcome) },
      ]),
    ),
  ),
  'contact elsewhere': { run: (a) => a.elsewhere('ann', one) },
  'contact of somebody else elsewhere': { run: (a) => a.elsewhere('bob', one) },
  'refuse by customer': { run: (a) => a.refuse(byCustomer) },
  'refuse by address': { run: (a) => a.refuse(byAddress) },
  'refuse by both': { run: (a) => a.refuse(both) },
  'refuse by both under an id': { run: (a) => a.refuse(both, 'stop-1') },
  'refuse by address under an id': { run: (a) => a.refuse(byAddress, 'stop-2') },
  'refuse by the contact': { needs: ['contact'], run: (a, { contact = '' }) => a.refuseContact(contact) },
  'refuse by the hold': { needs: ['hold'], run: (a, { hold = '' }) => a.refuseContact(hold) },
  'words in doubt by address': { run: (a) => a.sayInDoubt(byAddress) },
  'words in doubt by both': { run: (a) => a.sayInDoubt(both) },
  'read as a refusal': { needs: ['review'], run: (a, ids) => a.decideReview(waiting(ids), 'refusal') },
  'read as none': { needs: ['review'], run: (a, ids) => a.decideReview(waiting(ids), 'not-a-refusal') },
  'suppress by customer': { run: (a) => a.suppress(byCustomer) },
  'suppress by address': { run: (a) => a.suppress(byAddress) },
  'suppress by both': { run: (a) => a.suppress(both) },
  'a row of a list': { run: (a) => a.takeOver(one) },
  withdraw: { run: (a) => a.withdraw('ann') },
  'consent that lifts': { run: (a) => a.consent('ann') },
  START: { run: (a) => a.optIn(one) },
  lift: { needs: ['sup'], run: (a, { sup = '' }) => a.lift(sup) },
  erase: { run: (a) => a.remove('ann') },
  'erase somebody else': { run: (a) => a.remove('bob') },
};

/** The names of what can be asked after this. */
export function partsAfter(before: string): readonly string[] {
  const { makes } = befores[before] as Before;
  return Object.keys(parts).filter((name) => parts[name]?.needs?.every((one) => makes.includes(one)) ?? true);
}

export function raceOf(before: string, names: readonly string[]): Race {
  return {
    before: (befores[before] as Before).run,
    at: names.map((name) => async (actor, ids) => void (await (parts[name] as Part).run(actor, ids))),
  };
}
