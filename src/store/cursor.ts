/** Where a page of a list ends, as callers hand it back: two numbers. */
import { UnknownCursor } from '../errors.ts';

export function writeCursor(first: number, second: number): string {
  return Buffer.from(`${first}.${second}`).toString('base64url');
}

/** @throws UnknownCursor for what no page ended with */
export function readCursor(cursor: string): [first: number, second: number] {
  const match = /^(\d{1,15})\.(\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString());
  if (!match) throw new UnknownCursor();
  return [Number(match[1]), Number(match[2])];
}
