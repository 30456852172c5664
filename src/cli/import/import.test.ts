/** What is beside the imported file when an import ends before its first answer. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createProgress } from '../progress.ts';
import { CommandError } from '../terminal.ts';
import type { Batch, Begin } from './batches.ts';
import { importRows } from './import.ts';
import type { Recorder } from './recorder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-import-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = (): string => join(folder, 'list');
const progressFile = (): string => `${file()}.progress`;

/** @returns the name under which the rows were given away; empty: none was. */
async function runOf(
  record: Recorder['record'],
  caller = 'crm',
  onFailed: (error: Error) => void = () => {},
): Promise<string> {
  let run = '';
  async function* batches(begin: Begin): AsyncGenerator<Batch> {
    run = begin.run;
    const looked = { said: {}, under: '' } as never;
    yield { rows: [{ line: 1, looked }], fieldsAt: () => ({}), digest: 'd', bytesRead: 1 };
  }
  await importRows({
    file: file(),
    bytes: 1,
    batches,
    restart: false,
    recorder: { batchRows: 1, inFlight: 1, target: async () => ({ into: 'here', data: 'd1', caller }), record },
    progress: createProgress('rows'),
    onRejected: () => undefined,
    onElsewhere: () => undefined,
  }).catch(onFailed);
  return run;
}

const noAnswer = (): Promise<never> => Promise.reject(new CommandError('the service does not answer'));

test('rows that were given away before anything was answered are of the same import when it is carried on', async () => {
  let whenAsked = '';
  const first = await runOf(() => {
    whenAsked = JSON.parse(readFileSync(progressFile(), 'utf8')).run;
    return noAnswer();
  });
  expect(whenAsked).toBe(first);
  expect(await runOf(async () => [{ kind: 'recorded' }])).toBe(first);
  expect(JSON.parse(readFileSync(progressFile(), 'utf8'))).toMatchObject({ run: first, rows: 1, recorded: 1 });
});

test('an import that was turned away hinders no other key', async () => {
  await runOf(noAnswer, 'read-only');
  expect(existsSync(progressFile())).toBe(true);
  await runOf(async () => [{ kind: 'recorded' }], 'crm');
  expect(JSON.parse(readFileSync(progressFile(), 'utf8'))).toMatchObject({ caller: 'crm', rows: 1 });
});

test('a file that is being imported is imported by nobody else meanwhile, and afterwards the lock is gone', async () => {
  let refused: Error | undefined;
  let second = '';
  await runOf(async () => {
    second = await runOf(noAnswer, 'crm', (error) => {
      refused = error;
    });
    return [{ kind: 'recorded' }];
  });
  expect(refused).toEqual(
    new CommandError(`${file()} is being imported by another process: wait until that has ended`),
  );
  expect(second).toBe('');
  expect(JSON.parse(readFileSync(progressFile(), 'utf8'))).toMatchObject({ rows: 1, recorded: 1 });
  expect(readdirSync(folder)).toEqual(['list.progress']);
  expect(await runOf(noAnswer)).not.toBe('');
});
