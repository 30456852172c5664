import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyPolicy, register } from './fixtures.ts';
import { loadPolicies, readPolicyFolder, readTestFiles } from './load.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'policies-'));
});
afterEach(() => rm(dir, { recursive: true }));

const write = (file: string, text: string | Uint8Array) => writeFile(join(dir, file), text);

test('reads YAML files in name order, whatever the case of their ending, and no tests', async () => {
  for (const file of ['d.YAML', 'c.Yml', 'b.yaml', 'a.yml', 'a.test.yaml', 'c.test.YML', 'x.schema.json', 'NOTES.MD'])
    await write(file, file);
  await write('.hidden.yaml~', 'x');
  await symlink(join(dir, 'nowhere'), join(dir, 'gone.md'));
  expect(await readPolicyFolder(dir)).toEqual({
    sources: ['a.yml', 'b.yaml', 'c.Yml', 'd.YAML'].map((file) => ({ file, text: file })),
    problems: [],
  });
  expect(await readTestFiles(dir)).toEqual({
    sources: ['a.test.yaml', 'c.test.YML'].map((file) => ({ file, text: file })),
    problems: [],
  });
});

test('any other file is an error that names it, wherever it lies: it would be silently not in force', async () => {
  await mkdir(join(dir, 'law.json/us'), { recursive: true });
  const strays = ['b.yaml~', 'house.yaml.bak', 'law.json/us/reg-f.yamll', 'notes.txt', 'policy'];
  for (const file of [...strays, 'a.yaml']) await write(file, 'x');
  await symlink(join(dir, 'nowhere'), join(dir, 'broken-link'));
  const { sources, problems } = await readPolicyFolder(dir);
  expect(sources).toEqual([{ file: 'a.yaml', text: 'x' }]);
  expect(problems.map(({ file }) => file)).toEqual([...strays, 'broken-link'].sort());
  expect(problems[0]).toEqual({
    file: 'b.yaml~',
    line: 1,
    col: 1,
    message:
      'this file is not read, so it does not belong here: policies are .yaml or .yml; beside them lie only .json, .md and hidden files',
  });
});

test('what does not belong there is told together with what is wrong in the others', async () => {
  await write('purposes.YAML', Uint8Array.of(0xff));
  await write('p.YAML', 'policy: p\nrules: 7\n');
  await write('notes.txt', 'x');
  const result = await loadPolicies(dir);
  expect('problems' in result && result.problems.map(({ file, line }) => `${file}:${line}`)).toEqual([
    'notes.txt:1',
    'p.YAML:2',
    'purposes.YAML:1',
  ]);
});

test('a link back to its own folder ends, and is told', async () => {
  await symlink(dir, join(dir, 'again'));
  const { problems } = await readPolicyFolder(dir);
  expect(problems).toMatchObject([{ file: Array(9).fill('again').join('/'), message: 'folders lie at most 8 deep' }]);
});

test('reads folders in the folder, named relative to it', async () => {
  await mkdir(join(dir, 'law/us'), { recursive: true });
  await write('law/us/reg-f.yaml', 'x');
  expect(await readPolicyFolder(dir)).toEqual({ sources: [{ file: 'law/us/reg-f.yaml', text: 'x' }], problems: [] });
});

test('a mounted ConfigMap is read once, through its links', async () => {
  await mkdir(join(dir, '..2026_11_22'));
  await write('..2026_11_22/a.yaml', 'x');
  await symlink('..2026_11_22', join(dir, '..data'));
  await symlink('..data/a.yaml', join(dir, 'a.yaml'));
  expect(await readPolicyFolder(dir)).toEqual({ sources: [{ file: 'a.yaml', text: 'x' }], problems: [] });
});

test('a folder that is not there is a problem', async () => {
  const result = await readPolicyFolder(join(dir, 'gone'));
  expect(result).toEqual({
    sources: [],
    problems: [
      {
        file: join(dir, 'gone'),
        line: 1,
        col: 1,
        message: expect.stringMatching(/^the policy folder cannot be read: ENOENT/),
      },
    ],
  });
});

test('every file that cannot be read is a problem', async () => {
  await write('bytes.yaml', Uint8Array.of(0x61, 0xff));
  await write('huge.yaml', 'x'.repeat(256 * 1024 + 1));
  await mkdir(join(dir, 'folder.yaml'));
  const result = await readPolicyFolder(dir);
  expect(result.problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'bytes.yaml: the file is not UTF-8',
    expect.stringMatching(/^folder.yaml: the file cannot be read: EISDIR/),
    'huge.yaml: the file is larger than 256 KiB: split it into several policies',
  ]);
});

test('a pipe or a device called like a policy is a problem, and nobody waits for it', async () => {
  execFileSync('mkfifo', [join(dir, 'pipe.yaml'), join(dir, 'pipe.test.yaml')]);
  await symlink('/dev/zero', join(dir, 'zero.yaml'));
  await write('a.yaml', 'x');
  const { sources, problems } = await readPolicyFolder(dir);
  expect(sources).toEqual([{ file: 'a.yaml', text: 'x' }]);
  const message = 'this is no file but a pipe, a socket or a device';
  expect(problems).toEqual(['pipe.yaml', 'zero.yaml'].map((file) => ({ file, line: 1, col: 1, message })));
  expect((await readTestFiles(dir)).problems).toMatchObject([{ file: 'pipe.test.yaml', message }]);
});

test('loads a folder to its set, or to its problems', async () => {
  await write(register.file, register.text);
  expect(await loadPolicies(dir)).toMatchObject({ problems: [{ file: '.' }] });
  await write(anyPolicy.file, anyPolicy.text);
  expect(await loadPolicies(dir)).toMatchObject({ set: { summaries: [{ policy: 'any' }] } });
});
