/** Reads one YAML document strictly, and finds the line and column of any value in it. Pure: text in, plain data out. */
import type { Document, Node, Pair, YAMLMap } from 'yaml';
import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, Scalar, visit } from 'yaml';
import type { PolicyProblem, PolicySource } from './types.ts';

/** Largest file that is read, in bytes of UTF-8. */
export const maxFileBytes = 256 * 1024;
/** What a file of the language is called. */
export const yamlName = /\.ya?ml$/i;
const maxDepth = 32;
/** A broken quote can make thousands of follow-up errors; the first ones say it all. */
const maxSyntaxProblems = 20;

export type Path = readonly PropertyKey[];

export interface YamlFile {
  readonly file: string;
  /** The document as plain data; instants and dates stay strings. */
  readonly value: unknown;
  /** A problem at the value of `path`, or at the deepest part of the path that is there. */
  problemAt(path: Path, message: string): PolicyProblem;
  /** A problem at the key `key` of the map at `path`. */
  problemAtKey(path: Path, key: string, message: string): PolicyProblem;
}

export interface ReadYaml {
  /** Undefined where the text is so broken that it holds no data. */
  readonly file: YamlFile | undefined;
  /** Every reason why it is not one plain YAML document: with one, its data is good for finding what else is wrong, and for nothing else. */
  readonly problems: PolicyProblem[];
}

export function readYaml(source: PolicySource): ReadYaml {
  const lines = new LineCounter();
  const problem = (offset: number, message: string): PolicyProblem => {
    const { line, col } = lines.linePos(offset);
    // An empty text has no line starts yet: everything is at its beginning.
    return { file: source.file, line: Math.max(line, 1), col: Math.max(col, 1), message };
  };
  if (new TextEncoder().encode(source.text).length > maxFileBytes) {
    return {
      file: undefined,
      problems: [problem(0, 'the file is larger than 256 KiB: split it into several policies')],
    };
  }
  const document = parseDocument(source.text, {
    lineCounter: lines,
    schema: 'core',
    version: '1.2',
    merge: false,
    // Told below: after a field without a value the parser names the end of that field's line.
    uniqueKeys: false,
    prettyErrors: false,
    // 'silent' would keep back the error about a second document; nothing is printed either way.
    logLevel: 'error',
  });
  const problems = [...document.errors, ...document.warnings]
    .slice(0, maxSyntaxProblems)
    .map(({ code, message, pos }) => problem(pos[0], syntaxMessage(code, message)));
  if (document.errors.some(({ code }) => !harmless.has(code))) return { file: undefined, problems };
  const forbidden = forbiddenNodes(document, problem);
  problems.push(...forbidden.problems);
  if (forbidden.isTooDeep) return { file: undefined, problems };
  return { file: yamlFile(source.file, document, problem), problems };
}

/** Errors that leave the rest of the document as it was meant. */
const harmless: ReadonlySet<string> = new Set(['MULTIPLE_DOCS']);

/** What is wrong beside how files are written: at the place of such a problem nothing more is known. */
export function alsoWrong(written: readonly PolicyProblem[], more: readonly PolicyProblem[]): PolicyProblem[] {
  const placeOf = ({ file, line, col }: PolicyProblem): string => `${file}:${line}:${col}`;
  const places = new Set(written.map(placeOf));
  return more.filter((one) => !places.has(placeOf(one)));
}

type ProblemAt = (offset: number, message: string) => PolicyProblem;

function syntaxMessage(code: string, message: string): string {
  if (code === 'MULTIPLE_DOCS') return 'a second document begins here: one YAML document a file';
  if (message.includes('call stack')) return tooDeep;
  return `not YAML: ${message}`;
}

const tooDeep = `nested deeper than ${maxDepth} levels`;

/**
 * Aliases could make a small file huge, depth could exhaust the stack, and one key would be lost on the way to data: none has a use in a policy.
 * An alias becomes empty, and such a key goes, so that the rest can be read.
 */
function forbiddenNodes(document: Document, problem: ProblemAt): { problems: PolicyProblem[]; isTooDeep: boolean } {
  const problems: PolicyProblem[] = [];
  let isTooDeep = false;
  // Before any of them is looked for in a set: of a text that was, V8 keeps one copy, as wide as the first one.
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string') node.value = ofItsOwn(node.value);
    },
  });
  visit(document, {
    Alias: (_key, node) => {
      problems.push(problem(startOf(node), 'aliases are not read: write the value out'));
      const empty = new Scalar(null);
      empty.range = node.range ?? null;
      return empty;
    },
    Pair: (_key, { key }) => {
      // It would change what the map is instead of standing in it.
      if (!isScalar(key) || key.value !== '__proto__') return undefined;
      problems.push(problem(startOf(key), '__proto__ is not a name that a field can have'));
      return visit.REMOVE;
    },
    Collection: (_key, node, ancestors) => {
      if (isMap(node)) problems.push(...repeatedKeys(node, problem));
      if (ancestors.filter((ancestor) => isMap(ancestor) || isSeq(ancestor)).length < maxDepth) return undefined;
      problems.push(problem(startOf(node), tooDeep));
      isTooDeep = true;
      return visit.SKIP;
    },
  });
  return { problems, isTooDeep };
}

/**
 * A copy with as many bytes a character as it needs. The parser's is a part of the whole file, which has two for each where one line is in Polish;
 * an answer that names one such rule would be written and measured in half of the speed.
 */
function ofItsOwn(text: string): string {
  return Buffer.from(text).toString();
}

function repeatedKeys({ items }: YAMLMap, problem: ProblemAt): PolicyProblem[] {
  const seen = new Set<string>();
  return items.flatMap((pair) => {
    const key = keyOf(pair);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [problem(startOf(pair.key), 'this key is already in the map: write each key once')];
  });
}

function yamlFile(file: string, document: Document, problem: ProblemAt): YamlFile {
  return {
    file,
    value: document.toJS({ maxAliasCount: 0 }),
    problemAt: (path, message) => problem(startOf(nodeAt(document.contents, path)), message),
    problemAtKey(path, key, message) {
      const pair = pairOf(nodeAt(document.contents, path), key);
      return pair === undefined ? this.problemAt(path, message) : problem(startOf(pair.key as Node), message);
    },
  };
}

/** The node at `path`, or its nearest ancestor that exists. */
function nodeAt(root: unknown, path: Path): unknown {
  let node = root;
  for (const step of path) {
    const next = isSeq(node) ? node.items[Number(step)] : pairOf(node, String(step))?.value;
    if (next === undefined || next === null) return node;
    node = next;
  }
  return node;
}

function pairOf(node: unknown, key: string): Pair | undefined {
  if (!isMap(node)) return undefined;
  // Of a key that is there twice the last is read.
  return node.items.findLast((pair) => keyOf(pair) === key);
}

function keyOf({ key }: Pair): string {
  return String(isScalar(key) ? key.value : key);
}

function startOf(node: unknown): number {
  const ranged = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node);
  return ranged ? (node.range?.[0] ?? 0) : 0;
}
