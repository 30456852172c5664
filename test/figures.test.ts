import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readResults, withFigures } from '../bench/support/results.ts';

test('the page of figures shows what bench/results.json says', () => {
  const page = readFileSync(new URL('../docs/performance.md', import.meta.url), 'utf8');
  expect(withFigures(page, readResults())).toBe(page);
});

test('README says what bench/results.json says', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const figure = (name: string) =>
    readResults()
      .flatMap(({ figures }) => figures)
      .find((one) => one.name === name)?.value ?? Number.NaN;
  const enforcedMs = figure('201 to enforced, one Redis, asked of another process, median');
  expect(readme).toContain(`A refusal was enforced ${enforcedMs.toFixed(1)} ms after its 201`);
  const [sqlite, redis] = ['SQLite', 'Redis'].map((store) => Math.ceil(figure(`import, ${store}`) / 1000));
  expect(readme).toContain(
    `A list of a million suppressions is imported in ${redis} s on Redis, ${sqlite} s on SQLite`,
  );
});
