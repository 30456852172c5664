/** What the commands print: results on standard output, remarks on standard error, colour only where a terminal shows it. */
import { styleText } from 'node:util';
import type { FieldProblem } from '../errors.ts';

type Style = Parameters<typeof styleText>[0];

/** A command that cannot do what was asked. Its message is printed as it is. */
export class CommandError extends Error {
  /** 1: found a problem. 2: wrong usage. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}

const flags = ['customer', 'channel', 'purpose', 'address', 'key', 'time-zone', 'region', 'targeting'];
const filterFlags = ['allowed', 'code', 'policy', 'rule', 'caller', 'from', 'to', 'limit', 'cursor'];
const flagOf: Readonly<Record<string, string>> = {
  ...Object.fromEntries([...flags, ...filterFlags].map((flag) => [flag, flag])),
  customerId: 'customer',
  keys: 'key',
  timeZone: 'time-zone',
};

/** A field of the API as it was typed: `customerId` is `--customer`. */
function typed(path: string): string {
  const [field = '', ...rest] = path.split('.');
  const flag = flagOf[field];
  return flag === undefined ? path : [`--${flag}`, ...rest].join(' ');
}

/** The problems of a request on one line, or each on its own. */
export function fieldProblems(errors: readonly FieldProblem[], between = '; '): string {
  return errors.map(({ path, message }) => `${path} ${message}`.trim()).join(between);
}

/** The same of what was typed on the command line. */
export function flagProblems(errors: readonly FieldProblem[], between = '; '): string {
  return fieldProblems(
    errors.map(({ path, message }) => ({ path: typed(path), message })),
    between,
  );
}

const fileFaults: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'there is no such file or folder'],
  ['ENOTDIR', 'a part of the path is no folder'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'it is there already, and is not written over'],
  ['EACCES', 'this user may not'],
  ['EPERM', 'this user may not'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk is full for this user'],
  ['EFBIG', 'a file may not be so large here'],
]);

/** Why a file could not be read or written, in plain words. */
export function fileFault(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return fileFaults.get(code ?? '') ?? code ?? 'for no reason known';
}

/** What the machine has no room for is nobody's mistake; that a path is not there, is of another kind or is closed to this user is wrong usage. */
const machineFaults: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The exit code for a file or a folder that was named and cannot be used. */
export function fileExitCode(error: unknown): 1 | 2 {
  const { code = '' } = error as NodeJS.ErrnoException;
  return fileFaults.has(code) && !machineFaults.has(code) ? 2 : 1;
}

/** @throws CommandError where `work` cannot write the file. */
export function writing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw cannot(path, 'written', error);
  }
}

export function cannot(path: string, be: 'read' | 'written', error: unknown): CommandError {
  return new CommandError(`${path} cannot be ${be}: ${fileFault(error)}`, fileExitCode(error));
}

export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Remarks beside the result: what a script that reads the result must not meet. */
export function remark(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Styled for standard output; plain where that is no terminal or NO_COLOR is set. */
export function styled(style: Style, text: string): string {
  return styleText(style, text, { stream: process.stdout });
}

/** Rows in aligned columns; the last column is not cut and not filled up. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return [styled('bold', line(head)), ...rows.map(line)].join('\n');
}
