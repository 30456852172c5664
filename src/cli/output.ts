/** Where a command's result goes: a file, or standard output, whose faults main.ts says. */
import { closeSync, fdatasyncSync, openSync, writeFileSync } from 'node:fs';
import { writing } from './terminal.ts';

export interface Output {
  /** Written whole; to standard output: taken by whoever reads it. @throws CommandError */
  write(text: string): Promise<void>;
  close(): void;
}

/** @param drained what is written leaves the store: never over a file that is there, and on the disk before `write` ends */
export function openOutput(path: string | undefined, { drained = false } = {}): Output {
  if (path === undefined) {
    return {
      write: (text) => new Promise<void>((resolve) => process.stdout.write(text, () => resolve())),
      close() {},
    };
  }
  const file = writing(`--output ${path}`, () => openSync(path, drained ? 'wx' : 'w', 0o600));
  return {
    async write(text) {
      writing(path, () => {
        // A disk that fills up takes a part of what is written and says nothing; this goes on until all is taken.
        writeFileSync(file, text);
        if (drained) fdatasyncSync(file);
      });
    },
    close: () => closeSync(file),
  };
}
