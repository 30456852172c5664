/** Whether the embedded store can be used: it is open, its file is where it was, and the last write went well. */
import type { DatabaseSync } from 'node:sqlite';
import { StoreUnavailable } from '../../errors.ts';
import { wordsOf } from '../../files.ts';
import type { ContactStore } from '../store.ts';
import { type DiskWatch, watchDisk } from './disk-watch.ts';
import type { GroupCommit } from './group-commit.ts';

export interface Fitness extends Pick<ContactStore, 'problems' | 'health'> {
  /** @throws StoreUnavailable where nothing is to be asked of it */
  usable(): void;
  open(): void;
  /** The disk is looked at no more. */
  endWatch(): void;
  close(): void;
}

export interface FitnessDeps {
  readonly db: DatabaseSync;
  readonly path: string;
  readonly commits: GroupCommit;
  readonly nowMs: () => number;
}

const trialBytes = 16 * 1024;

export function createFitness({ db, path, commits, nowMs }: FitnessDeps): Fitness {
  const putWritten = db.prepare("INSERT OR REPLACE INTO meta (name, value) VALUES ('written', ?)");
  const countChanges = db.prepare('SELECT total_changes() AS changes');
  let isOpen = false;
  let disk: DiskWatch | undefined;
  let changesSeen = 0;

  /** Why this store is not to be used; what a write says is no reason not to try the next one. */
  const fault = (): string | undefined => {
    if (!isOpen) return 'the embedded store is closed';
    const gone = disk?.gone();
    return gone && `the file ${gone} was moved or removed while this service ran: put it back, or restart`;
  };
  const problems = (): readonly string[] => {
    const found = fault() ?? commits.failure();
    return found === undefined ? [] : [found];
  };
  const writeTrial = (text: string): Promise<unknown> => commits.write(() => putWritten.run(text));
  /** After a refused write: as much as several denials take, since a full disk often has room for a little. */
  const tryAgain = async (): Promise<void> => {
    await writeTrial('.'.repeat(trialBytes));
    await writeTrial(String(nowMs()));
  };
  /** Where nothing was written since the last look, or the last write failed. */
  const tryWrite = (): void => {
    const { changes } = countChanges.get() as { changes: number };
    if (commits.failure() !== undefined) void tryAgain().catch(() => {});
    else if (changes !== changesSeen) changesSeen = changes;
    else void writeTrial(String(nowMs())).catch(() => {});
  };

  return {
    problems,
    usable() {
      const found = fault();
      if (found !== undefined) throw new StoreUnavailable(found);
    },
    async health() {
      const details: Record<string, unknown> = { store: 'sqlite', version: process.versions['sqlite'] };
      if (fault() !== undefined) return { problems: problems(), details };
      try {
        db.prepare('SELECT 1').get();
        // A full disk still reads: after a refused write, more are tried before all is said to be well.
        if (commits.failure() !== undefined) await tryAgain();
        return { problems: [], details };
      } catch (error) {
        return { problems: [`the embedded store does not answer: ${wordsOf(error)}`], details };
      }
    },
    open() {
      isOpen = db.isOpen;
      disk ??= watchDisk(path, db.location(), tryWrite);
    },
    endWatch: () => disk?.close(),
    close() {
      isOpen = false;
    },
  };
}
