/** Reads policy folders from disk: the only part of the language, with `watch.ts`, that does I/O. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compilePolicies } from './compile.ts';
import type { PolicyProblem, PolicySet, PolicySource } from './types.ts';
import { maxFileBytes } from './yaml-file.ts';

/** Policies lie in few folders; a link back to a parent must not lead round for ever. */
const maxFolderDepth = 8;

/**
 * @returns every `.yaml` and `.yml` under `dir` but the tests, in name order, named relative to `dir`;
 * or one problem for each file or folder that cannot be read.
 */
export function readPolicyFolder(dir: string): Promise<{ sources: PolicySource[] } | { problems: PolicyProblem[] }> {
  return readSources(dir, (name) => !isTest(name));
}

/** @returns every `*.test.yaml` under `dir`, as `readPolicyFolder` does. */
export function readTestFiles(dir: string): Promise<{ sources: PolicySource[] } | { problems: PolicyProblem[] }> {
  return readSources(dir, isTest);
}

/** @returns the compiled set of a folder, or every problem in it. Never throws for what is on disk. */
export async function loadPolicies(dir: string): Promise<{ set: PolicySet } | { problems: PolicyProblem[] }> {
  const read = await readPolicyFolder(dir);
  return 'problems' in read ? read : compilePolicies(read.sources);
}

/** @returns paths relative to `dir` of the YAML files under it, sorted; names that begin with a dot are the file system's own affair. */
export async function listYamlFiles(dir: string, depth = 0): Promise<string[]> {
  const names = (await readdir(dir)).filter((name) => !name.startsWith('.'));
  const found = await Promise.all(
    names.map(async (name) => {
      if (/\.ya?ml$/.test(name)) return [name];
      if (depth >= maxFolderDepth || !(await isFolder(join(dir, name)))) return [];
      return (await listYamlFiles(join(dir, name), depth + 1)).map((inner) => `${name}/${inner}`);
    }),
  );
  return found.flat().sort();
}

/** Follows links; what is gone, or a link to nowhere, is no folder. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}

function isTest(name: string): boolean {
  return /\.test\.ya?ml$/.test(name);
}

async function readSources(
  dir: string,
  wanted: (name: string) => boolean,
): Promise<{ sources: PolicySource[] } | { problems: PolicyProblem[] }> {
  let files: string[];
  try {
    files = (await listYamlFiles(dir)).filter(wanted);
  } catch (error) {
    return {
      problems: [{ file: dir, line: 1, col: 1, message: `the policy folder cannot be read: ${reasonOf(error)}` }],
    };
  }
  const results = await Promise.all(files.map((file) => readSource(dir, file)));
  const problems = results.filter((result) => 'message' in result);
  return problems.length > 0 ? { problems } : { sources: results.filter((result) => 'text' in result) };
}

async function readSource(dir: string, file: string): Promise<PolicySource | PolicyProblem> {
  const problem = (message: string): PolicyProblem => ({ file, line: 1, col: 1, message });
  try {
    const { size } = await stat(join(dir, file));
    if (size > maxFileBytes) return problem('the file is larger than 256 KiB: split it into several policies');
    const bytes = await readFile(join(dir, file));
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return problem(
      error instanceof TypeError ? 'the file is not UTF-8' : `the file cannot be read: ${reasonOf(error)}`,
    );
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
