/**
 * All Redis keys. One decision touches one customer, so that everything of a customer shares one hash tag and one script is one slot on a Cluster.
 * Tags are buckets (256, from the first byte of the keyed hash) and not customers, so that the block entries of a bucket can be one stream in that
 * same slot, written by the same script; readers merge the streams. An address lives in its own bucket, and is copied to its customers.
 */
import type { KeyedHash } from '../../engine/request.ts';
import { toBase64Url } from '../../identity/hashes.ts';

export const buckets = 256;

export interface Keys {
  customer(hash: KeyedHash): string;
  log(bucket: number): string;
  subject(bucket: number, subject: string): string;
  /** An address's suppressions, customers and last customer, as scripts take them. */
  address(hash: string): [suppressions: string, customers: string, last: string];
  addressSuppressions(hash: string): string;
  addressCustomers(hash: string): string;
  addressLast(hash: string): string;
  /** Holds the name of the data as long as the bucket does. */
  mark(bucket: number): string;
  names: string;
  info: string;
  revisions: string;
  spans: string;
  /** Pub/sub channel of new entries. */
  entries: string;
}

export function bucketOf(hash: string): number {
  return hash.charCodeAt(0);
}

export function createKeys(prefix: string): Keys {
  const tag = (bucket: number) => `${prefix}:{b${bucket.toString(16).padStart(2, '0')}}`;
  const tags = Array.from({ length: buckets }, (_, bucket) => tag(bucket));
  const at = (hash: string) => tags[bucketOf(hash)];
  const suppressionsKey = (hash: string) => `${at(hash)}:a:${toBase64Url(hash)}`;
  const customersKey = (hash: string) => `${at(hash)}:l:${toBase64Url(hash)}`;
  const lastKey = (hash: string) => `${at(hash)}:t:${toBase64Url(hash)}`;
  return {
    customer: (hash) => `${at(hash)}:c:${toBase64Url(hash)}`,
    log: (bucket) => `${tags[bucket]}:log`,
    subject: (bucket, subject) => `${tags[bucket]}:s:${subject}`,
    addressSuppressions: suppressionsKey,
    addressCustomers: customersKey,
    addressLast: lastKey,
    address: (hash) => [suppressionsKey(hash), customersKey(hash), lastKey(hash)],
    mark: (bucket) => `${tags[bucket]}:mark`,
    names: `${prefix}:{meta}:names`,
    info: `${prefix}:{meta}:info`,
    revisions: `${prefix}:{meta}:revisions`,
    spans: `${prefix}:{meta}:spans`,
    entries: `${prefix}:{meta}:entries`,
  };
}
