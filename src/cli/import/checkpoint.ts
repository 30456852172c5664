/**
 * How far an import has come: a small file beside the one imported. Rows up to `line` are done; a digest over them tells whether they are
 * still the rows that were done, so that a file which grew at its end is carried on and a changed one is not. It names the data that the rows
 * went into: what one store holds says nothing of another, and each has a checkpoint of its own.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { newKey } from '../../ids.ts';
import { CommandError, cannot, writing } from '../terminal.ts';

const checkpoint = z.strictObject({
  /** Address of the service, or the store: for people. */
  into: z.string(),
  /** Names the data there. */
  data: z.string(),
  /** Who recorded: ids of rows are known for each caller apart. */
  caller: z.string(),
  /** Names this import: rows that do not say when are known to it alone. */
  run: z.string(),
  line: z.int(),
  rows: z.int(),
  digest: z.string(),
  recorded: z.int(),
  known: z.int(),
  passed: z.int(),
  rejected: z.int(),
  rejectedBytes: z.int(),
});

export type Checkpoint = z.output<typeof checkpoint>;
export type ImportTarget = Pick<Checkpoint, 'into' | 'data' | 'caller'>;

/** The newest one, and those of other data. */
const shape = checkpoint.extend({ version: z.literal(3), others: z.array(checkpoint) });

const mostOthers = 15;

export const atStart = ({ into, data, caller }: ImportTarget): Checkpoint => ({
  into,
  data,
  caller,
  run: newKey(),
  line: 0,
  rows: 0,
  digest: '',
  recorded: 0,
  known: 0,
  passed: 0,
  rejected: 0,
  rejectedBytes: 0,
});

/** @returns newest first, one for each data. @throws CommandError where the file is there and is no checkpoint of this program. */
export function readCheckpoints(path: string): readonly Checkpoint[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw cannot(path, 'read', error);
  }
  try {
    const { version: _version, others, ...newest } = shape.parse(JSON.parse(text));
    return [newest, ...others];
  } catch {
    throw new CommandError(`${path} is not how far an import came: remove it, or begin anew with --restart`);
  }
}

/** Replaced whole: a crash leaves the one before, and the rows since then are recognised by their ids. */
export function writeCheckpoints(path: string, newest: Checkpoint, others: readonly Checkpoint[]): void {
  const text = JSON.stringify({ version: 3, ...newest, others: others.slice(0, mostOthers) });
  writing(path, () => {
    writeFileSync(`${path}.new`, `${text}\n`);
    renameSync(`${path}.new`, path);
  });
}
