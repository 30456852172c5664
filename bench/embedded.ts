/** The embedded store through the guard, 64 decisions in flight, against SQLite with one row a commit; both WAL and synchronous=FULL. */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { type Bench, inTurns, ratio } from './support/figure.ts';
import { caller, customerId, flood, openService, request, walk } from './support/service.ts';

const customers = 100_000;
const times = 30_000;
const rows = 4000;
/** A folder of the project: the system's temporary one may lie in memory, where no commit waits for a disk. */
const data = fileURLToPath(new URL('../data/', import.meta.url));

export const embedded: Bench = {
  name: 'embedded',
  async run() {
    mkdirSync(data, { recursive: true });
    const folder = mkdtempSync(`${data}bench-`);
    const { guard, close } = await openService({ storeUrl: `sqlite:${folder}/guard.db` });
    const db = new DatabaseSync(`${folder}/rows.db`);
    db.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; CREATE TABLE contacts (customer TEXT NOT NULL, at_ms INTEGER NOT NULL)',
    );
    const insert = db.prepare('INSERT INTO contacts (customer, at_ms) VALUES (?, ?)');
    let step = 0;
    const decisions = async (count = times) =>
      count / (await flood(count, 64, () => guard.decide(request(walk(customers, step++)), caller)));
    const commits = async () =>
      rows / (await flood(rows, 1, async (row) => insert.run(customerId(walk(customers, row)), Date.now())));
    try {
      await decisions(15_000);
      const rounds = await inTurns(5, { decisions: () => decisions(), 'rows, one a commit': commits });
      const what =
        'decisions a second, 64 in flight / rows a second with one row a commit, both WAL and synchronous=FULL';
      return [ratio({ name: 'embedded', what, goal: { atLeast: 10 } }, rounds, 'decisions', 'rows, one a commit')];
    } finally {
      db.close();
      await close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
};
