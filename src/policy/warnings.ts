/** What is valid and surely not meant: rules that can never match, filters that count nothing, scopes that suppress nothing. Never errors. */
import { channels, purposeCovers, regionCovers, scopeCovers } from '../vocabulary.ts';
import type { FilterEntry, PolicyFile, RuleEntry } from './schema.ts';
import type { PolicyProblem, Purpose, RefusalScope } from './types.ts';
import type { Path, YamlFile } from './yaml-file.ts';

type Register = ReadonlyMap<string, Purpose>;

/** @returns one warning for each part of the policy that has no effect, at its place. */
export function policyWarnings(file: YamlFile, policy: PolicyFile, register: Register): PolicyProblem[] {
  const head = policy.when ?? {};
  if (purposesOf([head], register).length === 0) {
    const message = `"when": no rule of this policy can ever match: ${noPurpose([head])}`;
    return [file.problemAt(['when'], message)];
  }
  return policy.rules.flatMap((rule, i) =>
    [...ruleFaults(head, rule, register), ...kindFaults(rule, register)].map(({ path, message }) =>
      file.problemAt(['rules', i, ...path], `rule "${rule.id}" ${message}`),
    ),
  );
}

interface Fault {
  readonly path: Path;
  readonly message: string;
}

function ruleFaults(head: FilterEntry, rule: RuleEntry, register: Register): Fault[] {
  const own = rule.when ?? {};
  const faults: Fault[] = [];
  const never = (field: keyof FilterEntry, why: string): void => {
    faults.push({ path: ['when', field], message: `can never match: ${why}` });
  };
  const apart = (field: 'channels' | 'callers'): boolean =>
    disjoint(head[field], own[field], (one: string, other: string) => one === other);
  if (apart('channels')) never('channels', nothingInCommon('channels', own, head));
  if (apart('callers')) never('callers', nothingInCommon('callers', own, head));
  if (purposesOf([head, own], register).length === 0)
    never(own.purposes === undefined ? 'classes' : 'purposes', noPurpose([head, own]));
  if (disjoint(head.regions, own.regions, (one, other) => regionCovers(one, other) || regionCovers(other, one)))
    faults.push({
      path: ['when', 'regions'],
      message: `can match only where the region is unknown: ${nothingInCommon('regions', own, head)}`,
    });
  const { unless } = rule;
  if (faults.length === 0 && unless !== undefined && takesOutAll(unless, [head, own], register)) {
    const reach = unless.regions === undefined ? 'can never match' : 'can match only where the region is unknown';
    faults.push({ path: ['unless'], message: `${reach}: its unless takes out everything that when lets in` });
  }
  return faults;
}

function kindFaults({ cap, cooldown }: RuleEntry, register: Register): Fault[] {
  const faults: Fault[] = [];
  for (const [kind, counts] of [
    ['cap', cap?.counts],
    ['cooldown', cooldown?.counts],
  ] as const) {
    if (counts !== undefined && purposesOf([counts], register).length === 0)
      faults.push({ path: [kind, 'counts'], message: `counts no contact: ${noPurpose([counts])}` });
  }
  const after = cooldown?.after ?? [];
  const idle = after.filter((outcome) => outcome === 'failed' || outcome === 'cancelled');
  if (idle.length > 0)
    faults.push({
      path: ['cooldown', 'after'],
      message: `starts no cooldown${idle.length < after.length ? ` after ${idle.join(' and ')}` : ''}: a contact that failed or was cancelled does not count`,
    });
  return faults;
}

function disjoint<T>(
  a: readonly T[] | undefined,
  b: readonly T[] | undefined,
  meets: (one: T, other: T) => boolean,
): boolean {
  return a !== undefined && b !== undefined && !a.some((one) => b.some((other) => meets(one, other)));
}

/** The registered purposes that every one of the filters lets in. */
function purposesOf(filters: readonly FilterEntry[], register: Register): Purpose[] {
  return [...register.values()].filter((purpose) =>
    filters.every(
      ({ purposes, classes }) =>
        (purposes === undefined || purposes.some((pattern) => purposeCovers(pattern, purpose.name))) &&
        (classes === undefined || classes.includes(purpose.class)),
    ),
  );
}

function takesOutAll(unless: FilterEntry, when: readonly FilterEntry[], register: Register): boolean {
  const letIn = <T>(field: keyof FilterEntry, all: readonly T[]): readonly T[] =>
    when.reduce<readonly T[]>((left, filter) => {
      const given = filter[field] as readonly T[] | undefined;
      return given === undefined ? left : left.filter((one) => given.includes(one));
    }, all);
  const out = purposesOf([unless], register);
  const coversPurposes = purposesOf(when, register).every((purpose) => out.includes(purpose));
  const coversChannels =
    unless.channels === undefined || letIn('channels', channels).every((channel) => unless.channels?.includes(channel));
  // Callers and regions are endless: only those that `when` names can all be taken out.
  const covers = (field: 'callers' | 'regions', meets: (pattern: string, one: string) => boolean): boolean =>
    unless[field] === undefined ||
    when.some((filter) => filter[field]?.every((one) => unless[field]?.some((pattern) => meets(pattern, one))));
  return (
    coversPurposes &&
    coversChannels &&
    covers('callers', (pattern, one) => pattern === one) &&
    covers('regions', regionCovers)
  );
}

function nothingInCommon(field: keyof FilterEntry, own: FilterEntry, head: FilterEntry): string {
  return `its ${field} (${own[field]?.join(', ')}) and the policy's (${head[field]?.join(', ')}) have nothing in common`;
}

function noPurpose(filters: readonly FilterEntry[]): string {
  const asked = filters.flatMap(({ purposes, classes }) => [
    ...(purposes === undefined ? [] : [`purposes ${purposes.join(', ')}`]),
    ...(classes === undefined ? [] : [`classes ${classes.join(', ')}`]),
  ]);
  return `no purpose of the register is in all of these: ${asked.join('; ')}`;
}

/** @returns a warning for each signal that suppresses nothing so far, or says how long where nobody asks. */
export function refusalWarnings(
  file: YamlFile,
  scopes: ReadonlyMap<string, RefusalScope>,
  register: Register,
): PolicyProblem[] {
  return [...scopes.values()].flatMap(({ signal, purposes, forMs }) => {
    const warnings: PolicyProblem[] = [];
    const covered = purposes.some((scope) => [...register.keys()].some((name) => scopeCovers(scope, name, register)));
    if (!covered)
      warnings.push(
        file.problemAt(
          ['refusals', signal, 'classes'],
          `"${signal}" suppresses nothing so far: no purpose of the register is of these classes`,
        ),
      );
    if (signal === 'pause' && forMs !== null)
      warnings.push(
        file.problemAt(['refusals', signal, 'for'], '"for": a pause lasts until its own until: write forever here'),
      );
    return warnings;
  });
}
