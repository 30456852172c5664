/** The thread of checkpoints.ts. */
import { fdatasyncSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { makeWay } from '../../pace.ts';
import type { CheckpointInput } from './checkpoints.ts';

const { path, file, longPages } = workerData as CheckpointInput;
makeWay();
const db = new DatabaseSync(path, { timeout: 1000 });
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

/** @returns how many pages the log had */
function bringIn(): number {
  const { log } = checkpoint.get() as { log: number };
  // SQLite itself waits for the disk only where nothing was committed meanwhile: else all of that is left to who begins the log anew.
  if (file !== undefined) fdatasyncSync(file);
  return log;
}

parentPort?.on('message', (what: 'checkpoint' | 'close') => {
  if (what === 'checkpoint') {
    const pages = bringIn();
    // What is left then is less.
    parentPort?.postMessage(pages >= longPages ? bringIn() : pages);
  } else {
    db.close();
    parentPort?.close();
  }
});
