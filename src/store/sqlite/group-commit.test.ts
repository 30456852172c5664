import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, test } from 'vitest';
import { monotonicMs } from '../../clock.ts';
import { createGroupCommit, type GroupCommit } from './group-commit.ts';

let db: DatabaseSync;
let commits: GroupCommit;
let undone: number;
beforeEach(() => {
  db = new DatabaseSync(':memory:');
  db.exec('CREATE TABLE t (n INTEGER NOT NULL)');
  undone = 0;
  commits = createGroupCommit({ db, onRollback: () => void undone++ });
});

const insert = (n: number | null) => commits.write(() => db.prepare('INSERT INTO t VALUES (?)').run(n));
const count = () => (db.prepare('SELECT count(*) AS n FROM t').get() as { n: number }).n;

test('whoever waits for what waits now does not wait for what comes later', async () => {
  let writes = 0;
  let going = true;
  // Each write that is done asks for the next: the queue is never empty.
  const keepOn = async (): Promise<void> => {
    while (going) {
      await insert(1);
      writes++;
    }
  };
  const writers = Array.from({ length: 100 }, keepOn);
  try {
    for (let round = 0; round < 20; round++) {
      const before = writes;
      await commits.settled();
      // Those that waited, and on a machine that takes several commits for them what came in time for the last of these: of each writer one.
      expect(writes - before).toBeLessThan(200);
    }
  } finally {
    going = false;
    await Promise.all(writers);
  }
  expect(count()).toBe(writes);
});

test('what was asked before is committed by then, also where one of it was refused', async () => {
  const good = insert(1);
  const bad = commits.write(() => {
    throw new Error('no');
  });
  await commits.settled();
  expect(count()).toBe(1);
  await good;
  await expect(bad).rejects.toThrow('no');
  const refused = insert(null).catch(() => 'refused');
  await commits.settled();
  expect([await refused, commits.failure()]).toEqual(['refused', expect.stringContaining('NOT NULL')]);
  await commits.settled();
});

test('what is undone is told, and the next write that goes through makes all well again', async () => {
  await expect(
    commits.write(() => {
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(undone).toBe(0);
  await expect(insert(null)).rejects.toThrow('NOT NULL');
  expect(undone).toBe(1);
  await insert(1);
  expect([undone, commits.failure(), count()]).toEqual([1, undefined, 1]);
});

test('only what was committed is counted', async () => {
  const counted: number[] = [];
  commits = createGroupCommit({ db, onRollback() {}, onCommit: (writes) => counted.push(writes) });
  await Promise.all([insert(1), insert(2)]);
  await insert(null).catch(() => {});
  await insert(3);
  expect(counted).toEqual([2, 1]);
});

test('a long queue is committed in pieces, and others have their turn between them', async () => {
  const busyMs = 1;
  const work = () => {
    const endMs = monotonicMs() + busyMs;
    while (monotonicMs() < endMs);
  };
  const turns: number[] = [];
  let done = 0;
  const jobs = Array.from({ length: 100 }, () => commits.write(work).then(() => done++));
  const tick = (): void => {
    turns.push(done);
    if (done < jobs.length) setImmediate(tick);
  };
  setImmediate(tick);
  await Promise.all(jobs);
  // 100 ms of work, 10 ms at a time: at no turn had more been done than fits.
  expect(turns.length).toBeGreaterThanOrEqual(9);
  for (const [at, sofar] of turns.entries()) expect(sofar - (turns[at - 1] ?? 0)).toBeLessThanOrEqual(10 / busyMs + 1);
});

test('where the file is broken everybody is told, and nobody waits for ever', async () => {
  const waiting = Promise.allSettled(Array.from({ length: 1000 }, (_, n) => insert(n)));
  db.close();
  const told = (await waiting).map((one) => (one.status === 'rejected' ? String(one.reason) : 'written'));
  expect(new Set(told).size).toBe(1);
  expect(told[0]).toContain('the embedded store refused a write');
  await commits.settled();
});

describe('with a disk that takes its time', () => {
  let syncs: PromiseWithResolvers<void>[];
  beforeEach(() => {
    syncs = [];
    const sync = (): Promise<void> => {
      const one = Promise.withResolvers<void>();
      syncs.push(one);
      return one.promise;
    };
    commits = createGroupCommit({ db, sync, onRollback() {} });
  });

  test('nothing is told before the disk has it, and what comes meanwhile is committed beside that', async () => {
    const told: number[] = [];
    const tell = (n: number) => insert(n).then(() => told.push(n));
    const first = tell(1);
    await turns();
    const later = [tell(2), tell(3)];
    const settled = commits.settled().then(() => told.push(0));
    await turns();
    expect([count(), syncs.length, told]).toEqual([3, 1, []]);
    syncs[0]?.resolve();
    await first;
    await turns();
    // What came after the first sync began waits for one of its own.
    expect([syncs.length, told]).toEqual([2, [1]]);
    syncs[1]?.resolve();
    await Promise.all([...later, settled]);
    expect(told).toEqual([1, 2, 3, 0]);
  });

  test('a hundred at once are prepared by parts, and no part waits for the disk that has the one before', async () => {
    const all = Promise.all(Array.from({ length: 100 }, (_, n) => insert(n)));
    await turns();
    expect([count(), syncs.length]).toEqual([100, 1]);
    syncs[0]?.resolve();
    await turns();
    syncs[1]?.resolve();
    await all;
    expect(syncs.length).toBe(2);
  });

  test('where the disk did not keep what was written nobody is told that it did, then or later', async () => {
    const first = insert(1).catch(String);
    await turns();
    const second = insert(2).catch(String);
    await turns();
    syncs[0]?.reject(new Error('EIO: i/o error'));
    const third = first.then(() => insert(3).catch(String));
    for (const said of await Promise.all([first, second, third])) expect(said).toContain('EIO: i/o error');
    expect(commits.failure()).toContain('restart the service');
    expect(count()).toBe(2);
    await commits.settled();
  });
});

async function turns(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
}
