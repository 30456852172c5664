/**
 * Cursors that only this service gives: what a store made of its place, behind a mark. One that was changed or invented, or that another list
 * or another question gave, never reaches a store.
 */
import { createHmac } from 'node:crypto';
import { invalid, UnknownCursor } from './errors.ts';

/** A list and all that chooses what is in it, page size aside. */
export type ListQuestion = { readonly list: string } & Readonly<Record<string, string | number | boolean | undefined>>;

export interface Cursors {
  /**
   * Reads a page after `cursor`; where that is undefined, the first.
   * @param read from the store's own place; its `nextCursor` is a place too
   * @throws Problem 422 for a cursor that no page of this question ended with
   */
  page<P extends { readonly nextCursor: string | null }>(
    question: ListQuestion,
    cursor: string | undefined,
    read: (place: string | undefined) => Promise<P>,
  ): Promise<P>;
}

const markBytes = 8;

export function createCursors(key: Buffer): Cursors {
  const give = (question: string, place: string): string => {
    const bytes = Buffer.from(place);
    const mark = createHmac('sha256', key).update(`${question}\0`).update(bytes).digest().subarray(0, markBytes);
    return Buffer.concat([mark, bytes]).toString('base64url');
  };
  const open = (question: string, cursor: string): string => {
    const place = Buffer.from(cursor, 'base64url').subarray(markBytes).toString();
    if (give(question, place) !== cursor) throw new UnknownCursor();
    return place;
  };
  return {
    async page(asked, cursor, read) {
      const question = JSON.stringify(asked, Object.keys(asked).sort());
      try {
        const page = await read(cursor === undefined ? undefined : open(question, cursor));
        return { ...page, nextCursor: page.nextCursor === null ? null : give(question, page.nextCursor) };
      } catch (error) {
        // A store throws it for a place of another store.
        if (error instanceof UnknownCursor)
          throw invalid('cursor', 'is not a cursor that this list gave for the same question');
        throw error;
      }
    },
  };
}
