/** Random bytes by the page: to ask the system for a few at a time costs more than what is made of them. */
import { randomBytes } from 'node:crypto';

const pageBytes = 4096;
let page = Buffer.alloc(0);
let pageAt = 0;

/** So many bytes, at most a page, that nobody else gets; the caller may write over them. */
export function someRandomBytes(count: number): Buffer {
  if (pageAt + count > page.length) {
    page = randomBytes(pageBytes);
    pageAt = 0;
  }
  pageAt += count;
  return page.subarray(pageAt - count, pageAt);
}
