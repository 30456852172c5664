import pino from 'pino';
import { expect, test } from 'vitest';
import { readConfig } from '../config.ts';
import { settings } from '../settings.ts';
import { warnOfUnused } from './unused.ts';

/** The lines of what was warned of. */
function warned(env: Record<string, string>): { name: string; msg: string; event: string; level: number }[] {
  const read = readConfig(env);
  if ('problems' in read) throw new Error(read.problems.join('\n'));
  const lines: string[] = [];
  warnOfUnused(env, read.config, pino({}, { write: (line: string) => void lines.push(line) }));
  return lines.map((line) => JSON.parse(line));
}
const names = (env: Record<string, string>): string[] => warned(env).map(({ name }) => name);

const redisOnly = { STORE_PREFIX: 'staging', STORE_CHECKS: 'report', REDIS_ACK: 'replicated:1' };
const pages = { BRAND_NAME: 'Acme', BRAND_COLOR: '#123456', SUPPORT_URL: 'mailto:help@example.com' };
const onRedis = { STORE_URL: 'redis://127.0.0.1:6379', ADDRESS_PEPPER: 'ab'.repeat(32) };

test('what is about Redis alone is said once of each to whoever starts on SQLite, with why and without its value', () => {
  const said = warned(redisOnly);
  expect(said.map(({ name }) => name)).toEqual(Object.keys(redisOnly));
  for (const { name, msg, event, level } of said) {
    expect({ event, level }).toEqual({ event: 'settings.unused', level: 40 });
    expect(msg).toMatch(new RegExp(`^${name} does nothing here.*Redis.*STORE_URL`));
    expect(msg).not.toMatch(/staging|report|replicated/);
  }
  expect(names({ ...redisOnly, ...onRedis })).toEqual([]);
});

test('what is about the pages of customers is said where no message leads there', () => {
  expect(names(pages)).toEqual(Object.keys(pages));
  expect(names({ ...pages, PUBLIC_URL: 'https://guard.example.com' })).toEqual([]);
});

test('the file of a setting that is read from none is said', () => {
  const env = { PUBLIC_URL_FILE: '/run/secrets/url', SNS_TOPIC_ARNS_FILE: '/run/secrets/arns' };
  expect(
    warned(env)
      .map(({ name, msg }) => [name, /set (\w+) itself/.exec(msg)?.[1]])
      .sort(),
  ).toEqual([
    ['PUBLIC_URL_FILE', 'PUBLIC_URL'],
    ['SNS_TOPIC_ARNS_FILE', 'SNS_TOPIC_ARNS'],
  ]);
});

test('of a setting that is empty or at its default nothing is said', () => {
  expect(names({ STORE_PREFIX: ' ', STORE_CHECKS: 'enforce', REDIS_ACK: 'written', BRAND_NAME: '' })).toEqual([]);
});

test('where OpenTelemetry is told to send metrics, that they are only shown is said', () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318', OTEL_METRICS_EXPORTER: 'otlp' };
  expect(names(env)).toEqual(Object.keys(env));
  expect(names({ OTEL_SERVICE_NAME: 'x', OTEL_METRICS_EXPORTER: 'prometheus', OTEL_TRACES_SAMPLER: 'x' })).toEqual([]);
});

test('every setting whose name or meaning says Redis alone, or the pages of customers, is one of these', () => {
  const meant = settings.filter(({ name, meaning }) =>
    /REDIS|Redis$|on Redis|^enforce: a Redis|pages|^its /.test(`${name} ${meaning}`),
  );
  for (const { name, needs } of meant)
    if (!['ADDRESS_PEPPER', 'PUBLIC_URL'].includes(name)) expect(needs, name).toBeDefined();
});
