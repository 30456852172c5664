import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createSpool, type SpooledDenial } from './spool.ts';

const key = 'AAAAAAAAAAAAAAAAAAAAAA';
const denial = (name: string): SpooledDenial => ({
  customer: name,
  decided: { decisionId: name },
  context: {},
  request: { customerId: name },
});
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const collect = (into: string[]) => async (one: SpooledDenial) => void into.push(one.customer);

describe('the spool', () => {
  test('hands out what was added, oldest first, once, also to the next process', async () => {
    const first = createSpool(folder, key);
    for (const name of ['a', 'b', 'c']) expect(first.add(denial(name))).toBe(true);
    const next = createSpool(folder, key);
    expect(next.waiting()).toBe(3);
    const entered: string[] = [];
    expect(await next.drain(collect(entered))).toBe(3);
    expect(await next.drain(collect(entered))).toBe(0);
    expect(entered).toEqual(['a', 'b', 'c']);
    expect([next.waiting(), next.lost()]).toEqual([0, 0]);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('keeps everything where entering fails, and what is added meanwhile', async () => {
    const spool = createSpool(folder, key);
    for (const name of ['a', 'b', 'c']) spool.add(denial(name));
    const entered: string[] = [];
    const failing = spool.drain(async (one) => {
      spool.add(denial(`while ${one.customer}`));
      if (one.customer === 'b') throw new Error('the store is gone again');
      entered.push(one.customer);
    });
    await expect(failing).rejects.toThrow('gone again');
    expect(spool.waiting()).toBe(5);
    await spool.drain(collect(entered));
    expect(new Set(entered)).toEqual(new Set(['a', 'b', 'c', 'while a', 'while b']));
    expect(spool.waiting()).toBe(0);
  });

  test('says so where a line cannot be read: cut short, or sealed with another key', async () => {
    const spool = createSpool(folder, key);
    spool.add(denial('a'));
    appendFileSync(join(folder, 'denials.ndjson'), 'cut-sh\n');
    createSpool(folder, 'BBBBBBBBBBBBBBBBBBBBBB').add(denial('b'));
    spool.add(denial('c'));
    const entered: string[] = [];
    expect(await spool.drain(collect(entered))).toBe(2);
    expect(entered).toEqual(['a', 'c']);
    expect(spool.lost()).toBe(2);
  });

  test('after a line cut short by a crash the next one is whole', async () => {
    createSpool(folder, key).add(denial('a'));
    const file = join(folder, 'denials.ndjson');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
    const spool = createSpool(folder, key);
    spool.add(denial('b'));
    const entered: string[] = [];
    await spool.drain(collect(entered));
    expect(entered).toEqual(['b']);
  });

  test('holds nobody in clear', () => {
    createSpool(folder, key).add(denial('ann@example.org'));
    expect(readFileSync(join(folder, 'denials.ndjson'), 'utf8')).not.toMatch(/ann|example/);
  });

  test('that cannot be written or is full counts what it lost', () => {
    const blocked = join(folder, 'a-file');
    const spool = createSpool(blocked, key);
    writeFileSync(blocked, '');
    expect(spool.add(denial('a'))).toBe(false);
    expect(spool.lost()).toBe(1);
    const small = createSpool(join(folder, 'small'), key);
    const large = { ...denial('a'), request: { note: 'x'.repeat(65 * 1024 * 1024) } };
    expect(small.add(large)).toBe(false);
    expect(small.add(denial('b'))).toBe(true);
    expect([small.lost(), small.waiting()]).toEqual([1, 1]);
  });
});
