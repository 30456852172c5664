/**
 * What one file's shape cannot tell: names that clash, purposes that cover nothing in the register.
 * Reads the raw data, so that it finds its problems in files whose shape is wrong too and all are reported at once.
 */
import { coverFault } from './purposes.ts';
import { isPurposePath } from './terms.ts';
import type { PolicyProblem } from './types.ts';
import type { Path, YamlFile } from './yaml-file.ts';

/** @returns problems of names used twice, over all policies of the folder. */
export function nameClashes(policies: readonly YamlFile[]): PolicyProblem[] {
  const problems: PolicyProblem[] = [];
  const takenBy = new Map<string, PolicyProblem>();
  for (const file of policies) {
    const name = fieldOf(file.value, 'policy');
    if (typeof name === 'string') {
      const before = takenBy.get(name);
      if (before === undefined) takenBy.set(name, file.problemAt(['policy'], ''));
      else
        problems.push(
          file.problemAt(
            ['policy'],
            `"policy": the name "${name}" is taken by ${place(before)}: give each policy its own`,
          ),
        );
    }
    problems.push(...ruleClashes(file));
  }
  return problems;
}

function ruleClashes(file: YamlFile): PolicyProblem[] {
  const takenBy = new Map<string, PolicyProblem>();
  return rulesOf(file).flatMap((rule, i) => {
    const id = fieldOf(rule, 'id');
    if (typeof id !== 'string') return [];
    const path = ['rules', i, 'id'];
    const before = takenBy.get(id);
    if (before === undefined) takenBy.set(id, file.problemAt(path, ''));
    return before === undefined
      ? []
      : [
          file.problemAt(
            path,
            `"id": the rule "${id}" is there already, at ${place(before)}: give each rule of a policy its own id`,
          ),
        ];
  });
}

/** @returns problems of purposes in any filter that cover nothing in `register`. */
export function uncoveredPurposes(file: YamlFile, register: readonly string[]): PolicyProblem[] {
  const filters: Path[] = [
    ['when'],
    ...rulesOf(file).flatMap((_, i) => filtersOfRule.map((path) => ['rules', i, ...path])),
  ];
  return filters.flatMap((path) => uncoveredAt(file, [...path, 'purposes'], register));
}

const filtersOfRule: readonly Path[] = [['when'], ['unless'], ['cap', 'counts'], ['cooldown', 'counts']];

/** @returns problems of purposes in `refusals.yaml` that cover nothing in `register`. */
export function uncoveredRefusals(file: YamlFile, register: readonly string[]): PolicyProblem[] {
  return Object.entries(asMap(fieldOf(file.value, 'refusals'))).flatMap(([signal, scope]) => [
    ...uncoveredAt(file, ['refusals', signal, 'purposes'], register),
    ...asList(fieldOf(scope, 'cases')).flatMap((_case, i) =>
      uncoveredAt(file, ['refusals', signal, 'cases', i, 'purposes'], register),
    ),
  ]);
}

function uncoveredAt(file: YamlFile, path: Path, register: readonly string[]): PolicyProblem[] {
  return asList(path.reduce(fieldOf, file.value)).flatMap((pattern, i) => {
    // What is no path is told as that.
    const fault = isPurposePath(pattern) ? coverFault(pattern, register) : undefined;
    return fault === undefined ? [] : [file.problemAt([...path, i], `"purposes": ${fault}`)];
  });
}

/** The purposes that a register names, as far as it can be read. */
export function registeredNames(file: YamlFile): string[] {
  return Object.keys(asMap(fieldOf(file.value, 'purposes')));
}

function rulesOf(file: YamlFile): readonly unknown[] {
  return asList(fieldOf(file.value, 'rules'));
}

function fieldOf(value: unknown, key: PropertyKey): unknown {
  const map = asMap(value);
  return Object.hasOwn(map, key) ? (map as Record<PropertyKey, unknown>)[key] : undefined;
}

function asMap(value: unknown): object {
  return typeof value === 'object' && value !== null ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function place({ file, line, col }: PolicyProblem): string {
  return `${file}:${line}:${col}`;
}
