/** The thread of checkpoints.ts. */
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';

const db = new DatabaseSync(workerData as string, { timeout: 1000 });
const checkpoint = db.prepare('PRAGMA wal_checkpoint(PASSIVE)');

parentPort?.on('message', (what: 'checkpoint' | 'close') => {
  if (what === 'checkpoint') parentPort?.postMessage((checkpoint.get() as { log: number }).log);
  else {
    db.close();
    parentPort?.close();
  }
});
