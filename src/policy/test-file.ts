/** Policy tests as data: what `*.test.yaml` says, checked and with the place of each test. Running them is the engine's part. */
import type {
  CanContactInput,
  ConsentInput,
  ElsewhereInput,
  RefusalInput,
  SuppressionInput,
} from '../guard-contract.ts';
import type { Force, ReasonCode } from '../vocabulary.ts';
import type { TestEntry } from './test-schema.ts';
import { testFile } from './test-schema.ts';
import type { PolicyProblem, PolicySet, PolicySource } from './types.ts';
import { alsoWrong, readYaml } from './yaml-file.ts';
import { checkShape } from './zod-problems.ts';

/** A test need not say whom it is about: absent is the customer of the request, whose id may be absent too. */
interface Someone {
  readonly customerId?: string | undefined;
}

/** `caller` is who made the contact; absent: whoever makes the request. */
type GivenContact = Someone &
  Omit<ElsewhereInput, 'customerId' | 'operationId'> & {
    readonly operationId?: string | undefined;
    readonly caller?: string | undefined;
  };

/** Without `atMs` it was always there. */
type GivenSuppression = Someone &
  Omit<SuppressionInput, 'customerId' | 'reason' | 'source'> & {
    readonly atMs?: number | undefined;
    readonly reason?: string | undefined;
    readonly source?: string | undefined;
  };

/** Without `atMs` it was always there. */
type GivenConsent = Someone &
  Omit<ConsentInput, 'customerId' | 'source' | 'lifts'> & { readonly source?: string | undefined };

/** Without `atMs` it was always there. */
type GivenRefusal = Someone &
  Omit<RefusalInput, 'customerId' | 'source' | 'contactId' | 'answers' | 'text' | 'receivedAtMs'> & {
    /** The purpose of the message that it answers. */
    readonly answers?: string | undefined;
    readonly atMs?: number | undefined;
    readonly source?: string | undefined;
  };

type TestRequest = Someone & Omit<CanContactInput, 'customerId'> & { readonly caller?: string | undefined };

/** What a reason must say at least. Instants as answers write them (UTC, milliseconds). */
export interface ExpectedReason {
  readonly code?: ReasonCode | undefined;
  readonly policy?: string | undefined;
  readonly rule?: string | undefined;
  readonly force?: Force | undefined;
  readonly message?: string | undefined;
  readonly limit?: number | undefined;
  readonly used?: number | undefined;
  readonly window?: string | undefined;
  readonly retryAt?: string | null | undefined;
  readonly suppressionId?: string | undefined;
  readonly channel?: string | undefined;
  readonly purpose?: string | undefined;
  readonly classes?: readonly string[] | undefined;
  readonly since?: string | null | undefined;
}

/** What is undefined is not judged. `reasons` and `shadow` are whole lists in any order. */
export interface Expectation {
  readonly allowed?: boolean | undefined;
  readonly reasons?: readonly ExpectedReason[] | undefined;
  readonly shadow?: readonly ExpectedReason[] | undefined;
  readonly retryAt?: string | null | undefined;
}

export interface PolicyTest {
  readonly file: string;
  /** Where the test begins, from 1. */
  readonly line: number;
  readonly col: number;
  readonly name: string;
  /** The policies that are judged; undefined: all of the folder. */
  readonly policies: readonly string[] | undefined;
  readonly nowMs: number;
  readonly contacts: readonly GivenContact[];
  readonly suppressions: readonly GivenSuppression[];
  readonly refusals: readonly GivenRefusal[];
  readonly consents: readonly GivenConsent[];
  readonly request: TestRequest;
  readonly expect: Expectation;
}

/**
 * @param set what the tests are run against.
 * @returns the tests of all files in order, or every problem in them.
 */
export function readTests(
  sources: readonly PolicySource[],
  set: Pick<PolicySet, 'purposes' | 'summaries'>,
): { tests: PolicyTest[] } | { problems: PolicyProblem[] } {
  const schema = testFile({
    purposes: [...set.purposes.keys()],
    policies: set.summaries.map(({ policy }) => policy),
  });
  const results = sources.map((source) => readFile(source, schema));
  const problems = results.flatMap((result) => ('problems' in result ? result.problems : []));
  if (problems.length > 0) return { problems };
  return { tests: results.flatMap((result) => ('tests' in result ? result.tests : [])) };
}

function readFile(
  source: PolicySource,
  schema: ReturnType<typeof testFile>,
): { tests: PolicyTest[] } | { problems: PolicyProblem[] } {
  const read = readYaml(source);
  const { file: yaml } = read;
  if (yaml === undefined) return read;
  const checked = checkShape(schema, yaml);
  if ('problems' in checked) return { problems: [...read.problems, ...alsoWrong(read.problems, checked.problems)] };
  if (read.problems.length > 0) return read;
  return {
    tests: checked.value.tests.map((entry, i) => {
      const { file, line, col } = yaml.problemAt(['tests', i], '');
      return { file, line, col, policies: checked.value.policies, ...testOf(entry) };
    }),
  };
}

function testOf({
  name,
  now,
  given,
  request,
  expect,
}: TestEntry): Omit<PolicyTest, 'file' | 'line' | 'col' | 'policies'> {
  const { confirmBy, mode, ...asked } = request;
  return {
    name,
    nowMs: now,
    contacts: (given?.contacts ?? []).map(({ at, outcomeAt, direction, ...contact }) => ({
      ...contact,
      atMs: at,
      direction: direction ?? 'outbound',
      outcomeAtMs: outcomeAt ?? (contact.outcome === undefined ? undefined : at),
    })),
    suppressions: (given?.suppressions ?? []).map(({ at, expiresAt, ...suppression }) => ({
      ...suppression,
      atMs: at,
      expiresAtMs: expiresAt,
    })),
    refusals: (given?.refusals ?? []).map(({ at, until, ...refusal }) => ({ ...refusal, atMs: at, untilMs: until })),
    consents: (given?.consents ?? []).map(({ at, expiresAt, ...consent }) => ({
      ...consent,
      atMs: at,
      expiresAtMs: expiresAt,
    })),
    request: { ...asked, mode: mode ?? 'reserve', confirmByMs: confirmBy },
    expect,
  };
}
