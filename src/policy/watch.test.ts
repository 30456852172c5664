import { renameSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { anyPolicy, register } from './fixtures.ts';
import { loadPolicies } from './load.ts';
import type { PolicySet } from './types.ts';
import type { WatchOptions } from './watch.ts';
import { watchPolicyFolder } from './watch.ts';

let root: string;
let dir: string;
let stop: () => void = () => undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'policies-'));
  dir = join(root, 'policies');
  await mkdir(dir);
  await write(register.file, register.text);
  await write(anyPolicy.file, anyPolicy.text);
});
afterEach(async () => {
  stop();
  await rm(root, { recursive: true });
});

const write = (file: string, text: string) => writeFile(join(dir, file), text);
const policy = (name: string) => `policy: ${name}\nrules: []\n`;

/** What the watcher said, in order: the policies of a set, or the messages of problems. */
async function watchInto(said: string[], timing: Pick<WatchOptions, 'debounceMs' | 'pollMs'>): Promise<void> {
  const loaded = await loadPolicies(dir);
  const watcher = watchPolicyFolder({
    dir,
    revision: 'set' in loaded ? loaded.set.revision : '',
    onSwap: (set) => said.push(`set ${set.summaries.map(({ policy: name }) => name).join(' ')}`),
    onProblems: (problems) => said.push(`problems ${problems.map(({ file, line }) => `${file}:${line}`).join(' ')}`),
    ...timing,
  });
  stop = watcher.stop;
}

/** Each way of noticing must do without the other. */
describe.each([
  ['notices of the system', { debounceMs: 20, pollMs: 3_600_000 }],
  ['polling', { debounceMs: 3_600_000, pollMs: 20 }],
])('by %s', (_how, timing) => {
  const said: string[] = [];
  const heard = (...lines: string[]) => vi.waitFor(() => expect(said).toEqual(lines), { timeout: 20_000 });
  beforeEach(() => {
    said.length = 0;
    return watchInto(said, timing);
  });

  test('a changed folder is handed over whole', async () => {
    await write('more.yaml', policy('more'));
    await heard('set any more');
  });

  test('a bad folder is told and hands over nothing; mended as it was, it is handed over again', async () => {
    await write('more.yaml', 'policy: more\nrules: 7\n');
    await heard('problems more.yaml:2');
    await rm(join(dir, 'more.yaml'));
    await heard('problems more.yaml:2', 'set any');
    // All is well, and nothing was changed since.
    await write(register.file, register.text);
    await sleep(150);
    expect(said).toEqual(['problems more.yaml:2', 'set any']);
  });

  test('what does not belong into the folder is a problem, and gone again it is none', async () => {
    await write('stray.txt', '');
    await heard('problems stray.txt:1');
    await rm(join(dir, 'stray.txt'));
    await heard('problems stray.txt:1', 'set any');
  });

  test('nothing is said after stop', async () => {
    stop();
    await write('more.yaml', policy('more'));
    await sleep(150);
    expect(said).toEqual([]);
  });

  test('a file that says the same as before is no change', async () => {
    await write(anyPolicy.file, anyPolicy.text);
    await sleep(150);
    expect(said).toEqual([]);
  });
});

test('a swapped link, as a ConfigMap is renewed, is a change', async () => {
  for (const version of ['..1', '..2']) {
    await mkdir(join(dir, version));
    await write(`${version}/linked.yaml`, policy(`linked${version}`));
  }
  await symlink('..1', join(dir, '..data'));
  await symlink('..data/linked.yaml', join(dir, 'linked.yaml'));
  const said: string[] = [];
  await watchInto(said, { debounceMs: 20, pollMs: 50 });
  await symlink('..2', join(dir, '..next'));
  await rename(join(dir, '..next'), join(dir, '..data'));
  await vi.waitFor(() => expect(said).toEqual(['set any linked..2']), { timeout: 20_000 });
});

test('a folder that goes away is a problem, and one that comes back is handed over', async () => {
  const said: string[] = [];
  await watchInto(said, { debounceMs: 20, pollMs: 50 });
  await rename(dir, join(root, 'away'));
  await vi.waitFor(() => expect(said).toEqual([`problems ${dir}:1`]), { timeout: 20_000 });
  await rename(join(root, 'away'), dir);
  await vi.waitFor(() => expect(said).toEqual([`problems ${dir}:1`, 'set any']), { timeout: 20_000 });
});

