/** Reads policy folders from disk: the only part of the language, with `watch.ts`, that does I/O. */
import type { Stats } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { compilePolicies } from './compile.ts';
import type { PolicyProblem, PolicySet, PolicySource } from './types.ts';
import { maxFileBytes, yamlName } from './yaml-file.ts';

/** Policies lie in few folders; a link back to a parent must not lead round for ever. */
const maxFolderDepth = 8;
/** What may lie beside policies: schemas and notes. Everything else would be silently not in force. */
const besideName = /\.(json|md)$/i;
const testName = /\.test\.ya?ml$/i;

/** Part of a folder that could be read, and a problem for each file or folder that could not, or does not belong there. */
export interface FolderRead {
  readonly sources: PolicySource[];
  readonly problems: PolicyProblem[];
}

/** @returns every `.yaml` and `.yml` under `dir`, in any case, but the tests, in name order, named relative to `dir`. Never throws. */
export function readPolicyFolder(dir: string): Promise<FolderRead> {
  return readSources(dir, (name) => !testName.test(name));
}

/** @returns every `*.test.yaml` under `dir`, as `readPolicyFolder` does. */
export function readTestFiles(dir: string): Promise<FolderRead> {
  return readSources(dir, (name) => testName.test(name));
}

/** @returns the compiled set of a folder, or every problem in it. Never throws for what is on disk. */
export async function loadPolicies(dir: string): Promise<{ set: PolicySet } | { problems: PolicyProblem[] }> {
  const { sources, problems } = await readPolicyFolder(dir);
  const compiled = compilePolicies(sources);
  if (problems.length === 0) return compiled;
  const unread = new Set(problems.map(({ file }) => file));
  if (unread.has(dir) || 'set' in compiled) return { problems };
  // What could not be read is told as that, and not as missing too.
  for (const file of [...unread].filter((file) => yamlName.test(file)))
    unread.add(/(^|\/)purposes\.\w+$/.test(file) ? 'purposes.yaml' : '.');
  return { problems: [...problems, ...compiled.problems.filter(({ file }) => !unread.has(file))].sort(byFile) };
}

/** Stable: problems of one file stay in the order of their lines. */
function byFile(a: PolicyProblem, b: PolicyProblem): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : 0;
}

export interface FolderListing {
  /** Paths of the YAML files relative to the folder, sorted. */
  readonly files: readonly string[];
  /** What lies there and does not belong, or cannot be looked into. */
  readonly problems: readonly PolicyProblem[];
}

/** Names that begin with a dot are the file system's own affair. @throws where `dir` itself cannot be read */
export async function listPolicyFolder(dir: string, depth = 0): Promise<FolderListing> {
  const names = (await readdir(dir)).filter((name) => !name.startsWith('.')).sort();
  const parts = await Promise.all(names.map((name) => listEntry(join(dir, name), name, depth)));
  return { files: parts.flatMap(({ files }) => files).sort(), problems: parts.flatMap(({ problems }) => problems) };
}

async function listEntry(path: string, name: string, depth: number): Promise<FolderListing> {
  const found = await statOf(path);
  // A folder that is called like a file of the language fails when it is read.
  if (yamlName.test(name)) return { files: [name], problems: [] };
  if (!found?.isDirectory()) return { files: [], problems: besideName.test(name) ? [] : [stray(name)] };
  if (depth >= maxFolderDepth) return { files: [], problems: [at(name, `folders lie at most ${maxFolderDepth} deep`)] };
  try {
    const inner = await listPolicyFolder(path, depth + 1);
    const below = (file: string): string => `${name}/${file}`;
    return {
      files: inner.files.map(below),
      problems: inner.problems.map((problem) => ({ ...problem, file: below(problem.file) })),
    };
  } catch (error) {
    return { files: [], problems: [at(name, `the folder cannot be read: ${reasonOf(error)}`)] };
  }
}

function stray(name: string): PolicyProblem {
  return at(
    name,
    'this file is not read, so it does not belong here: policies are .yaml or .yml; beside them lie only .json, .md and hidden files',
  );
}

/** Follows links; undefined for what is gone, or a link to nowhere. */
async function statOf(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch {
    return undefined;
  }
}

async function readSources(dir: string, wanted: (name: string) => boolean): Promise<FolderRead> {
  let listing: FolderListing;
  try {
    listing = await listPolicyFolder(dir);
  } catch (error) {
    return { sources: [], problems: [at(dir, `the policy folder cannot be read: ${reasonOf(error)}`)] };
  }
  const results = await Promise.all(listing.files.filter(wanted).map((file) => readSource(dir, file)));
  return {
    sources: results.filter((result) => 'text' in result),
    problems: [...listing.problems, ...results.filter((result) => 'message' in result)].sort(byFile),
  };
}

async function readSource(dir: string, file: string): Promise<PolicySource | PolicyProblem> {
  try {
    const found = await stat(join(dir, file));
    // A pipe would be waited for and a device never ends; a folder says so itself.
    if (!found.isFile() && !found.isDirectory()) return at(file, 'this is no file but a pipe, a socket or a device');
    if (found.size > maxFileBytes) return at(file, 'the file is larger than 256 KiB: split it into several policies');
    const bytes = await readFile(join(dir, file));
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch (error) {
    return at(
      file,
      error instanceof TypeError ? 'the file is not UTF-8' : `the file cannot be read: ${reasonOf(error)}`,
    );
  }
}

function at(file: string, message: string): PolicyProblem {
  return { file, line: 1, col: 1, message };
}

/** The code alone: `ENOENT`. The system's own text repeats the path. */
function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code ?? message;
}
