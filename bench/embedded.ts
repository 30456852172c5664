/** The embedded store through the guard, 64 decisions in flight, against SQLite with one row a commit; both WAL and synchronous=FULL. */
import { DatabaseSync } from 'node:sqlite';
import { customerId, walk } from './support/customers.ts';
import { withDataFolder } from './support/data-folder.ts';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { decideAs, flood, openService, request } from './support/service.ts';

const customers = 100_000;
const times = 20_000;
const rows = 4000;

export const embedded: Bench = {
  name: 'embedded',
  run: () =>
    withDataFolder(async (folder) => {
      const service = await openService({ storeUrl: `sqlite:${folder}/guard.db` });
      const db = new DatabaseSync(`${folder}/rows.db`);
      db.exec(
        'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE contacts (customer TEXT NOT NULL, at_ms INTEGER NOT NULL)',
      );
      const insert = db.prepare('INSERT INTO contacts (customer, at_ms) VALUES (?, ?)');
      const decide = (order: (customers: number, step: number) => number) => {
        let step = 0;
        return async (count = times) =>
          count / (await flood(count, 64, () => decideAs('allowed', service, request(order(customers, step++)))));
      };
      const decisions = decide(walk);
      const inNewOrder = decide((all, step) => walk(all, walk(all, step)));
      const commits = async () =>
        rows / (await flood(rows, 1, async (row) => insert.run(customerId(walk(customers, row)), Date.now())));
      try {
        // A service in use: each of them was contacted before.
        await decisions(customers);
        const rounds = await inTurns(5, {
          decisions: () => decisions(),
          'decisions, new order': () => inNewOrder(),
          'rows, one a commit': commits,
        });
        const what =
          'decisions a second, 64 in flight / rows a second with one row a commit, both WAL and synchronous=FULL';
        const other = 'the same where customers come in another order than the last time';
        return [
          ratio({ name: 'embedded', what, goal: { atLeast: 6 } }, rounds, 'decisions', 'rows, one a commit'),
          ratio(
            { name: 'embedded, new order', what: other, goal: undefined },
            rounds,
            'decisions, new order',
            'rows, one a commit',
          ),
        ];
      } finally {
        db.close();
        await service.close();
      }
    }),
};
