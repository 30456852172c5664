/** The shipped policy tests hold every edge of every shipped rule: whatever is moved a little or left out, a test of theirs fails. */
import { expect, test } from 'vitest';
import { loadPolicies, readTestFiles } from './load.ts';
import { runTests } from './run-tests.ts';
import { readTests } from './test-file.ts';
import type { CapRule, Filter, PolicySet, Rule, WeekBands } from './types.ts';

const folder = new URL('../../policies/', import.meta.url).pathname;
const loaded = await loadPolicies(folder);
if ('problems' in loaded) throw new Error(JSON.stringify(loaded.problems));
const { set } = loaded;
const read = readTests((await readTestFiles(folder)).sources, set);
if ('problems' in read) throw new Error(JSON.stringify(read.problems));
const { tests } = read;

/** A changed rule, or none where it is left out. */
type Mutation = readonly [what: string, index: number, changed: Rule | undefined];

function mutationsOf(rule: Rule): Mutation[] {
  const name = `${rule.policy}/${rule.id}`;
  const changed = (what: string, by: Partial<Rule>): Mutation => [
    `${name}: ${what}`,
    rule.index,
    { ...rule, ...by } as Rule,
  ];
  const scopes: Mutation[] = [
    ...rule.applies.unless.map((_, i) =>
      changed('without its unless', { applies: { ...rule.applies, unless: rule.applies.unless.toSpliced(i, 1) } }),
    ),
    ...rule.applies.when.flatMap((filter, i) =>
      narrowings(filter).map(([what, by]) => {
        const applies = { ...rule.applies, when: rule.applies.when.with(i, by) };
        // A rule that has no counts of its own counts what it applies to.
        return changed(what, { applies, ...('counts' in rule ? { counts: applies } : {}) });
      }),
    ),
  ];
  return [[`${name}: left out`, rule.index, undefined], ...scopes, ...kindMutations(rule, changed)];
}

/** A filter without one of its fields, and without one of its values. */
function narrowings(filter: Filter): [what: string, filter: Filter][] {
  return Object.entries(filter).flatMap(([field, values]: [string, readonly string[]]) => [
    [`for any ${field}`, { ...filter, [field]: undefined }] as [string, Filter],
    ...values
      .filter(() => values.length > 1)
      .map((value): [string, Filter] => [
        `without ${value}`,
        { ...filter, [field]: values.filter((other) => other !== value) },
      ]),
  ]);
}

function kindMutations(rule: Rule, changed: (what: string, by: Partial<Rule>) => Mutation): Mutation[] {
  switch (rule.kind) {
    case 'cap':
      return [
        changed('one more', { limit: rule.limit + 1 }),
        changed('one less', { limit: rule.limit - 1 }),
        ...longerAndShorter(rule.window).map((window) => changed(JSON.stringify(window), { window })),
        ...(rule.per.length > 0 ? [changed('all keys together', { per: [] })] : []),
      ];
    case 'hours':
      return bandMutations(rule.bands).map((bands) => changed(JSON.stringify(bands.weekdays[0]), { bands }));
    case 'cooldown':
      return [
        ...(rule.length.kind === 'days'
          ? [-1, 1].map((more) =>
              changed(`${more} day`, {
                length: { ...rule.length, days: (rule.length as { days: number }).days + more } as typeof rule.length,
              }),
            )
          : []),
        ...(rule.per.length > 0 ? [changed('all keys together', { per: [] })] : []),
      ];
    case 'consent':
      return [changed('any consent', { level: 'implied' })];
    case 'targeting':
      return [
        ...rule.forbid.map((data) =>
          changed(`not by ${data}`, { forbid: rule.forbid.filter((other) => other !== data) }),
        ),
        changed('consent or not', { unlessExpressConsent: !rule.unlessExpressConsent }),
      ];
  }
}

function longerAndShorter(window: CapRule['window']): CapRule['window'][] {
  if (window.kind === 'sliding') return [-1, 1].map((more) => ({ ...window, ms: window.ms + more }));
  if (window.kind === 'days') return [-1, 1].map((more) => ({ ...window, days: window.days + more }));
  return [];
}

function bandMutations({ weekdays, holiday }: WeekBands): WeekBands[] {
  const moved = (from: number, to: number): WeekBands => ({
    weekdays: weekdays.map((bands) =>
      bands.map(({ fromMinute, toMinute }) => ({ fromMinute: fromMinute + from, toMinute: toMinute + to })),
    ),
    holiday,
  });
  return [moved(-1, 0), moved(1, 0), moved(0, -1), moved(0, 1)];
}

const mutations = set.rules.flatMap(mutationsOf);

test('there is a mutation of every rule', () => {
  expect(new Set(mutations.map(([, index]) => index)).size).toBe(set.rules.length);
  expect(mutations.length).toBeGreaterThan(100);
});

test.each(mutations)('%s fails a test', async (_what, index, changed) => {
  const rules = set.rules.flatMap((rule) => (rule.index !== index ? [rule] : changed ? [changed] : []));
  expect(await someFails({ ...set, rules }, set.rules[index] as Rule)).toBe(true);
});

/** Tests that name the rule come first, then those that are about its channels: most mutations are found by one of the first. */
async function someFails(mutated: PolicySet, { policy, id, applies }: Rule): Promise<boolean> {
  const channels = applies.when.flatMap((filter) => filter.channels ?? []);
  const rank = (given: (typeof tests)[number]): number => {
    if (given.expect.reasons?.some((reason) => reason.policy === policy && reason.rule === id)) return 0;
    return channels.includes(given.request.channel) ? 1 : 2;
  };
  for (const one of tests.toSorted((a, b) => rank(a) - rank(b))) {
    const [outcome] = await runTests([one], mutated);
    if (!outcome?.ok) return true;
  }
  return false;
}
