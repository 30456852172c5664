/**
 * How far an import has come: a small file beside the one imported. Rows up to `line` are done; a digest over them tells whether they are
 * still the rows that were done, so that a file which grew at its end is carried on and a changed one is not.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { CommandError } from '../terminal.ts';

const shape = z.strictObject({
  version: z.literal(1),
  /** Who recorded: ids of rows are known for each caller apart. */
  caller: z.string(),
  line: z.int(),
  rows: z.int(),
  digest: z.string(),
  recorded: z.int(),
  known: z.int(),
  rejected: z.int(),
  rejectedBytes: z.int(),
});

export type Checkpoint = z.output<typeof shape>;

export const atStart = (caller: string): Checkpoint => ({
  version: 1,
  caller,
  line: 0,
  rows: 0,
  digest: '',
  recorded: 0,
  known: 0,
  rejected: 0,
  rejectedBytes: 0,
});

/** @throws CommandError where the file is there and is no checkpoint of this program. */
export function readCheckpoint(path: string): Checkpoint | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`);
  }
  try {
    return shape.parse(JSON.parse(text));
  } catch {
    throw new CommandError(`${path} is not how far an import came: remove it, or begin anew with --restart`);
  }
}

/** Replaced whole: a crash leaves the one before, and the rows since then are recognised by their ids. */
export function writeCheckpoint(path: string, checkpoint: Checkpoint): void {
  writeFileSync(`${path}.new`, `${JSON.stringify(checkpoint)}\n`);
  renameSync(`${path}.new`, path);
}
