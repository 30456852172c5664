/**
 * A process to be killed at a step of entering: `spool-worker.ts FOLDER LEDGER drain | hold | say [STEP]`. Steps are what it does to files, before and
 * after each, and each line's entering; at step STEP it ends as by kill -9. The ledger stands for a store: a decision once, however often entered.
 */
import fs, { writeSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createSpool, type SpooledDenial } from '../../src/decisions/spool.ts';
import { workerKey } from './spool-keys.ts';

export type SpoolWork = 'drain' | 'hold' | 'say';

const [folder = '', ledger = '', work = '', killAt = '0'] = process.argv.slice(2);

let steps = 0;
const step = (): void => {
  if (++steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};

const { appendFileSync, existsSync, readFileSync } = fs;
for (const name of [
  'appendFileSync',
  'openSync',
  'fsyncSync',
  'mkdirSync',
  'renameSync',
  'rmSync',
  'writeFileSync',
] as const) {
  const real = fs[name] as (...args: unknown[]) => unknown;
  (fs as Record<string, unknown>)[name] = (...args: unknown[]) => {
    step();
    const value = real(...args);
    step();
    return value;
  };
}
syncBuiltinESMExports();

const enter = async ({ customer }: SpooledDenial): Promise<void> => {
  step();
  if (customer === 'bad') throw new TypeError('it is bad');
  const entered = existsSync(ledger) ? readFileSync(ledger, 'utf8').split('\n') : [];
  if (!entered.includes(customer)) appendFileSync(ledger, `${customer}\n`);
  step();
};

const spool = createSpool(folder, workerKey, { isSynced: true });
if (work === 'drain') await spool.drain(enter);
else if (work === 'say') {
  // Each is said once it is kept.
  for (const customer of ['a', 'b', 'c'])
    if (spool.add({ customer, decided: {}, context: {}, request: {} })) writeSync(1, `${customer}\n`);
} else {
  for (const customer of ['a', 'bad', 'b', 'c'])
    spool.add({
      customer: customer === 'bad' ? customer : `${customer}${process.pid}`,
      decided: {},
      context: {},
      request: {},
    });
}
process.stdout.write('done\n');
// One that holds lives until it is killed; the others end without letting go of anything.
if (work === 'hold') setInterval(() => {}, 1000);
else process.kill(process.pid, 'SIGKILL');
