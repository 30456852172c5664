/** What was measured, series by series: bench/results.json, and the table of docs/performance.md that is made from it. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Figure, isReached } from './figure.ts';

export interface Series {
  readonly name: string;
  readonly date: string;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly versions: Readonly<Record<string, string | undefined>>;
  readonly seconds: number;
  readonly figures: readonly Figure[];
}

const resultsFile = fileURLToPath(new URL('../results.json', import.meta.url));
const pageFile = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const begin = '<!-- figures: written by npm run bench from bench/results.json -->';
const end = '<!-- /figures -->';

export function readResults(): readonly Series[] {
  return existsSync(resultsFile) ? (JSON.parse(readFileSync(resultsFile, 'utf8')) as Series[]) : [];
}

/** In the place of the same series of an earlier run; the others stay. */
export function keepSeries(series: Series): void {
  const known = [...readResults()];
  const place = known.findIndex(({ name }) => name === series.name);
  if (place === -1) known.push(series);
  else known[place] = series;
  writeFileSync(resultsFile, `${JSON.stringify(known, null, 2)}\n`);
}

export function writeFiguresPage(): void {
  writeFileSync(pageFile, withFigures(readFileSync(pageFile, 'utf8'), readResults()));
}

/** @returns the page with the table of these results between its two marks. @throws Error where it has no marks */
export function withFigures(page: string, results: readonly Series[]): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from === -1 || to < from) throw new Error(`docs/performance.md has lost its marks: ${begin} … ${end}`);
  return `${page.slice(0, from + begin.length)}\n\n${figuresTable(results)}\n\n${page.slice(to)}`;
}

function figuresTable(results: readonly Series[]): string {
  if (results.length === 0) return 'Nothing was measured yet: `npm run bench`.';
  const rows = results.flatMap(({ figures }) => figures.map(row));
  return [
    ...results.map(measuredOn).filter((line, place, all) => all.indexOf(line) === place),
    '',
    ...head,
    ...rows,
  ].join('\n');
}

const head = ['| | figure | smallest to largest | goal |', '| --- | --- | --- | --- |'];

function measuredOn({ date, machine, versions }: Series): string {
  const { cpus, model } = machine;
  return `Measured on ${date.slice(0, 10)}: ${cpus} processors (${model}), Node ${versions['node']}, Redis ${versions['redis']}, SQLite ${versions['sqlite']}.`;
}

function row(figure: Figure): string {
  const { name, what, value, min, max, goal } = figure;
  const spread = min === max ? '' : `${text(figure, min)} to ${text(figure, max)}`;
  const goalText = goal === undefined ? '' : 'atLeast' in goal ? `at least ${goal.atLeast}` : `at most ${goal.atMost}`;
  const missed = isReached(figure) === false ? ', not reached' : '';
  return `| ${name}: ${what} | ${text(figure, value)} | ${spread} | ${goalText}${missed} |`;
}

export function text({ unit }: Pick<Figure, 'unit'>, value: number): string {
  return {
    x: `${value.toFixed(2)}`,
    ms: `${value.toFixed(1)} ms`,
    us: `${value.toFixed(2)} µs`,
    bytes: `${value.toFixed(0)} bytes`,
  }[unit];
}
