import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readResults, withFigures } from '../bench/support/results.ts';

test('the page of figures shows what bench/results.json says', () => {
  const page = readFileSync(new URL('../docs/performance.md', import.meta.url), 'utf8');
  expect(withFigures(page, readResults())).toBe(page);
});
