/** The code about the code: where time, randomness and the environment may be read, and what the core may import. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', 'src');

interface Source {
  readonly file: string;
  readonly text: string;
  /** Files of this repository that it imports, relative to `src`; those imported as types only are left out. */
  readonly imports: readonly string[];
  /** The same with those imported as types only. */
  readonly allImports: readonly string[];
  readonly packages: readonly string[];
}

const sources: readonly Source[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.test\.ts$|testing\/|fixtures|conformance/.test(file))
  .map((file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const imported = [...text.matchAll(/^(?:import|export) (?!type )[^;]*?from '([^']+)'/gms)].map(
      (match) => match[1] ?? '',
    );
    const own = (names: readonly string[]): string[] =>
      names.filter((name) => name.startsWith('.')).map((name) => relative(root, join(root, dirname(file), name)));
    return {
      file,
      text,
      imports: own(imported),
      allImports: own([...text.matchAll(/^(?:import|export) [^;]*?from '([^']+)'/gms)].map((match) => match[1] ?? '')),
      packages: imported.filter((name) => !name.startsWith('.')),
    };
  });

/** Files whose code (comments aside) matches. */
function filesWith(pattern: RegExp): string[] {
  return sources
    .filter(({ text }) => pattern.test(text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
    .map(({ file }) => file);
}

describe('the source', () => {
  test('reads the time in clock.ts alone', () => {
    expect(filesWith(/\bDate\.now\(|new Date\(\)|Temporal\.Now|performance\.now\(|process\.hrtime/)).toEqual([
      'clock.ts',
    ]);
  });

  test('draws randomness in ids.ts and random.ts, and for API keys, alone', () => {
    expect(filesWith(/Math\.random|randomBytes|randomInt|randomUUID|getRandomValues/).sort()).toEqual([
      'auth/keys.ts',
      'ids.ts',
      'random.ts',
    ]);
  });

  test('reads the environment in config.ts and hands it over in the two programs that start', () => {
    const allowed = new Set(['config.ts', 'main.ts', 'cli/main.ts']);
    expect(filesWith(/process\.env\b/).filter((file) => !allowed.has(file))).toEqual([]);
  });

  test('looks up nothing in an object by a name of a key from outside: that is a map', () => {
    expect(filesWith(/\b[kK]eys(\?\.|!)?\[(?!\d)/)).toEqual([]);
  });

  test('keeps I/O out of the engine and out of what compiles policies', () => {
    const io = /^node:(?!crypto$|module$|path$)|^(ioredis|hono|pino|@hono)/;
    const doors = new Set(['policy/load.ts', 'policy/watch.ts', 'policy/run-tests.ts']);
    const pure = sources.filter(({ file }) => /^(engine|policy)\//.test(file) && !doors.has(file));
    expect(pure.length).toBeGreaterThan(30);
    expect(
      pure.flatMap(({ file, packages }) => packages.filter((name) => io.test(name)).map((name) => `${file}: ${name}`)),
    ).toEqual([]);
  });

  test('lets the engine import nothing but itself, the vocabulary, the table of errors and the shape of policies', () => {
    const outside = sources
      .filter(({ file }) => file.startsWith('engine/'))
      .flatMap(({ file, imports }) =>
        imports
          .filter((name) => !/^(engine\/|vocabulary\.ts|errors\.ts|policy\/types\.ts)/.test(name))
          .map((name) => `${file}: ${name}`),
      );
    expect(outside).toEqual([]);
  });

  test('lets no room reach up into one that calls it', () => {
    const upward = sources.flatMap(({ file, allImports }) =>
      allImports.filter((name) => floorOf(name) > floorOf(file)).map((name) => `${file}: ${name}`),
    );
    expect(upward).toEqual([]);
  });

  test('has files of at most 300 lines', () => {
    const longer = sources.filter(({ text }) => text.trimEnd().split('\n').length > 300).map(({ file }) => file);
    expect(longer).toEqual([]);
  });

  test('has no default exports and no file that only passes others on', () => {
    expect(filesWith(/^export default /m)).toEqual([]);
    expect(filesWith(/^export \* from/m)).toEqual([]);
  });
});

/** The rooms from the ground up. A file imports from its own floor and those below, types too. */
const floors: readonly RegExp[] = [
  /^(engine|policy|identity|store|ledger|telemetry|auth)\/|^[\w-]+\.ts$/,
  /^requests\//,
  /^(decisions|refusals)\//,
  /^guard\//,
  /^(http|customer-pages)\//,
  // What puts the rooms together, and runs policy tests through the whole of it.
  /^(guard|service|policy\/run-tests)\.ts$|^start\//,
  /^(main\.ts$|cli\/)/,
];

function floorOf(file: string): number {
  return floors.findLastIndex((rooms) => rooms.test(file));
}
