import { expect, test } from 'vitest';
import { corpusLanguages, readCorpus, readUnseen } from './support/corpus.ts';

const first = [...readCorpus('tuning'), ...readCorpus('held-out')];
const later = [...readCorpus('tuning', 'later'), ...readCorpus('held-out', 'later')];

test('no message stands twice, so that none is in both halves', () => {
  const all = [...first, ...later, ...readUnseen()];
  expect(new Set(all.map(({ text }) => text)).size).toBe(all.length);
});

test('every language has 80 messages of each kind, and English the most', () => {
  const count = (lang: string, label: string): number =>
    first.filter((one) => one.lang === lang && one.label === label).length;
  for (const lang of corpusLanguages)
    for (const label of ['refusal', 'not-a-refusal']) {
      expect(count(lang, label), `${lang} ${label}`).toBeGreaterThanOrEqual(80);
      if (lang !== 'en') expect(count('en', label)).toBeGreaterThan(count(lang, label));
    }
});

test('of the later lists, too, every language has 150 messages of each kind', () => {
  for (const lang of corpusLanguages)
    for (const label of ['refusal', 'not-a-refusal'])
      expect(
        later.filter((one) => one.lang === lang && one.label === label).length,
        `${lang} ${label}`,
      ).toBeGreaterThanOrEqual(150);
});

test('both halves are large, and in each nearly half of the messages are refusals', () => {
  for (const half of ['tuning', 'held-out'] as const) {
    const messages = readCorpus(half);
    const refusals = messages.filter(({ label }) => label === 'refusal').length / messages.length;
    expect(messages.length).toBeGreaterThan(900);
    expect(refusals).toBeGreaterThan(0.4);
    expect(refusals).toBeLessThan(0.6);
  }
});
