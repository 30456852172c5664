/** Cursors that only this service gives: what a store made of its place, behind a mark. One that was changed or invented never reaches a store. */
import { createHmac } from 'node:crypto';

export interface Cursors {
  give(place: string): string;
  /** @returns the store's place; undefined for one that was not given here */
  open(cursor: string): string | undefined;
}

const markBytes = 8;

export function createCursors(key: Buffer): Cursors {
  const give = (place: string): string => {
    const bytes = Buffer.from(place);
    const mark = createHmac('sha256', key).update(bytes).digest().subarray(0, markBytes);
    return Buffer.concat([mark, bytes]).toString('base64url');
  };
  return {
    give,
    open(cursor) {
      const place = Buffer.from(cursor, 'base64url').subarray(markBytes).toString();
      return give(place) === cursor ? place : undefined;
    },
  };
}
