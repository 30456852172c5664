/**
 * Prints one stored customer record readably: `node scripts/run.mjs scripts/print-record.ts < record.bin`, where the bytes come from
 * `redis-cli --raw GET <key> | head -c -1` or `sqlite3 guard.db "SELECT writefile('record.bin', record) FROM customers LIMIT 1"`. Purposes, regions
 * and callers stand as the store's own numbers, hashes in base64url.
 */
import { readFileSync } from 'node:fs';
import { decodeRecord, type Names } from '../src/engine/record/codec.ts';
import { toBase64Url } from '../src/identity/hashes.ts';

const numbers: Names = {
  idOf: (_table, name) => Number(name.slice(name.indexOf('#') + 1)),
  nameOf: (table, id) => `${table}#${id}`,
};
const record = decodeRecord(readFileSync(0), numbers);
const readable = (name: string, value: unknown): unknown => {
  if (typeof value === 'number' && /Ms$/.test(name)) return new Date(value).toISOString();
  return typeof value === 'string' && /[^\x20-\x7e]/.test(value) ? toBase64Url(value) : value;
};
process.stdout.write(`${JSON.stringify(record, readable, 2)}\n`);
