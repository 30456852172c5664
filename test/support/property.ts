/** How property tests run: the count from PROPERTY_RUNS where it is set, the seed printed with every failure and taken from PROPERTY_SEED. */
import type fc from 'fast-check';

/** @param usual runs of `npm test`; longer ones set PROPERTY_RUNS, in hundredths of the usual count. */
export function runs(usual: number): fc.Parameters<unknown> {
  const percent = Number(process.env['PROPERTY_RUNS'] ?? 100);
  const seed = process.env['PROPERTY_SEED'];
  return {
    numRuns: Math.max(1, Math.round((usual * percent) / 100)),
    ...(seed === undefined ? {} : { seed: Number(seed) }),
  };
}