test('a set that cannot be taken over is a problem, and the next one is handed over', async () => {
  const said: string[] = [];
  const watcher = watchPolicyFolder({
    dir,
    revision: '',
    onSwap({ summaries }) {
      const names = summaries.map(({ policy: name }) => name).join(' ');
      if (names === 'any') throw new Error('no room for it');
      said.push(names);
    },
    onProblems: (problems) => said.push(...problems.map(({ message }) => message)),
    debounceMs: 20,
    pollMs: 50,
  });
  stop = watcher.stop;
  await vi.waitFor(() => expect(said).toEqual(['the folder cannot be taken over: no room for it']), {
    timeout: 60_000,
  });
  await write('more.yaml', policy('more'));
  await vi.waitFor(() => expect(said.at(-1)).toBe('any more'), { timeout: 60_000 });
});

test('a change between the first load and the first look is handed over, though nothing gives notice of it any more', async () => {
  const loaded = await loadPolicies(dir);
  await write('more.yaml', policy('more'));
  // What the system still had to say of it is said.
  await sleep(100);
  const said: string[] = [];
  const watcher = watchPolicyFolder({
    dir,
    revision: 'set' in loaded ? loaded.set.revision : '',
    onSwap: ({ summaries }) => said.push(...summaries.map(({ policy: name }) => name)),
    onProblems: () => {},
    debounceMs: 20,
    pollMs: 3_600_000,
  });
  stop = watcher.stop;
  await vi.waitFor(() => expect(said).toEqual(['any', 'more']), { timeout: 20_000 });
});

test('beside a link to nowhere, which is a problem, what changes is still followed', async () => {
  const said: string[] = [];
  await symlink('nowhere', join(dir, 'linked.yaml'));
  await watchInto(said, { debounceMs: 20, pollMs: 50 });
  await vi.waitFor(() => expect(said).toEqual(['problems linked.yaml:1']), { timeout: 20_000 });
  await write('more.yaml', 'policy: more\nrules: 7\n');
  await vi.waitFor(() => expect(said.at(-1)).toBe('problems linked.yaml:1 more.yaml:2'), { timeout: 20_000 });
});

test('whoever cannot be told of problems is handed the next set all the same', async () => {
  const said: string[] = [];
  const watcher = watchPolicyFolder({
    dir,
    revision: '',
    onSwap: ({ summaries }) => said.push(summaries.map(({ policy: name }) => name).join(' ')),
    onProblems() {
      said.push('problems');
      throw new Error('nobody listens');
    },
    debounceMs: 20,
    pollMs: 50,
  });
  stop = watcher.stop;
  await vi.waitFor(() => expect(said).toEqual(['any']), { timeout: 20_000 });
  await write('more.yaml', 'policy: more\nrules: 7\n');
  await vi.waitFor(() => expect(said).toEqual(['any', 'problems']), { timeout: 20_000 });
  await write('more.yaml', policy('more'));
  await vi.waitFor(() => expect(said.at(-1)).toBe('any more'), { timeout: 20_000 });
});

describe('of a folder that takes its time to read', () => {
  beforeEach(async () => {
    for (let at = 0; at < 200; at++) await write(`m${at}.yaml`, policy(`m${at}`));
  });
  const replace = (file: string, text: string) => {
    writeFileSync(join(dir, '.draft'), text);
    renameSync(join(dir, '.draft'), join(dir, file));
  };

  test('no set is handed over that never lay there, however often its files change meanwhile', async () => {
    const versions = (set: PolicySet) =>
      ['a', 'z'].map((letter) => set.summaries.find(({ policy: name }) => name.startsWith(`${letter}-`))?.policy);
    const said: (string | undefined)[][] = [];
    const watcher = watchPolicyFolder({
      dir,
      revision: '',
      onSwap: (set) => said.push(versions(set)),
      onProblems: () => said.push(['problems']),
      debounceMs: 1,
      pollMs: 5,
    });
    stop = watcher.stop;
    let version = 0;
    for (const untilMs = performance.now() + 1000; performance.now() < untilMs; await turn()) {
      version++;
      for (const letter of ['a', 'z']) replace(`${letter}.yaml`, policy(`${letter}-${version}`));
    }
    const last = [`a-${version}`, `z-${version}`];
    await vi.waitFor(() => expect(said.at(-1)).toEqual(last), { timeout: 20_000 });
    for (const [a = '', z = ''] of said) expect(z.slice(1)).toBe(a.slice(1));
  });

  test('nothing is said after stop, though it was being read', async () => {
    for (let round = 1; round <= 20; round++) {
      replace('a.yaml', policy(`a-${round}`));
      const said: string[] = [];
      await watchInto(said, { debounceMs: 1, pollMs: 3_600_000 });
      replace('a.yaml', policy(`a-${round}-changed`));
      await sleep(round * 2);
      stop();
      const before = said.length;
      await sleep(60);
      expect(said.length).toBe(before);
    }
  });
});
