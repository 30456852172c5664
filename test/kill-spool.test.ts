import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSpool } from '../src/decisions/spool.ts';
import { workerKey } from './support/spool-keys.ts';
import type { SpoolWork } from './support/spool-worker.ts';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'contact-guard-'));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

/** @returns whether it came to its end; every worker ends by kill -9 */
async function worker(where: string, work: SpoolWork, killAt = 0): Promise<boolean> {
  return (await saidBy(where, work, killAt)).at(-1) === 'done';
}

/** @returns the lines that it wrote before it ended */
async function saidBy(where: string, work: SpoolWork, killAt: number): Promise<string[]> {
  const child = spawn(process.execPath, [
    join(import.meta.dirname, 'support/spool-worker.ts'),
    ...[join(where, 'spool'), join(where, 'ledger'), work, String(killAt)],
  ]);
  let said = '';
  child.stdout.on('data', (text: Buffer) => {
    said += text.toString();
  });
  await once(child, 'close');
  return said.split('\n').filter(Boolean);
}

/** What a process that is gone has left: three lines to be entered, and one that cannot be. */
function leaveBehind(where: string, name: string): void {
  const spool = createSpool(join(where, 'spool'), workerKey);
  for (const customer of [`${name} a`, 'bad', `${name} b`, `${name} c`])
    spool.add({ customer, decided: {}, context: {}, request: {} });
  spool.close();
}

const ledger = (where: string): string[] => {
  try {
    return readFileSync(join(where, 'ledger'), 'utf8').trimEnd().split('\n');
  } catch {
    return [];
  }
};

/** Every step in the run of all checks. */
const stride = Number(process.env['SPOOL_KILL_STRIDE'] ?? 4);

test('killed at any step of entering, the next start works, and every line is entered once', async () => {
  const stepsAtOnce = 4;
  let isDone = false;
  for (let from = 1; !isDone; from += stepsAtOnce * stride) {
    const ended = await Promise.all(
      Array.from({ length: stepsAtOnce }, async (_, index) => {
        const killAt = from + index * stride;
        const where = join(home, `step-${killAt}`);
        for (const process of ['one', 'two']) leaveBehind(where, process);
        const cameToItsEnd = await worker(where, 'drain', killAt);
        expect(await worker(where, 'drain'), `after a kill at step ${killAt}`).toBe(true);
        const entered = ledger(where);
        expect([killAt, entered.length, new Set(entered).size]).toEqual([killAt, 6, 6]);
        const left = readdirSync(join(where, 'spool'));
        expect(left.filter((file) => /\.(ndjson|new)$/.test(file))).toEqual([]);
        expect(left.filter((file) => file.endsWith('.rejects')).length).toBeGreaterThan(0);
        return cameToItsEnd;
      }),
    );
    isDone = ended.includes(true);
    expect(from).toBeLessThan(400);
  }
});

test('the files of a process that lives are its own; killed, they are taken over at once, whatever process id comes next', async () => {
  const [folder, its] = [join(home, 'spool'), join(home, 'ledger')];
  const child = spawn(process.execPath, [
    join(import.meta.dirname, 'support/spool-worker.ts'),
    ...[folder, its, 'hold'],
  ]);
  await once(child.stdout, 'data');
  const spool = createSpool(folder, workerKey);
  const entered: string[] = [];
  const drain = () => spool.drain(async ({ customer }) => void entered.push(customer));
  expect([spool.waiting(), await drain()]).toEqual([0, 0]);
  child.kill('SIGKILL');
  await once(child, 'close');
  expect(await drain()).toBe(4);
  expect(entered).toEqual([`a${child.pid}`, 'bad', `b${child.pid}`, `c${child.pid}`]);
  spool.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('killed at any step of keeping, what was said to be kept is entered by the next', async () => {
  let isDone = false;
  for (let killAt = 1; !isDone; killAt += stride) {
    const where = join(home, `step-${killAt}`);
    const said = await saidBy(where, 'say', killAt);
    isDone = said.includes('done');
    expect(await worker(where, 'drain'), `after a kill at step ${killAt}`).toBe(true);
    expect(ledger(where), `after a kill at step ${killAt}`).toEqual(
      expect.arrayContaining(said.filter((line) => line !== 'done')),
    );
    expect(killAt).toBeLessThan(200);
  }
});
