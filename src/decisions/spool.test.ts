import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreUnavailable } from '../errors.ts';
import { createSpool, type SetAside, type Spool, type SpooledDenial } from './spool.ts';

const key = 'AAAAAAAAAAAAAAAAAAAAAA';
const otherKey = 'BBBBBBBBBBBBBBBBBBBBBA';
const denial = (name: string): SpooledDenial => ({
  customer: name,
  decided: { decisionId: name },
  context: {},
  request: { customerId: name },
});
let folder: string;
let made: Spool[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'contact-guard-'));
  made = [];
});
afterEach(() => {
  for (const spool of made) spool.close();
  rmSync(folder, { recursive: true, force: true });
});

const spoolOf = (its = key, where = folder): Spool => {
  const spool = createSpool(where, its);
  made.push(spool);
  return spool;
};
const collect = (into: string[]) => async (one: SpooledDenial) => void into.push(one.customer);
const filesEnding = (end: string) => readdirSync(folder).filter((name) => name.endsWith(end));
const onlyFile = (end: string): string => {
  const [name, ...more] = filesEnding(end);
  expect(more).toEqual([]);
  return join(folder, name ?? 'none');
};

describe('the spool', () => {
  test('hands out what was added, oldest first, once, also to the next process, and leaves nothing behind', async () => {
    const first = spoolOf();
    for (const name of ['a', 'b', 'c']) expect(first.add(denial(name))).toBe(true);
    first.close();
    const next = spoolOf();
    expect(next.waiting()).toBe(3);
    const entered: string[] = [];
    expect(await next.drain(collect(entered))).toBe(3);
    expect(await next.drain(collect(entered))).toBe(0);
    expect(entered).toEqual(['a', 'b', 'c']);
    expect([next.waiting(), next.lost(), next.rejected()]).toEqual([0, 0, 0]);
    next.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('of two that share a folder each enters its own; what one leaves behind the other takes over, once', async () => {
    const [one, two, three] = [spoolOf(), spoolOf(), spoolOf()];
    one.add(denial('of one'));
    two.add(denial('of two'));
    const entered: string[] = [];
    expect(await two.drain(collect(entered))).toBe(1);
    expect(entered).toEqual(['of two']);
    one.close();
    await Promise.all([two.drain(collect(entered)), three.drain(collect(entered))]);
    expect(entered.sort()).toEqual(['of one', 'of two']);
    expect(filesEnding('.ndjson')).toEqual([]);
  });

  test('keeps everything where the store is away, and what is added meanwhile', async () => {
    const spool = spoolOf();
    for (const name of ['a', 'b', 'c']) spool.add(denial(name));
    const entered: string[] = [];
    const failing = spool.drain(async (one) => {
      spool.add(denial(`while ${one.customer}`));
      if (one.customer === 'b') throw new StoreUnavailable('the store is gone again');
      entered.push(one.customer);
    });
    await expect(failing).rejects.toThrow('gone again');
    expect(spool.waiting()).toBe(4);
    await spool.drain(collect(entered));
    expect(entered).toEqual(['a', 'b', 'c', 'while a', 'while b']);
    expect([spool.waiting(), spool.rejected()]).toEqual([0, 0]);
  });

  test('a line that cannot be entered is set aside, said and counted, and the others are entered', async () => {
    const spool = spoolOf();
    for (const name of ['a', 'b', 'c']) spool.add(denial(name));
    appendFileSync(onlyFile('.ndjson'), 'cut-sh\n');
    spool.add(denial('d'));
    const entered: string[] = [];
    const said: SetAside[] = [];
    const enter = async (one: SpooledDenial) => {
      if (one.customer === 'b') throw new TypeError('no such thing');
      entered.push(one.customer);
    };
    expect(await spool.drain(enter, { onSetAside: (done) => said.push(done) })).toBe(3);
    expect(entered).toEqual(['a', 'c', 'd']);
    expect([spool.waiting(), spool.rejected(), spool.lost()]).toEqual([0, 2, 0]);
    expect(said).toEqual([{ lines: 2, file: onlyFile('.rejects'), why: 'no such thing' }]);
    expect(readFileSync(onlyFile('.rejects'), 'utf8').split('\n')).toHaveLength(3);
    spool.close();

    // What was mended is tried again by its name.
    const rejects = onlyFile('.rejects');
    renameSync(rejects, rejects.replace(/\.rejects$/, '.ndjson'));
    const next = spoolOf();
    await next.drain(collect(entered));
    expect(entered).toEqual(['a', 'c', 'd', 'b']);
    expect(next.rejected()).toBe(1);
  });

  test('folders, links, pipes, junk and locks that are none keep nobody from beginning and no line from being entered', async () => {
    const before = spoolOf();
    before.add(denial('before'));
    before.close();
    const keyName = readdirSync(folder)[0]?.split('.')[0];
    const junk = (end: string) => join(folder, `${keyName}.${'J'.repeat(22)}.${end}`);
    mkdirSync(junk('2.ndjson'));
    symlinkSync('/nowhere', junk('3.ndjson'));
    execFileSync('mkfifo', [junk('4.ndjson')]);
    writeFileSync(junk('5.ndjson'), Buffer.from([0xff, 0x0a, 0x00, 0x0a]));
    mkdirSync(join(folder, 'x.ndjson'));
    writeFileSync(join(folder, `${keyName}.${'K'.repeat(22)}.lock`), 'no lock of anybody'.repeat(100));
    mkdirSync(join(folder, `${keyName}.${'L'.repeat(22)}.lock`));
    const spool = spoolOf();
    spool.add(denial('a'));
    expect(spool.lines()).toHaveLength(2);
    const said: SetAside[] = [];
    const entered: unknown[] = [];
    const enter = async (line: SpooledDenial) => void entered.push(line);
    await spool.drain(enter, { onSetAside: (done) => said.push(done) });
    spool.add(denial('b'));
    await spool.drain(enter);
    expect(entered).toHaveLength(3);
    expect(entered).toEqual(expect.arrayContaining([denial('before'), denial('a'), denial('b')]));
    expect([said.length, said[0]?.lines, spool.rejected(), spool.waiting()]).toEqual([1, 2, 2, 0]);
  });

  test('a line that a store refuses, which is well for others, is tried five times and set aside; one that is away blocks', async () => {
    const spool = spoolOf();
    spool.add(denial('damaged'));
    spool.add(denial('good'));
    const entered: string[] = [];
    const enter = async (one: SpooledDenial) => {
      if (one.customer === 'damaged') throw new StoreUnavailable('a record cannot be read');
      entered.push(one.customer);
    };
    const well = { isStoreWell: async () => true };
    await expect(spool.drain(enter, { isStoreWell: async () => false })).rejects.toThrow('cannot be read');
    for (let round = 1; round < 5; round++) {
      await spool.drain(enter, well);
      expect([round, spool.waiting(), spool.rejected()]).toEqual([round, 1, 0]);
    }
    await spool.drain(enter, well);
    expect([spool.waiting(), spool.rejected()]).toEqual([0, 1]);
    expect(entered).toEqual(['good']);
  });

  test('asked twice at once to hand out what waits it does so once', async () => {
    const spool = spoolOf();
    for (const name of ['a', 'b']) spool.add(denial(name));
    const entered: string[] = [];
    const enter = async (one: SpooledDenial) => {
      await turn();
      entered.push(one.customer);
    };
    expect(await Promise.all([spool.drain(enter), spool.drain(enter)])).toEqual([2, 0]);
    expect(entered).toEqual(['a', 'b']);
  });

  test('what is set aside takes no more room than the spool itself, and all of it is counted', async () => {
    const maxBytes = 1000;
    const spool = createSpool(folder, key, { maxBytes });
    made.push(spool);
    for (let round = 0; round < 10; round++) {
      expect(spool.add(denial(`round ${round}`))).toBe(true);
      await spool.drain(async () => {
        throw new TypeError('no such thing');
      });
    }
    expect(spool.rejected()).toBe(10);
    expect(statSync(onlyFile('.rejects')).size).toBeLessThanOrEqual(maxBytes);
  });

  test('leaves the files of another pepper alone', async () => {
    const other = spoolOf(otherKey);
    other.add(denial('of others'));
    other.close();
    const spool = spoolOf();
    const entered: string[] = [];
    expect(await spool.drain(collect(entered))).toBe(0);
    expect([spool.waiting(), spool.rejected()]).toEqual([0, 0]);
    await spoolOf(otherKey).drain(collect(entered));
    expect(entered).toEqual(['of others']);
  });

  test('after a line cut short by a crash the next one is whole', async () => {
    const first = spoolOf();
    first.add(denial('a'));
    const file = onlyFile('.ndjson');
    writeFileSync(file, readFileSync(file, 'utf8').slice(0, -20));
    first.close();
    const spool = spoolOf();
    spool.add(denial('b'));
    const entered: string[] = [];
    await spool.drain(collect(entered));
    expect(entered).toEqual(['b']);
    expect(spool.rejected()).toBe(1);
  });

  test('holds nobody in clear', () => {
    spoolOf().add(denial('ann@example.org'));
    expect(readFileSync(onlyFile('.ndjson'), 'utf8')).not.toMatch(/ann|example/);
  });

  test('that is full, or whose folder goes, counts what it lost', () => {
    const gone = join(folder, 'gone');
    const spool = spoolOf(key, gone);
    rmSync(gone, { recursive: true });
    writeFileSync(gone, '');
    expect(spool.add(denial('a'))).toBe(false);
    expect(spool.lost()).toBe(1);
    const small = spoolOf(key, join(folder, 'small'));
    const large = { ...denial('a'), request: { note: 'x'.repeat(65 * 1024 * 1024) } };
    expect(small.add(large)).toBe(false);
    expect(small.add(denial('b'))).toBe(true);
    expect([small.lost(), small.waiting()]).toEqual([1, 1]);
  });

  test('does not begin with a folder that is none, or that cannot be written', () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')])
      expect(() => createSpool(path, key)).toThrow(/^SPOOL_DIR: .* cannot be used: .+$/);
    expect(existsSync(join(folder, 'below'))).toBe(false);
  });
});
