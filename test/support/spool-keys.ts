/** The key that `spool-worker.ts` seals with. */
export const workerKey = 'AAAAAAAAAAAAAAAAAAAAAA';
