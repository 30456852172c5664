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

test('reads YAML files in name order, and neither tests nor anything else', async () => {
  for (const file of [
    'b.yaml',
    'a.yml',
    'a.test.yaml',
    'c.test.yml',
    'policy.schema.json',
    '.hidden.yaml',
    'b.yaml~',
  ]) {
    await write(file, file);
  }
  await symlink(join(dir, 'nowhere'), join(dir, 'broken-link'));
  expect(await readPolicyFolder(dir)).toEqual({
    sources: [
      { file: 'a.yml', text: 'a.yml' },
      { file: 'b.yaml', text: 'b.yaml' },
    ],
  });
  expect(await readTestFiles(dir)).toEqual({
    sources: [
      { file: 'a.test.yaml', text: 'a.test.yaml' },
      { file: 'c.test.yml', text: 'c.test.yml' },
    ],
  });
});

test('reads folders in the folder, named relative to it', async () => {
  await mkdir(join(dir, 'law/us'), { recursive: true });
  await write('law/us/reg-f.yaml', 'x');
  expect(await readPolicyFolder(dir)).toEqual({ sources: [{ file: 'law/us/reg-f.yaml', text: 'x' }] });
});

test('a mounted ConfigMap is read once, through its links', async () => {
  await mkdir(join(dir, '..2026_11_22'));
  await write('..2026_11_22/a.yaml', 'x');
  await symlink('..2026_11_22', join(dir, '..data'));
  await symlink('..data/a.yaml', join(dir, 'a.yaml'));
  expect(await readPolicyFolder(dir)).toEqual({ sources: [{ file: 'a.yaml', text: 'x' }] });
});

test('a folder that is not there is a problem', async () => {
  const result = await readPolicyFolder(join(dir, 'gone'));
  expect(result).toEqual({
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
  expect('problems' in result && result.problems.map(({ file, message }) => `${file}: ${message}`)).toEqual([
    'bytes.yaml: the file is not UTF-8',
    expect.stringMatching(/^folder.yaml: the file cannot be read: EISDIR/),
    'huge.yaml: the file is larger than 256 KiB: split it into several policies',
  ]);
});

test('loads a folder to its set, or to its problems', async () => {
  await write(register.file, register.text);
  expect(await loadPolicies(dir)).toMatchObject({ problems: [{ file: '.' }] });
  await write(anyPolicy.file, anyPolicy.text);
  expect(await loadPolicies(dir)).toMatchObject({ set: { summaries: [{ policy: 'any' }] } });
});
