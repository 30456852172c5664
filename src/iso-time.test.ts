import { expect, test } from 'vitest';
import { isoTime } from './iso-time.ts';

const dayMs = 86_400_000;

test('an instant is said as toISOString says it', () => {
  const borders = [0, 951_782_400_000, 4_107_542_400_000, 253_402_300_800_000, -62_198_755_200_000];
  const instants = borders.flatMap((ms) => [ms - 1, ms, ms + 1, ms + 0.5]);
  for (let ms = 1_764_000_000_000, step = 0; step < 5000; step++, ms += 7_654_321) instants.push(ms, ms + dayMs, ms);
  for (const ms of instants) expect(isoTime(ms)).toBe(new Date(ms).toISOString());
});
