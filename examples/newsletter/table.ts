/** One column for each run, one row for each fate that a run knows. */
import type { Tally } from './campaign.ts';

export interface Run {
  readonly title: string;
  readonly tally: Tally;
}

export function table(runs: readonly Run[]): string {
  const fates = [...new Set(runs.flatMap(({ tally }) => [...tally.keys()]))].sort(
    (a, b) => rank(a) - rank(b) || (a < b ? -1 : 1),
  );
  const total = runs.map(({ tally }) => [...tally.values()].reduce((sum, count) => sum + count, 0));
  const rows = [
    ['', ...runs.map(({ title }) => title)],
    ...fates.map((fate) => [fate, ...runs.map(({ tally }) => String(tally.get(fate) ?? '-'))]),
    ['rows', ...total.map(String)],
  ];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const cell = (text: string, column: number): string =>
    column === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[column] ?? 0);
  return rows.map((row) => `${row.map(cell).join('   ').trimEnd()}\n`).join('');
}

function rank(fate: string): number {
  const order = [
    'sent',
    'bounced',
    'deferred',
    'unclear',
    'held',
    'handled before',
    'duplicate row',
    'no decision',
    'log lost',
  ];
  return order.indexOf(fate.split(':')[0] as string);
}
