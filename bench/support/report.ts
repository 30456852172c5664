/** How figures are shown, and on what they were measured. */

import { readFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { type Figure, isReached } from './figure.ts';
import { startBenchRedis } from './redis.ts';
import { type Series, text } from './results.ts';

export function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const reached = isReached(figure);
    const { goal } = figure;
    return [
      figure.name,
      text(figure, figure.value),
      figure.min === figure.max ? '' : `${text(figure, figure.min)} to ${text(figure, figure.max)}`,
      goal === undefined ? '' : 'atLeast' in goal ? `>= ${goal.atLeast}` : `<= ${goal.atMost}`,
      reached === undefined ? '' : reached ? 'ok' : 'short',
      sides(figure),
    ];
  });
  const lines = [['figure', 'value', 'min to max', 'goal', '', ''], ...rows];
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function sides({ sides: measured = {} }: Figure): string {
  return Object.entries(measured)
    .map(([name, value]) => `${name} ${value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en')}`)
    .join(', ');
}

const packages = ['hono', '@hono/node-server', 'ioredis', 'zod', 'rate-limiter-flexible'];

/** Date, machine and versions, for the results file. */
export async function environment(): Promise<Pick<Series, 'date' | 'machine' | 'versions'>> {
  const redis = await startBenchRedis();
  const said = await redis.client.info('server');
  await redis.stop();
  const versionOf = (name: string): string =>
    (
      JSON.parse(readFileSync(new URL(`../../node_modules/${name}/package.json`, import.meta.url), 'utf8')) as {
        version: string;
      }
    ).version;
  return {
    date: new Date().toISOString(),
    machine: { cpus: availableParallelism(), model: cpus()[0]?.model, platform: `${process.platform}-${process.arch}` },
    versions: {
      node: process.versions.node,
      redis: /redis_version:(\S+)/.exec(said)?.[1],
      sqlite: process.versions['sqlite'],
      ...Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
    },
  };
}
