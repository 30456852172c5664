/**
 * After an erasure: what was deleted is overwritten in the file as it is deleted (`secure_delete`), and the log of writes beside it, which holds what
 * was there before, is taken in and emptied.
 */
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { StoreUnavailable } from '../../errors.ts';

const tries = 80;
const pauseMs = 25;

/** Others read, or bring the log into the file, for a moment. @throws StoreUnavailable where they do for so long that it cannot be done now: the erasure stands, and asked again it is done */
export async function scrub(db: DatabaseSync): Promise<void> {
  for (let count = 0; count < tries; count++) {
    const { busy } = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get() as { busy: number };
    if (busy === 0) return;
    await sleep(pauseMs);
  }
  throw new StoreUnavailable('the file is being read: what was erased is still in the log of writes beside it');
}
