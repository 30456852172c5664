/** What `links` and `headers` of an allowed decision cost: processor time of a message, in this process alone. */
import { createMakeLinks } from '../src/decisions/links.ts';
import { createHashes } from '../src/identity/hashes.ts';
import { createLinkTokens, type LinkSubject } from '../src/identity/tokens.ts';
import { createIds } from '../src/ids.ts';
import { loadPolicies } from '../src/policy/load.ts';
import { addressOf, customerId } from './support/customers.ts';
import { type Bench, isQuick, median } from './support/figure.ts';
import { policyFolder } from './support/policies.ts';
import { benchPepper } from './support/service.ts';

const messages = 20_000;
const rounds = 60;

export const links: Bench = {
  name: 'links',
  async run() {
    const loaded = await loadPolicies(policyFolder('shipped'));
    if ('problems' in loaded) throw new Error(`bench policies: ${loaded.problems[0]?.message}`);
    const hashes = createHashes(benchPepper);
    const ids = createIds(hashes);
    const makeLinks = createMakeLinks('https://contact.example.com', createLinkTokens(hashes));
    const all = Array.from({ length: messages }, (_, index): Omit<LinkSubject, 'madeMs'> => {
      const id = customerId(index);
      return {
        customerId: id,
        channel: 'email',
        purpose: 'marketing.promotions',
        address: hashes.address('email', addressOf(index)),
        keys: undefined,
        contactId: ids.contactId(hashes.customer(id), 1, Date.now()),
      };
    });
    const usOfMessage = async (): Promise<number> => {
      const atMs = Date.now();
      const before = process.cpuUsage();
      for (const message of all) makeLinks(message, atMs, loaded.set);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / messages;
    };
    for (let warm = 0; warm < 5; warm++) await usOfMessage();
    // One after the other: after a rest there is more garbage to collect than in a service that has none.
    const made: number[] = [];
    while (made.length < (isQuick() ? 1 : rounds)) made.push(await usOfMessage());
    return [
      {
        name: 'links',
        what: 'processor time of `links` and `headers` of an allowed e-mail',
        unit: 'us',
        goal: { atMost: 3 },
        value: median(made),
        min: Math.min(...made),
        max: Math.max(...made),
      },
    ];
  },
};
