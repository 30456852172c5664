/**
 * All Redis keys. One decision touches one customer, so that everything of a customer shares one hash tag and one script is one slot on a Cluster.
 * Tags are buckets (256, from the first byte of the keyed hash) and not customers, so that the block entries of a bucket can be one stream in that
 * same slot, written by the same script; readers merge the streams. An address lies in its own bucket.
 *
 * Customers are many and their values short: the byte that the tag tells is not said again, and with a prefix of no letters a customer's key has 20
 * characters, the most that fit into 24 bytes of Redis's memory.
 */

import type { AddressRef, KeyedHash } from '../../engine/request.ts';
import { toBase64Url } from '../../identity/hashes.ts';
import { newKey } from '../../ids.ts';
import type { EventHome } from '../store.ts';
import type { Place } from './place.ts';

export const buckets = 256;

export interface Keys {
  customer(hash: KeyedHash): Place;
  address(address: AddressRef): Place;
  /** The request of a customer's hold. */
  held(hash: KeyedHash, seq: number): string;
  /** Of a bucket the addresses that hold events which are not applied everywhere, and whose suppressions wait for a person to decide (a set). */
  pending(bucket: number): string;
  log(bucket: number): string;
  /** The list of all entries of the bucket (entry-lists.ts). */
  all(bucket: number): string;
  /** Entries whose stamp is later than their decision: they came from a spool, or the clock stepped back (a list). */
  late(bucket: number): string;
  /** The key that unseals what is about a person, and then the list of those entries. */
  subject(bucket: number, subject: string): string;
  /** Holds the name of the data as long as the bucket does. */
  mark(bucket: number): string;
  /** How far the bucket agrees with the ledger. */
  ledger(bucket: number): string;
  /** Another one each time: what proves a write until it is acknowledged. */
  proof(bucket: number): string;
  names: string;
  info: string;
  revisions: string;
  spans: string;
  /** Pub/sub channel of new entries. */
  entries: string;
  /** Pub/sub channel of what acts did. */
  effects: string;
}

export function bucketOf(hash: string): number {
  return hash.charCodeAt(0);
}

/** @param database of one Redis: channels, other than keys, are the same in all of them */
export function createKeys(prefix: string, database = 0): Keys {
  const tag = (bucket: number) => `${prefix}:{${bucket.toString(16).padStart(2, '0')}}`;
  const tags = Array.from({ length: buckets }, (_, bucket) => tag(bucket));
  const places = (hot: string, cold: string, events: string) => {
    const beginnings = tags.map((at) => ({ hot: `${at}:${hot}:`, cold: `${at}:${cold}:`, events: `${at}:${events}:` }));
    return (hash: string, name: string): Place => {
      const bucket = bucketOf(hash);
      const begins = beginnings[bucket] as (typeof beginnings)[number];
      return { hot: begins.hot + name, cold: begins.cold + name, events: begins.events + name, bucket };
    };
  };
  // decide.lua makes a cold key from the hot one: its letter is the next.
  const customerPlace = places('c', 'd', 'e');
  const addressPlace = places('a', 'b', 'f');
  const rest = (hash: string) => toBase64Url(hash.slice(1));
  const channel = (name: string) => `${prefix}:{meta}:${name}${database === 0 ? '' : `@${database}`}`;
  return {
    customer: (hash) => customerPlace(hash, rest(hash)),
    address: ({ kind, hash }) => addressPlace(hash, `${kind}.${rest(hash)}`),
    held: (hash, seq) => `${tags[bucketOf(hash)]}:h:${rest(hash)}.${seq}`,
    pending: (bucket) => `${tags[bucket]}:pending`,
    log: (bucket) => `${tags[bucket]}:log`,
    all: (bucket) => `${tags[bucket]}:all`,
    late: (bucket) => `${tags[bucket]}:late`,
    subject: (bucket, subject) => `${tags[bucket]}:s:${subject}`,
    mark: (bucket) => `${tags[bucket]}:mark`,
    ledger: (bucket) => `${tags[bucket]}:ledger`,
    proof: (bucket) => `${tags[bucket]}:proof:${newKey()}`,
    names: `${prefix}:{meta}:names`,
    info: `${prefix}:{meta}:info`,
    revisions: `${prefix}:{meta}:revisions`,
    spans: `${prefix}:{meta}:spans`,
    entries: channel('entries'),
    effects: channel('effects'),
  };
}

/** What keys of one slot have in common. */
export function tagOf(key: string): string {
  return key.slice(0, key.indexOf('}'));
}

/** Whoever waits for a person to decide, beside the addresses with pending events. */
export const reviewMark = '?';

/** Kind and hash: hashes of different kinds never meet, and the name alone says where it leads. */
export function addressName({ kind, hash }: AddressRef): string {
  return `${kind}.${toBase64Url(hash)}`;
}

export function addressNamed(name: string): AddressRef {
  const dot = name.indexOf('.');
  return {
    kind: name.slice(0, dot) as AddressRef['kind'],
    hash: Buffer.from(name.slice(dot + 1), 'base64url').toString('latin1') as KeyedHash,
  };
}

/** @param name as a place says its home: an address's name, or a customer's hash */
export function homeNamed(name: string): EventHome {
  return name.includes('.')
    ? { address: addressNamed(name) }
    : { customer: Buffer.from(name, 'base64url').toString('latin1') as KeyedHash };
}
