/** The figures of docs/refusals.md come from here. Only the tuning half may be looked into; the held-out one is measured. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { corpusLanguages, type Labelled, readCorpus, readUnseen } from '../../../test/support/corpus.ts';
import { readText } from './read-text.ts';

interface Figures {
  /** Strict: a refusal that is only doubted is missed. */
  readonly recall: number;
  /** Refusals that stop messages, be it until a person decides. */
  readonly heard: number;
  readonly falseAlarms: number;
  /** Of refusals, and of the others, that wait for a person. */
  readonly unsureRefusals: number;
  readonly unsureOthers: number;
}

function figuresOf(messages: readonly Labelled[]): Figures {
  const share = (label: Labelled['label'], reading: string): number => {
    const labelled = messages.filter((one) => one.label === label);
    return labelled.filter(({ text }) => readText(text).reading === reading).length / labelled.length;
  };
  const recall = share('refusal', 'refusal');
  const unsureRefusals = share('refusal', 'unsure');
  return {
    recall,
    heard: recall + unsureRefusals,
    falseAlarms: share('not-a-refusal', 'refusal'),
    unsureRefusals,
    unsureOthers: share('not-a-refusal', 'unsure'),
  };
}

const percent = (figures: Figures): Record<string, string> =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, `${(value * 100).toFixed(1)} %`]));

function printed(name: string, messages: readonly Labelled[]): Figures {
  const all = figuresOf(messages);
  const byLanguage = corpusLanguages.map((lang) => [
    lang,
    percent(figuresOf(messages.filter((one) => one.lang === lang))),
  ]);
  process.stdout.write(`${[...byLanguage, [name, percent(all)]].map((row) => JSON.stringify(row)).join('\n')}\n`);
  return all;
}

test('of the messages held out at least 98 % of refusals are read as such, at most 2 % of the others, and few are doubted', () => {
  const all = printed('all', readCorpus('held-out'));
  expect(all.recall).toBeGreaterThanOrEqual(0.98);
  expect(all.falseAlarms).toBeLessThanOrEqual(0.02);
  expect(all.unsureRefusals + all.unsureOthers).toBeLessThanOrEqual(0.02);
});

test('no language falls far behind on the messages held out', () => {
  const messages = readCorpus('held-out');
  for (const lang of corpusLanguages) {
    const figures = figuresOf(messages.filter((one) => one.lang === lang));
    expect(figures.recall, lang).toBeGreaterThanOrEqual(0.95);
    expect(figures.falseAlarms, lang).toBeLessThanOrEqual(0.06);
  }
});

test('of the later lists, which look for what the reader does not know, at least 92 % of refusals held out are read as such, at most 4 % of the others', () => {
  const all = printed('later', readCorpus('held-out', 'later'));
  expect(all.recall).toBeGreaterThanOrEqual(0.92);
  expect(all.falseAlarms).toBeLessThanOrEqual(0.04);
  expect(all.unsureRefusals + all.unsureOthers).toBeLessThanOrEqual(0.04);
});

test('of a list by a hand that knew neither reader nor lists, read once the reader was done, at least 97 % of refusals are read as such, at most 3 % of the others', () => {
  const all = printed('unseen', readUnseen());
  expect(all.recall).toBeGreaterThanOrEqual(0.97);
  expect(all.falseAlarms).toBeLessThanOrEqual(0.03);
});

test('README and docs/refusals.md show these figures', () => {
  const textOf = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
  const docs = textOf('docs/refusals.md');
  const lists = [readCorpus('held-out'), readCorpus('held-out', 'later'), readUnseen()];
  const row = (name: string, isShown: (one: Labelled) => boolean): string => {
    const cells = lists.flatMap((list) => {
      const { recall, falseAlarms } = percent(figuresOf(list.filter(isShown)));
      return [recall, falseAlarms];
    });
    return `| ${[name, ...cells].join(' | ')} |`;
  };
  const languageNames = new Intl.DisplayNames('en', { type: 'language' });
  for (const lang of corpusLanguages)
    expect(docs).toContain(row(languageNames.of(lang) ?? '', (one) => one.lang === lang));
  expect(docs).toContain(row('all', () => true));
  const { recall, falseAlarms } = percent(figuresOf(readUnseen()));
  expect(textOf('README.md')).toContain(
    `${recall} of the refusals were read as such, and ${falseAlarms} of the others wrongly`,
  );
});
