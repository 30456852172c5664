/** Names that an object of a JSON text has twice: `JSON.parse` keeps the last of them and says nothing. */

export type Path = readonly (string | number)[];

/** @param text valid JSON @param value what it says @returns where each name stands that is there a second time; nearly always none, found by two counts */
export function repeatedNames(text: string, value: unknown): Path[] {
  const names = namesIn(value, 0);
  // A name is followed by a colon, and what stands in text only adds to their number: as many as names are left, and none was lost.
  if (colonsIn(text) === names || quotedColonsIn(text) === names) return [];
  return scan(text);
}

const quoteAndColon = /"\s*:/g;

function quotedColonsIn(text: string): number {
  let count = 0;
  quoteAndColon.lastIndex = 0;
  while (quoteAndColon.test(text)) count++;
  return count;
}

function colonsIn(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) count++;
  return count;
}

/**
 * Below it names are neither counted nor looked for, so that nesting without end is no recursion without end, and no list of paths without end:
 * what lies so deep is refused for that (http/check.ts).
 */
const maxDepth = 64;

function namesIn(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item: unknown = value[index];
      if (typeof item === 'object' && item !== null) count += namesIn(item, depth + 1);
    }
    return count;
  }
  for (const name in value) {
    count++;
    const field: unknown = (value as Record<string, unknown>)[name];
    if (typeof field === 'object' && field !== null) count += namesIn(field, depth + 1);
  }
  return count;
}

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],]/g;

interface Open {
  /** Of an object: the names so far. */
  readonly names: Set<string> | undefined;
  step: string | number;
  isNameNext: boolean;
}

function scan(text: string): Path[] {
  const found: Path[] = [];
  const open: Open[] = [];
  for (const [part] of text.matchAll(token)) {
    const inner = open.at(-1);
    if (part === '{') open.push({ names: new Set(), step: '', isNameNext: true });
    else if (part === '[') open.push({ names: undefined, step: 0, isNameNext: false });
    else if (part === '}' || part === ']') open.pop();
    else if (part === ',') {
      if (typeof inner?.step === 'number') inner.step++;
      else if (inner) inner.isNameNext = true;
    } else if (inner?.names && inner.isNameNext) {
      inner.step = String(JSON.parse(part));
      inner.isNameNext = false;
      if (open.length <= maxDepth && inner.names.has(inner.step)) found.push(open.map(({ step }) => step));
      inner.names.add(inner.step);
    }
  }
  return found;
}
