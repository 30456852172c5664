/** Random bytes by the page: to ask the system for a few at a time costs more than what is made of them. */
import { randomBytes } from 'node:crypto';

const pageBytes = 4096;
let page = Buffer.alloc(0);
let pageAt = 0;

/** @returns where on the page so many bytes begin that nobody else gets */
function take(count: number): number {
  if (pageAt + count > page.length) {
    page = randomBytes(pageBytes);
    pageAt = 0;
  }
  pageAt += count;
  return pageAt - count;
}

/** So many bytes, at most a page, that nobody else gets; the caller may write over them. */
export function someRandomBytes(count: number): Buffer {
  const at = take(count);
  return page.subarray(at, at + count);
}

/** At most a page of them. */
export function writeRandom(bytes: Buffer, from: number, to: number): void {
  const at = take(to - from);
  page.copy(bytes, from, at, at + to - from);
}
